"""GetAccountAuthorizationDetails: every user, group, role and policy, in pages across all four lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from moto.core.responses import ActionResult
from moto.iam.models import AWSManagedPolicy, Group, ManagedPolicy, Role, User

from .answers import validation_error
from .iam_base import IamBase
from .paging import page_of

_LISTS = {User: "UserDetailList", Group: "GroupDetailList", Role: "RoleDetailList", ManagedPolicy: "Policies"}
_FILTERS = {"User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"}


class Details(IamBase):
    def get_account_authorization_details(self) -> ActionResult:
        wanted = set(self._get_param("Filter") or _FILTERS)
        if not wanted <= _FILTERS:
            raise validation_error(
                f"Value '{sorted(wanted - _FILTERS)}' at 'filter' failed to satisfy constraint"
            )
        entities = self._entities(wanted)
        page = page_of(self.call, entities, self._get_param("MaxItems"), self._get_param("Marker"), 100, 1000)
        groups = self._groups_by_user()
        result: dict[str, Any] = {key: [] for key in _LISTS.values()}
        for entity in page.items:
            kind = next(kind for kind in _LISTS if isinstance(entity, kind))
            result[_LISTS[kind]].append(self._detail(entity, groups))
        return ActionResult({**result, "IsTruncated": page.token is not None, "Marker": page.token})

    def _entities(self, wanted: set[str]) -> list[Any]:
        backend = self.backend
        policies = [p for p in backend.managed_policies.values() if self._wants_policy(p, wanted)]
        kinds = (("User", backend.users), ("Group", backend.groups), ("Role", backend.roles))
        return [each for kind, found in kinds if kind in wanted for each in found.values()] + policies

    def _wants_policy(self, policy: ManagedPolicy, wanted: set[str]) -> bool:
        if isinstance(policy, AWSManagedPolicy):
            # AWS lists its own policies only where the account uses them.
            return "AWSManagedPolicy" in wanted and (
                policy.attachment_count > 0 or self._boundaries(policy) > 0
            )
        return "LocalManagedPolicy" in wanted

    def _groups_by_user(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for group in self.backend.groups.values():
            for user in group.users:
                found.setdefault(user.name, []).append(group.name)
        return found

    def _detail(self, entity: Any, groups: dict[str, list[str]]) -> dict[str, Any]:
        if isinstance(entity, User):
            return self._user(entity, groups.get(entity.name, []))
        if isinstance(entity, Group):
            return self._group(entity)
        return self._role(entity) if isinstance(entity, Role) else self._policy(entity)

    def _user(self, user: User, groups: list[str]) -> dict[str, Any]:
        detail = {
            **_identity(user),
            "UserName": user.name,
            "UserId": user.id,
            "GroupList": groups,
            "AttachedManagedPolicies": user.attached_managed_policies,
            "PermissionsBoundary": _boundary(user),
            "Tags": self.backend.tagger.list_tags_for_resource(user.arn)["Tags"],
        }
        # AWS leaves out this list when it is empty, and only this one.
        return detail | ({"UserPolicyList": _inline(user.policies)} if user.policies else {})

    def _group(self, group: Group) -> dict[str, Any]:
        return {
            **_identity(group),
            "GroupName": group.name,
            "GroupId": group.id,
            "GroupPolicyList": _inline(group.policies),
            "AttachedManagedPolicies": group.attached_managed_policies,
        }

    def _role(self, role: Role) -> dict[str, Any]:
        return {
            **_identity(role),
            "RoleName": role.name,
            "RoleId": role.id,
            "AssumeRolePolicyDocument": quote(role.assume_role_policy_document, safe=""),
            "InstanceProfileList": [],
            "RolePolicyList": _inline(role.policies),
            "AttachedManagedPolicies": role.attached_managed_policies,
            "PermissionsBoundary": _boundary(role),
            "Tags": role.tags,
            "RoleLastUsed": role.role_last_used if role.last_used else {},
        }

    def _policy(self, policy: ManagedPolicy) -> dict[str, Any]:
        return {
            "PolicyName": policy.name,
            "PolicyId": policy.id,
            "Arn": policy.arn,
            "Path": policy.path,
            "DefaultVersionId": policy.default_version_id,
            "AttachmentCount": policy.attachment_count,
            "PermissionsBoundaryUsageCount": self._boundaries(policy),
            "IsAttachable": True,
            "CreateDate": policy.create_date,
            "UpdateDate": policy.update_date,
            "PolicyVersionList": [
                {
                    "Document": quote(version.document, safe=""),
                    "VersionId": version.version_id,
                    "IsDefaultVersion": version.is_default,
                    "CreateDate": version.create_date,
                }
                for version in policy.versions
            ],
        }

    def _boundaries(self, policy: ManagedPolicy) -> int:
        holders = [*self.backend.users.values(), *self.backend.roles.values()]
        return sum(getattr(holder, "permissions_boundary_arn", None) == policy.arn for holder in holders)


def _identity(entity: User | Group | Role) -> dict[str, Any]:
    return {"Path": entity.path, "Arn": entity.arn, "CreateDate": entity.create_date}


def _inline(policies: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"PolicyName": name, "PolicyDocument": quote(document, safe="")}
        for name, document in policies.items()
    ]


def _boundary(holder: User | Role) -> dict[str, str] | None:
    arn = getattr(holder, "permissions_boundary_arn", None)
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn} if arn else None
