"""Builds an organization: units, accounts, policies and what they are attached to."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends
from moto.organizations.models import (
    FakeAccount,
    FakeDelegatedAdministrator,
    FakeOrganizationalUnit,
    FakePolicy,
    OrganizationsBackend,
    organizations_backends,
)
from moto.organizations.utils import DEFAULT_RCP_POLICY_ID, DEFAULT_SCP_POLICY_ID

from .clock import optional_time
from .fields import only
from .ids import lower_id
from .organization_tree import SCP
from .state import State

_ORGANIZATION = (
    *("management_account_id", "partition", "feature_set", "policy_types", "root_features"),
    *("delegated_administrators", "units", "accounts", "policies"),
)


def seed_organization(state: State, spec: dict[str, Any]) -> None:
    only(spec, "organization", *_ORGANIZATION)
    management, partition = spec["management_account_id"], spec.get("partition", "aws")
    backend = organizations_backends[management][partition]
    if backend.org is not None:
        raise ValueError(f"{management} has an organization already")
    _create(backend, management, spec.get("feature_set", "ALL"))
    _add_accounts(backend, spec.get("accounts", []), backend.org.root_id)
    _add_units(backend, spec.get("units", []), backend.org.root_id, "")
    backend.ou[0].policy_types = [
        {"Type": each, "Status": "ENABLED"} for each in spec.get("policy_types", [SCP])
    ]
    for policy in spec.get("policies", []):
        _add_policy(backend, policy)
    for admin in spec.get("delegated_administrators", []):
        _add_administrator(backend, only(admin, "delegated administrator", "account_id", "service"))
    if spec.get("root_features") is not None:
        state.root_features[backend.org.id] = spec["root_features"]


def _create(backend: OrganizationsBackend, management: str, feature_set: str) -> None:
    known = set(iam_backends)
    backend.create_organization("us-east-1", FeatureSet=feature_set)
    _forget_stray_accounts(known)
    root = backend.ou[0]
    backend.org.id = f"o-{lower_id(10, management)}"
    backend.org.root_id = root.id = f"r-{lower_id(4, management)}"
    for entity in (root, backend.accounts[0], *backend.policies):
        entity.organization_id = backend.org.id
    backend.accounts[0].parent_id = root.id


def _add_units(backend: OrganizationsBackend, specs: list[dict[str, Any]], parent: str, path: str) -> None:
    for spec in specs:
        only(spec, "unit", "name", "units", "accounts", "tags")
        unit = FakeOrganizationalUnit(backend.org, Name=spec["name"], ParentId=parent)
        own_path = f"{path}/{spec['name']}"
        unit.id = f"ou-{backend.org.root_id[2:]}-{lower_id(8, backend.org.id, own_path)}"
        unit.tags = spec.get("tags", {})
        backend.ou.append(unit)
        _attach_defaults(backend, unit.id)
        _add_accounts(backend, spec.get("accounts", []), unit.id)
        _add_units(backend, spec.get("units", []), unit.id, own_path)


def _add_accounts(backend: OrganizationsBackend, specs: list[dict[str, Any]], parent: str) -> None:
    for spec in specs:
        only(spec, "account of the organization", "account_id", "name", "email", "state", "joined", "tags")
        account = _member(backend, spec)
        account.parent_id = parent
        account.name = spec["name"]
        account.email = spec.get("email", f"aws+{spec['account_id']}@example.com")
        account.state = spec.get("state", "ACTIVE")
        # Status is the older field; it never knew CLOSED and PENDING_ACTIVATION.
        account.status = {"CLOSED": "SUSPENDED", "PENDING_ACTIVATION": "ACTIVE"}.get(
            account.state, account.state
        )
        account.create_time = optional_time(spec.get("joined")) or account.create_time
        account.tags = spec.get("tags", {})


def _member(backend: OrganizationsBackend, spec: dict[str, Any]) -> Any:
    """The account itself: the management account is there already."""
    if spec["account_id"] == backend.org.master_account_id:
        return backend.accounts[0]
    known = set(iam_backends)
    account = FakeAccount(backend.org, AccountName=spec["name"], Email="")
    _forget_stray_accounts(known)
    account.id = spec["account_id"]
    backend.accounts.append(account)
    organizations_backends.master_accounts[account.id] = (backend.org.master_account_id, backend.partition)
    _attach_defaults(backend, account.id)
    return account


def _forget_stray_accounts(known: set[str]) -> None:
    """Moto makes a role in an account with a random id for each new account of an organization."""
    for stray in set(iam_backends) - known:
        del iam_backends[stray]


def _attach_defaults(backend: OrganizationsBackend, target: str) -> None:
    for policy in (DEFAULT_SCP_POLICY_ID, DEFAULT_RCP_POLICY_ID):
        backend.attach_policy(PolicyId=policy, TargetId=target)


def _add_policy(backend: OrganizationsBackend, spec: dict[str, Any]) -> None:
    only(spec, "policy of the organization", "name", "type", "content", "targets", "replaces_full_access")
    kind = spec.get("type", SCP)
    content = spec["content"] if isinstance(spec["content"], str) else json.dumps(spec["content"])
    policy = FakePolicy(backend.org, Name=spec["name"], Type=kind, Content=content, Description="")
    policy.id = f"p-{lower_id(8, backend.org.id, spec['name'])}"
    backend.policies.append(policy)
    for target in spec.get("targets", []):
        target_id = _target_id(backend, target)
        backend.attach_policy(PolicyId=policy.id, TargetId=target_id)
        if spec.get("replaces_full_access"):
            backend.detach_policy(PolicyId=DEFAULT_SCP_POLICY_ID, TargetId=target_id)


def _target_id(backend: OrganizationsBackend, target: str) -> str:
    """`/` is the root, `/Workloads/Prod` a unit by its path, twelve digits an account."""
    if not target.startswith("/"):
        return target
    current = backend.ou[0]
    for name in [part for part in target.split("/") if part]:
        children = [unit for unit in backend.ou if unit.parent_id == current.id and unit.name == name]
        if not children:
            raise ValueError(f"no organizational unit {target}")
        current = children[0]
    return current.id


def _add_administrator(backend: OrganizationsBackend, spec: dict[str, str]) -> None:
    account = backend.get_account_by_id(spec["account_id"])
    admin = next((each for each in backend.admins if each.account is account), None)
    if admin is None:
        admin = FakeDelegatedAdministrator(account)
        backend.admins.append(admin)
    # Past moto's list of services, which lacks iam.amazonaws.com.
    admin.services[spec["service"]] = {"ServicePrincipal": spec["service"]}
