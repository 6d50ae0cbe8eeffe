"""The IAM of the server: moto's actions, with those of this package in front of them."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.core.serialize import never_return
from moto.iam.responses import IamResponse

from .iam_account import AccountActions
from .iam_details import Details
from .iam_users import Users


class IamActions(Users, AccountActions, Details):
    RESPONSE_KEY_PATH_TO_TRANSFORMER = {
        **IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER,
        # AWS tells a boundary only of one user or in the details.
        "ListUsersResponse.Users.User.PermissionsBoundary": never_return,
        "GetGroupResponse.Users.User.PermissionsBoundary": never_return,
        "GetGroupResponse.Users.User.Tags": never_return,
    }

    def list_groups(self) -> ActionResult:
        return self.paged("Groups", self.under_path(self.backend.list_groups()))

    def get_group(self) -> ActionResult:
        group = self.backend.get_group(self._get_param("GroupName"))
        return self.paged("Users", group.users, Group=group)

    def list_roles(self) -> ActionResult:
        return self.paged("Roles", self.under_path(self.backend.roles.values()))
