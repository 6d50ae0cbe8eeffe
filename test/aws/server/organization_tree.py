"""Looks into moto's organizations: whose account is whose, and which service control policies bind it."""

from __future__ import annotations

from typing import Any

from moto.organizations.models import OrganizationsBackend, organizations_backends

SCP = "SERVICE_CONTROL_POLICY"


def organization_of(account: str, partition: str) -> OrganizationsBackend | None:
    """The backend of the management account of the organization that the account is in."""
    own = organizations_backends[account][partition]
    if own.org is not None:
        return own
    if account not in organizations_backends.master_accounts:
        return None
    management, management_partition = organizations_backends.master_accounts[account]
    return organizations_backends[management][management_partition]


def organization_id(account: str, partition: str) -> str | None:
    backend = organization_of(account, partition)
    return backend.org.id if backend and backend.org else None


def is_administrator(backend: OrganizationsBackend, account: str) -> bool:
    """The management account or a delegated administrator of any service: who may read the organization."""
    if backend.org is not None and backend.org.master_account_id == account:
        return True
    return any(admin.account.id == account for admin in backend.admins)


def ancestors(backend: OrganizationsBackend, account: str) -> list[Any]:
    """The account, its organizational units from below, and the root."""
    by_id = {unit.id: unit for unit in backend.ou}
    chain: list[Any] = [entity for entity in backend.accounts if entity.id == account]
    while chain and chain[-1].parent_id in by_id:
        chain.append(by_id[chain[-1].parent_id])
    return chain


def service_control_policies(account: str, partition: str) -> list[list[str]]:
    """The documents at each level above the account; each must allow. None bind the management account."""
    backend = organization_of(account, partition)
    if backend is None or backend.org is None or backend.org.master_account_id == account:
        return []
    chain = ancestors(backend, account)
    enabled = chain and any(each["Type"] == SCP for each in getattr(chain[-1], "policy_types", []))
    if not enabled:
        return []
    return [[policy.content for policy in entity.attached_policies if policy.type == SCP] for entity in chain]
