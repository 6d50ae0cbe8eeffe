"""Who a request comes from: the owner of its access key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from moto.iam.models import AccessKey, Group, IAMBackend, ManagedPolicy, Role, User, iam_backends
from moto.sts.models import AssumedRole

from .call import Call

#: The key of AWS's examples, which the tests' environment has. Nobody owns it: no need to search for it.
_EXAMPLE_KEY = "AKIAIOSFODNN7EXAMPLE"


@dataclass(frozen=True)
class Principal:
    #: `operator`: minted for a whole account, may do everything. `unknown`: a key that nobody made.
    kind: str
    account: str
    arn: str
    user_id: str
    secret: str | None = None
    token: str | None = None
    user: User | None = None
    role: Role | None = None
    session_policy: str | None = None
    #: The task policy of a root session, by its name.
    task: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """What the Principal element of a policy may call it."""
        partition = self.arn.split(":")[1]
        names = {self.arn, self.account, f"arn:{partition}:iam::{self.account}:root"}
        return frozenset(names | ({self.role.arn} if self.role else set()))


@dataclass(frozen=True)
class _Minted:
    account: str
    partition: str
    secret: str
    user_name: str | None


@dataclass(frozen=True)
class _RootSession:
    account: str
    partition: str
    key: AccessKey
    token: str
    task: str


class Principals:
    """Every access key that the server knows. Keys of users live in moto; all others here."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._minted: dict[str, _Minted] = {}
        self._sessions: dict[str, AssumedRole] = {}
        self._session_policies: dict[str, str] = {}
        self._root_sessions: dict[str, _RootSession] = {}

    def mint(self, account: str, partition: str, user_name: str | None) -> dict[str, str]:
        """A key for an account, in no list and no report: looking at an account does not change it."""
        digest = hashlib.sha256(f"{account}/{user_name}/{len(self._minted)}".encode()).hexdigest()
        key_id = f"AKIA{digest[:16].upper()}"
        self._minted[key_id] = _Minted(account, partition, digest[:40], user_name)
        return {"accessKeyId": key_id, "secretAccessKey": digest[:40]}

    def add_session(self, session: AssumedRole, policy: str | None) -> None:
        self._sessions[session.access_key_id] = session
        if policy:
            self._session_policies[session.access_key_id] = policy

    def add_root_session(self, account: str, partition: str, key: AccessKey, token: str, task: str) -> None:
        self._root_sessions[key.access_key_id] = _RootSession(account, partition, key, token, task)

    def account_of(self, access_key: str) -> str | None:
        for known in (self._minted, self._root_sessions):
            if access_key in known:
                return known[access_key].account
        if access_key in self._sessions:
            return self._sessions[access_key].account_id
        if access_key == _EXAMPLE_KEY:
            return None
        for account, partitions in list(iam_backends.items()):
            if any(access_key in backend.access_keys for backend in list(partitions.values())):
                return account
        return None

    def of(self, call: Call) -> Principal:
        key = call.access_key
        if key in self._minted:
            return self._of_minted(self._minted[key])
        if key in self._sessions:
            return self._of_session(self._sessions[key])
        if key in self._root_sessions:
            return _of_root_session(self._root_sessions[key])
        backend: IAMBackend = iam_backends[call.account][call.partition]
        made = backend.access_keys.get(key)
        if made is not None and made.user_name in backend.users and made.status == "Active":
            return _of_user(backend.users[made.user_name], made.secret_access_key)
        arn = f"arn:{call.partition}:iam::{call.account}:user/unknown"
        return Principal("unknown", call.account, arn, "AIDAUNKNOWN")

    def _of_minted(self, minted: _Minted) -> Principal:
        backend = iam_backends[minted.account][minted.partition]
        if minted.user_name is not None and minted.user_name in backend.users:
            return _of_user(backend.users[minted.user_name], minted.secret)
        arn = f"arn:{minted.partition}:iam::{minted.account}:user/operator"
        return Principal("operator", minted.account, arn, "AIDAOPERATOR", minted.secret)

    def _of_session(self, session: AssumedRole) -> Principal:
        backend = iam_backends[session.account_id][session.partition]
        role = next((role for role in backend.roles.values() if role.arn == session.role_arn), None)
        return Principal(
            "role",
            session.account_id,
            session.arn,
            session.user_id,
            session.secret_access_key,
            session.session_token,
            role=role,
            session_policy=self._session_policies.get(session.access_key_id),
        )


def _of_user(user: User, secret: str) -> Principal:
    return Principal("user", user.account_id, user.arn, user.id, secret, user=user)


def _of_root_session(session: _RootSession) -> Principal:
    arn = f"arn:{session.partition}:iam::{session.account}:root"
    secret = session.key.secret_access_key
    return Principal("root", session.account, arn, session.account, secret, session.token, task=session.task)


def identity_policies(principal: Principal) -> list[str]:
    """The documents that grant to a user (own and of its groups) or a role."""
    holders: list[Any] = [holder for holder in (principal.user, principal.role) if holder is not None]
    if principal.user is not None:
        holders += groups_of(principal.user)
    return [document for holder in holders for document in _documents(holder)]


def groups_of(user: User) -> list[Group]:
    partition = user.arn.split(":")[1]
    return [
        group for group in iam_backends[user.account_id][partition].groups.values() if user in group.users
    ]


def boundary_of(principal: Principal) -> str | None:
    holder = principal.user or principal.role
    arn = getattr(holder, "permissions_boundary_arn", None)
    if holder is None or arn is None:
        return None
    policy = iam_backends[holder.account_id][principal.arn.split(":")[1]].managed_policies.get(arn)
    # AWS denies everything when the boundary is gone.
    return default_document(policy) if policy else '{"Statement": []}'


def default_document(policy: ManagedPolicy) -> str:
    return next(version.document for version in policy.versions if version.is_default)


def _documents(holder: User | Group | Role) -> list[str]:
    managed = [default_document(policy) for policy in holder.managed_policies.values()]
    return [*holder.policies.values(), *managed]
