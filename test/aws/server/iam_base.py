"""What all IAM actions of the server share: the call, the account, the caller, and paging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.models import User
from moto.iam.responses import IamResponse

from .accounts import Account, Root
from .answers import no_such_entity
from .call import Call
from .paging import page_of


class IamBase(IamResponse):
    call: Call

    @property
    def account(self) -> Account:
        return self.call.server.accounts[self.call.account, self.call.partition]

    def holder(self) -> User | Root:
        """The user that the request names, else the one that asks: a user, or root in a root session."""
        name = self._get_param("UserName")
        if name is not None:
            return self.backend.get_user(name)
        caller = self.call.server.principals.of(self.call)
        if caller.kind == "root":
            return self.account.root
        if caller.user is None:
            raise no_such_entity("The user with name  cannot be found.")
        return caller.user

    def paged(self, key: str, items: Sequence[Any], describe: Any = None, **more: Any) -> ActionResult:
        """An answer with one page of the items under `key`; `describe` makes one of them a structure."""
        page = page_of(self.call, items, self._get_param("MaxItems"), self._get_param("Marker"), 100, 1000)
        described = [describe(item) for item in page.items] if describe else page.items
        result = {key: described, "IsTruncated": page.token is not None, "Marker": page.token}
        return ActionResult({**more, **result})

    def under_path(self, items: Any) -> list[Any]:
        prefix = self._get_param("PathPrefix") or "/"
        return sorted(
            (each for each in items if each.path.startswith(prefix)), key=lambda each: each.name.lower()
        )


def user_name_of(holder: User | Root) -> str | None:
    """Root has no user name; AWS leaves the field out."""
    return holder.name if isinstance(holder, User) else None
