"""Actions on the account as a whole: summary, alias, password policy, report, service credentials."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moto.core.responses import ActionResult, EmptyResult

from .accounts import ServiceCredential
from .answers import AwsError, no_such_entity, validation_error
from .credential_report import write_report
from .iam_base import IamBase
from .managed_policies import managed_policy
from .organization_tree import is_administrator, organization_of


class AccountActions(IamBase):
    def get_account_summary(self) -> ActionResult:
        root = self.account.root
        users = self.backend.users.values()
        summary = {
            **self.backend.get_account_summary().summary_map,
            "AccountMFAEnabled": int(bool(root.mfa_devices)),
            "AccountAccessKeysPresent": int(bool(root.access_keys)),
            "AccountPasswordPresent": int(bool(root.password)),
            "AccountSigningCertificatesPresent": int(bool(root.signing_certificates)),
            "MFADevicesInUse": sum(len(user.mfa_devices) for user in users) + len(root.mfa_devices),
        }
        return ActionResult({"SummaryMap": summary})

    def list_account_aliases(self) -> ActionResult:
        return self.paged("AccountAliases", self.backend.list_account_aliases())

    def get_account_password_policy(self) -> ActionResult:
        policy = self.backend.get_account_password_policy()
        # Limits that are not set are absent in AWS; moto would answer 0.
        limits = {
            "MaxPasswordAge": policy.max_password_age or None,
            "PasswordReusePrevention": policy.password_reuse_prevention or None,
        }
        fields = {
            "MinimumPasswordLength": policy.minimum_password_length,
            "RequireSymbols": policy.require_symbols,
            "RequireNumbers": policy.require_numbers,
            "RequireUppercaseCharacters": policy.require_uppercase_characters,
            "RequireLowercaseCharacters": policy.require_lowercase_characters,
            "AllowUsersToChangePassword": policy.allow_users_to_change_password,
            "ExpirePasswords": policy.expire_passwords,
            "HardExpiry": policy.hard_expiry,
        }
        return ActionResult({"PasswordPolicy": {**fields, **limits}})

    # Credential report

    def generate_credential_report(self) -> ActionResult:
        if self.call.faulty("report_never_ready"):
            return ActionResult({"State": "INPROGRESS"})
        server = self.call.server
        state = self.account.report.generate(
            server.clock.now(), server.settings.report_polls, self._report_text
        )
        started = "No report exists. Starting a new report generation task"
        return ActionResult({"State": state, "Description": started if state == "STARTED" else None})

    def get_credential_report(self) -> ActionResult:
        if self.call.faulty("report_never_ready"):
            raise AwsError("ReportInProgress", "Unknown", 404)
        if self.call.fault is not None and self.call.faulty("malformed_report"):
            return _report(self.call.fault.text, self.call.server.clock.now())
        return _report(*self.account.report.get(self.call.server.clock.now(), self._report_text))

    def _report_text(self) -> str:
        style = self.account.report.timestamp_style or self.call.server.settings.timestamp_style
        return write_report(self.backend, self.account.root, style)

    # Organizations features

    def list_organizations_features(self) -> ActionResult:
        backend = organization_of(self.call.account, self.call.partition)
        if backend is None or backend.org is None:
            raise AwsError("OrganizationNotFoundException", "The account is in no organization.", 404)
        if not is_administrator(backend, self.call.account):
            code = "AccountNotManagementOrDelegatedAdministratorException"
            raise AwsError(code, "Not the management account nor a delegated administrator.", 403)
        features = self.call.server.root_features.get(backend.org.id)
        if features is None:
            raise AwsError("ServiceAccessNotEnabledException", "Trusted access for IAM is not enabled.", 403)
        return ActionResult({"OrganizationId": backend.org.id, "EnabledFeatures": features})

    # Service-specific credentials

    def list_service_specific_credentials(self) -> ActionResult:
        name = self._get_param("UserName")
        if self._get_param("AllUsers"):
            if name is not None:
                raise AwsError("InvalidInput", "UserName and AllUsers cannot be given together.", 400)
        else:
            name = getattr(self.holder(), "name", None)
        service = self._get_param("ServiceName")
        found = [
            each
            for each in self.account.service_credentials
            if name in (None, each.user_name) and service in (None, each.service_name)
        ]
        return self.paged("ServiceSpecificCredentials", found, self._describe_service_credential)

    def update_service_specific_credential(self) -> ActionResult:
        status = self._get_param("Status")
        if status not in ("Active", "Inactive"):
            raise validation_error(f"Value '{status}' at 'status' failed to satisfy constraint")
        self._service_credential().status = status
        return EmptyResult()

    def delete_service_specific_credential(self) -> ActionResult:
        self.account.service_credentials.remove(self._service_credential())
        return EmptyResult()

    def _service_credential(self) -> ServiceCredential:
        credential_id = self._get_param("ServiceSpecificCredentialId")
        for each in self.account.service_credentials:
            if each.id == credential_id:
                return each
        raise no_such_entity(f"No such credential {credential_id} exists")

    def _describe_service_credential(self, credential: ServiceCredential) -> dict[str, Any]:
        # Git credentials have a user name of their own; API keys have an alias.
        api_key = credential.expiration_date is not None or credential.service_name.startswith("bedrock")
        alias = f"{credential.user_name}-at-{self.call.account}"
        return {
            "UserName": credential.user_name,
            "Status": credential.status,
            "ServiceName": credential.service_name,
            "CreateDate": credential.create_date,
            "ExpirationDate": credential.expiration_date,
            "ServiceSpecificCredentialId": credential.id,
            "ServiceCredentialAlias" if api_key else "ServiceUserName": alias,
        }

    # AWS managed policies are fetched when they are named

    def attach_user_policy(self) -> ActionResult:
        managed_policy(self.backend, self._get_param("PolicyArn"))
        return super().attach_user_policy()

    def attach_group_policy(self) -> ActionResult:
        managed_policy(self.backend, self._get_param("PolicyArn"))
        return super().attach_group_policy()

    def attach_role_policy(self) -> ActionResult:
        managed_policy(self.backend, self._get_param("PolicyArn"))
        return super().attach_role_policy()

    def get_policy(self) -> ActionResult:
        managed_policy(self.backend, self._get_param("PolicyArn"))
        return super().get_policy()

    def get_policy_version(self) -> ActionResult:
        managed_policy(self.backend, self._get_param("PolicyArn"))
        return super().get_policy_version()


def _report(text: str, generated: datetime) -> ActionResult:
    return ActionResult({"Content": text, "ReportFormat": "text/csv", "GeneratedTime": generated})
