"""STS: AssumeRole that reads the trust policy, AssumeRoot, and the truth about the caller."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from moto.core.responses import ActionResult
from moto.iam.models import Role, iam_backends
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from .answers import access_denied, validation_error
from .call import Call
from .enforcement import ROOT_TASKS
from .organization_tree import is_administrator, organization_id, organization_of
from .policy import Decision, Request, decide
from .principals import Principal

_ROLE_ARN = re.compile(r"arn:[^:]+:iam::(\d{12}):role/.+")
_MOST_SECONDS_OF_ROOT = 900


class StsActions(TokenResponse):
    call: Call

    @property
    def caller(self) -> Principal:
        return self.call.server.principals.of(self.call)

    def get_caller_identity(self) -> ActionResult:
        caller = self.caller
        return ActionResult({"UserId": caller.user_id, "Account": caller.account, "Arn": caller.arn})

    def assume_role(self) -> ActionResult:
        caller = self.caller
        role = self._role(self._get_param("RoleArn"))
        if role is None or not self._trusts(role, caller) or not self._account_is_active(role.account_id):
            # AWS does not say which of these it was.
            arn = self._get_param("RoleArn")
            raise access_denied(
                f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}"
            )
        self._check_duration(role, caller)
        result = super().assume_role()
        self.call.server.principals.add_session(result.result["Credentials"], self._get_param("Policy"))
        return result

    def _role(self, arn: str) -> Role | None:
        match = _ROLE_ARN.fullmatch(arn or "")
        if match is None:
            raise validation_error(f"{arn} is invalid")
        backend = iam_backends[match[1]][self.call.partition]
        return next((role for role in backend.roles.values() if role.arn == arn), None)

    def _trusts(self, role: Role, caller: Principal) -> bool:
        context = {"aws:principalarn": caller.arn, "aws:principalaccount": caller.account}
        external_id = self._get_param("ExternalId")
        if external_id is not None:
            context["sts:externalid"] = external_id
        organization = organization_id(caller.account, self.call.partition)
        if organization is not None:
            context["aws:principalorgid"] = organization
        request = Request("sts:AssumeRole", role.arn, context, caller.names)
        return decide([role.assume_role_policy_document], request) is Decision.ALLOW

    def _account_is_active(self, account_id: str) -> bool:
        backend = organization_of(account_id, self.call.partition)
        account = (
            next((each for each in backend.accounts if each.id == account_id), None) if backend else None
        )
        return account is None or account.state == "ACTIVE"

    def _check_duration(self, role: Role, caller: Principal) -> None:
        seconds = int(self._get_param("DurationSeconds") or 3600)
        most = 3600 if caller.role is not None else int(role.max_session_duration or 3600)
        if not 900 <= seconds <= most:
            why = "the 1 hour limit of role chaining" if caller.role else "the limit of the role"
            raise validation_error(f"The requested DurationSeconds exceeds {why}.")

    def assume_root(self) -> ActionResult:
        caller, target = self.caller, str(self._get_param("TargetPrincipal"))
        task_arn = (self._get_param("TaskPolicyArn") or {}).get("arn", "")
        task = task_arn.rsplit("/", 1)[-1]
        if task not in ROOT_TASKS or "policy/root-task/" not in task_arn:
            raise validation_error(f"{task_arn} is not a root task policy")
        seconds = int(self._get_param("DurationSeconds") or _MOST_SECONDS_OF_ROOT)
        if not 0 <= seconds <= _MOST_SECONDS_OF_ROOT:
            raise validation_error(f"DurationSeconds must be at most {_MOST_SECONDS_OF_ROOT}")
        account = target.split(":")[4] if target.startswith("arn:") else target
        if not self._may_assume_root(caller, account):
            raise access_denied(
                f"User: {caller.arn} is not authorized to perform: sts:AssumeRoot on resource: {target}"
            )
        return self._root_session(account, task, seconds)

    def _may_assume_root(self, caller: Principal, target: str) -> bool:
        backend = organization_of(caller.account, self.call.partition)
        if backend is None or backend.org is None or caller.kind == "root":
            return False
        members = {account.id for account in backend.accounts} - {backend.org.master_account_id}
        features = self.call.server.root_features.get(backend.org.id) or []
        return target in members and is_administrator(backend, caller.account) and "RootSessions" in features

    def _root_session(self, account: str, task: str, seconds: int) -> ActionResult:
        partition = self.call.partition
        key = iam_backends[account][partition].create_temp_access_key()
        token = random_session_token()
        self.call.server.principals.add_root_session(account, partition, key, token, task)
        expiration = datetime.now(UTC).replace(microsecond=0, tzinfo=None) + timedelta(seconds=seconds)
        credentials = {
            "AccessKeyId": key.access_key_id,
            "SecretAccessKey": key.secret_access_key,
            "SessionToken": token,
            "Expiration": expiration,
        }
        return ActionResult({"Credentials": credentials})
