"""The few places where moto itself must behave otherwise. Applied once, before the first request."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import moto.core.responses
import moto.iam.models
import moto.organizations.models
from moto.cloudtrail.models import Trail
from moto.iam.models import User

from .clock import Clock


def apply_patches(clock: Clock) -> None:
    # Two thousand images of others, whose snapshots are public, would be made again for each account and Region.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    # Objects made through the API carry the time of the server's clock, in whole seconds as in AWS.
    moto.iam.models.utcnow = clock.now
    moto.organizations.models.utcnow = clock.now
    # Moto marks a key as used at every request: reading an account would change what is read next.
    moto.iam.models.mark_account_as_visited = _not_marked
    # Moto knows boundaries of roles only.
    User.permissions_boundary_arn = None
    User.permissions_boundary = property(_boundary)
    # Moto never says that a trail has selectors of its own.
    Trail.description = _with_selectors(Trail.description)
    # Looked up by reflection at each request: a third of the time of a small one.
    moto.core.responses.method_names_from_class = cache(moto.core.responses.method_names_from_class)


def _with_selectors(described: Any) -> Any:
    def description(trail: Trail, **options: Any) -> dict[str, Any]:
        own = bool(trail.event_selectors or trail.advanced_event_selectors)
        return described(trail, **options) | {"HasCustomEventSelectors": own}

    return description


def _not_marked(**_: Any) -> None:
    return None


def _boundary(user: User) -> dict[str, str] | None:
    arn = user.permissions_boundary_arn
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn} if arn else None
