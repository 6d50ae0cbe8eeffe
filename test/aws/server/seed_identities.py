"""Makes and changes users, groups, roles and policies from their JSON descriptions."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import Group, IAMBackend, ManagedPolicy, Role, User

from .accounts import Account, ServiceCredential
from .clock import optional_time, parse_time
from .fields import only
from .ids import unique_id
from .managed_policies import managed_policy
from .seed_credentials import apply_certificates, apply_keys, apply_mfa, apply_password, apply_ssh_keys

_COMMON = ("name", "path", "created", "attached_policies", "inline_policies")
_USER = (
    *_COMMON,
    *("id", "password", "mfa", "keys", "groups", "tags", "permissions_boundary"),
    *("ssh_keys", "certificates", "service_credentials", "deleted"),
)


def seed_user(backend: IAMBackend, account: Account, spec: dict[str, Any]) -> None:
    only(spec, "user", *_USER)
    name = spec["name"]
    if name in backend.users:
        raise ValueError(f"user {name} exists in {backend.account_id}; change it by /_control/update")
    user = User(backend.account_id, backend.region_name, name, spec.get("path"))
    user.create_date = parse_time(spec["created"])
    user.id = spec.get("id") or unique_id("AIDA", user.arn, spec["created"])
    backend.users[name] = user
    _apply_user(backend, account, user, spec)


def update_user(backend: IAMBackend, account: Account, spec: dict[str, Any]) -> None:
    only(spec, "user", *_USER)
    user = backend.users.get(spec["name"])
    if user is None:
        raise ValueError(f"no user {spec['name']} in {backend.account_id}")
    if spec.get("deleted"):
        _forget(backend, account, user)
        return
    if "created" in spec:
        user.create_date = parse_time(spec["created"])
    _apply_user(backend, account, user, spec)


def _apply_user(backend: IAMBackend, account: Account, user: User, spec: dict[str, Any]) -> None:
    _apply_policies(backend, user, spec)
    if "password" in spec:
        apply_password(user, spec["password"])
    if "keys" in spec:
        apply_keys(backend, user, spec["keys"])
    if "mfa" in spec:
        apply_mfa(backend, user, spec["mfa"])
    if "certificates" in spec:
        apply_certificates(user, spec["certificates"])
    if "ssh_keys" in spec:
        apply_ssh_keys(user, spec["ssh_keys"])
    if "service_credentials" in spec:
        _apply_service_credentials(account, user, spec["service_credentials"])
    if "groups" in spec:
        _apply_groups(backend, user, spec["groups"])
    if "tags" in spec:
        backend.tagger.delete_all_tags_for_resource(user.arn)
        backend.tagger.tag_resource(user.arn, _tags(spec["tags"]))


def _forget(backend: IAMBackend, account: Account, user: User) -> None:
    """Deletes a user with all that belongs to it, as the console does."""
    apply_keys(backend, user, [None for _ in user.access_keys])
    apply_mfa(backend, user, [])
    _apply_service_credentials(account, user, [])
    _apply_groups(backend, user, [])
    _apply_policies(backend, user, {"attached_policies": []})
    backend.tagger.delete_all_tags_for_resource(user.arn)
    del backend.users[user.name]


def _apply_groups(backend: IAMBackend, user: User, names: list[str]) -> None:
    for group in backend.groups.values():
        if user in group.users:
            group.users.remove(user)
    for name in names:
        if name not in backend.groups:
            raise ValueError(f"no group {name} in {backend.account_id}")
        backend.groups[name].users.append(user)


def _apply_service_credentials(account: Account, user: User, specs: list[dict[str, Any]]) -> None:
    kept = [each for each in account.service_credentials if each.user_name != user.name]
    for index, spec in enumerate(specs):
        only(spec, "service credential", "service", "status", "created", "expires")
        credential_id = unique_id("ACCA", user.arn, spec["service"], index)
        created, expires = parse_time(spec["created"]), optional_time(spec.get("expires"))
        status = spec.get("status", "Active")
        kept.append(ServiceCredential(user.name, spec["service"], credential_id, status, created, expires))
    account.service_credentials = kept


def seed_group(backend: IAMBackend, spec: dict[str, Any]) -> None:
    only(spec, "group", *_COMMON)
    group = Group(backend.account_id, backend.region_name, spec["name"], spec.get("path", "/"))
    group.id = unique_id("AGPA", group.arn)
    group.create_date = optional_time(spec.get("created")) or group.create_date
    backend.groups[group.name] = group
    _apply_policies(backend, group, spec)


def seed_role(backend: IAMBackend, spec: dict[str, Any]) -> None:
    only(spec, "role", *_COMMON, "trust", "permissions_boundary", "last_used", "max_session_seconds", "tags")
    role = Role(
        backend.account_id,
        backend.partition,
        unique_id("AROA", backend.account_id, spec["name"]),
        spec["name"],
        _document(spec["trust"]),
        spec.get("path", "/"),
        None,
        "",
        _tags(spec.get("tags", {})),
        str(spec.get("max_session_seconds", 3600)),
    )
    role.create_date = optional_time(spec.get("created")) or role.create_date
    role.last_used = optional_time(spec.get("last_used"))
    backend.roles[role.id] = role
    _apply_policies(backend, role, spec)


def seed_policy(backend: IAMBackend, spec: dict[str, Any]) -> None:
    only(spec, "policy", "name", "path", "created", "document")
    policy = ManagedPolicy(
        spec["name"],
        account_id=backend.account_id,
        region=backend.region_name,
        document=_document(spec["document"]),
        path=spec.get("path", "/"),
        create_date=optional_time(spec.get("created")),
    )
    policy.id = unique_id("ANPA", policy.arn)
    backend.managed_policies[policy.arn] = policy


def _apply_policies(backend: IAMBackend, holder: User | Group | Role, spec: dict[str, Any]) -> None:
    if "inline_policies" in spec:
        holder.policies.clear()
        for name, document in spec["inline_policies"].items():
            holder.policies[name] = _document(document)
    if "attached_policies" in spec:
        for policy in list(holder.managed_policies.values()):
            policy.detach_from(holder)
        for arn in spec["attached_policies"]:
            _existing(backend, arn).attach_to(holder)
    if "permissions_boundary" in spec:
        arn = spec["permissions_boundary"]
        holder.permissions_boundary_arn = None if arn is None else _existing(backend, arn).arn


def _existing(backend: IAMBackend, arn: str) -> ManagedPolicy:
    policy = managed_policy(backend, arn)
    if policy is None:
        raise ValueError(f"no policy {arn} in {backend.account_id}")
    return policy


def _document(document: Any) -> str:
    """Policies are kept as text: a string is taken as it is, however broken."""
    return document if isinstance(document, str) else json.dumps(document)


def _tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
