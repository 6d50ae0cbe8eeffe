"""Organizations: who may ask what, pages of at most 20, moto for the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from moto.organizations.models import FakeAccount, FakePolicy, OrganizationsBackend
from moto.organizations.responses import OrganizationsResponse

from .answers import AwsError, access_denied
from .call import Call
from .organization_tree import is_administrator, organization_of
from .paging import page_of

#: What any account of an organization may ask.
_OPEN_TO_MEMBERS = {"DescribeOrganization", "ListHandshakesForAccount", "CreateOrganization"}


class OrganizationsActions(OrganizationsResponse):
    call: Call

    @property
    def organizations_backend(self) -> OrganizationsBackend:
        """A delegated administrator sees the organization of its management account."""
        return organization_of(self.call.account, self.call.partition) or super().organizations_backend

    def call_action(self) -> Any:
        backend = organization_of(self.call.account, self.call.partition)
        if self.call.action not in _OPEN_TO_MEMBERS:
            if backend is None:
                message = "Your account is not a member of an organization."
                raise AwsError("AWSOrganizationsNotInUseException", message, 400)
            if not is_administrator(backend, self.call.account):
                raise access_denied("You don't have permissions to access this resource.")
        return super().call_action()

    def paged(
        self, key: str, items: Sequence[Any], describe: Callable[[Any], Any] = lambda item: item
    ) -> str:
        page = page_of(self.call, items, self._get_param("MaxResults"), self._get_param("NextToken"), 20, 20)
        return json.dumps(
            {
                key: [describe(item) for item in page.items],
                **({"NextToken": page.token} if page.token else {}),
            }
        )

    def list_accounts(self) -> str:
        return self.paged("Accounts", self.organizations_backend.accounts, FakeAccount.describe)

    def list_accounts_for_parent(self) -> str:
        return self.paged("Accounts", self._children("accounts"), FakeAccount.describe)

    def list_organizational_units_for_parent(self) -> str:
        units = [{"Id": each.id, "Arn": each.arn, "Name": each.name} for each in self._children("ou")]
        return self.paged("OrganizationalUnits", units)

    def list_children(self) -> str:
        kind = self._get_param("ChildType")
        found = self._children("accounts" if kind == "ACCOUNT" else "ou")
        return self.paged("Children", [{"Id": each.id, "Type": kind} for each in found])

    def _children(self, of: str) -> list[Any]:
        parent = self.organizations_backend.validate_parent_id(self._get_param("ParentId"))
        return [each for each in getattr(self.organizations_backend, of) if each.parent_id == parent]

    def list_roots(self) -> str:
        return self.paged("Roots", self.organizations_backend.list_roots()["Roots"])

    def list_parents(self) -> str:
        return self.paged(
            "Parents", self.organizations_backend.list_parents(**self.request_params)["Parents"]
        )

    def list_policies(self) -> str:
        return self.paged("Policies", self._summaries(self.organizations_backend.policies))

    def list_policies_for_target(self) -> str:
        backend, target = self.organizations_backend, self._get_param("TargetId")
        entity = next((each for each in [*backend.accounts, *backend.ou] if each.id == target), None)
        if entity is None:
            raise AwsError("TargetNotFoundException", "You specified a target that doesn't exist.", 400)
        return self.paged("Policies", self._summaries(entity.attached_policies))

    def _summaries(self, policies: Sequence[FakePolicy]) -> list[Any]:
        kind = self._get_param("Filter")
        if not FakePolicy.supported_policy_type(kind):
            raise AwsError("InvalidInputException", "You specified an invalid value.", 400)
        return [policy.describe()["Policy"]["PolicySummary"] for policy in policies if policy.type == kind]

    def list_targets_for_policy(self) -> str:
        found = self.organizations_backend.list_targets_for_policy(PolicyId=self._get_param("PolicyId"))
        return self.paged("Targets", found["Targets"])

    def list_tags_for_resource(self) -> str:
        found = self.organizations_backend.list_tags_for_resource(ResourceId=self._get_param("ResourceId"))
        return self.paged("Tags", found["Tags"])

    def list_delegated_administrators(self) -> str:
        service = self._get_param("ServicePrincipal")
        admins = self.organizations_backend.admins
        found = [admin.describe() for admin in admins if service is None or service in admin.services]
        return self.paged("DelegatedAdministrators", found)

    def list_aws_service_access_for_organization(self) -> str:
        found = self.organizations_backend.list_aws_service_access_for_organization()
        return self.paged("EnabledServicePrincipals", found["EnabledServicePrincipals"])
