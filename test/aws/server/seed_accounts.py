"""Fills an account from its JSON description, or changes one that is there."""

from __future__ import annotations

from typing import Any

from moto.iam.models import AccountPasswordPolicy, IAMBackend, iam_backends

from .accounts import Account
from .clock import optional_time, parse_time
from .credential_report import write_report
from .fields import only
from .seed_credentials import add_virtual_device, apply_certificates, apply_keys, apply_mfa, apply_password
from .seed_identities import seed_group, seed_policy, seed_role, seed_user, update_user
from .state import State

_ACCOUNT = (
    *("account_id", "partition", "alias", "root", "password_policy", "users", "groups", "policies", "roles"),
    *("unassigned_mfa_devices", "report"),
)
_PASSWORD_POLICY = {
    "AllowUsersToChangePassword": False,
    "HardExpiry": False,
    "MaxPasswordAge": 0,
    "MinimumPasswordLength": 6,
    "PasswordReusePrevention": None,
    "RequireLowercaseCharacters": False,
    "RequireNumbers": False,
    "RequireSymbols": False,
    "RequireUppercaseCharacters": False,
}


def seed_account(state: State, spec: dict[str, Any]) -> None:
    """Adds what the description names. The report comes last, so that it knows all of it."""
    backend, account = _open(state, spec)
    for policy in spec.get("policies", []):
        seed_policy(backend, policy)
    for group in spec.get("groups", []):
        seed_group(backend, group)
    for user in spec.get("users", []):
        seed_user(backend, account, user)
    for role in spec.get("roles", []):
        seed_role(backend, role)
    for name in spec.get("unassigned_mfa_devices", []):
        add_virtual_device(backend, name)
    _apply_account(state, backend, account, spec)


def update_account(state: State, spec: dict[str, Any]) -> None:
    """Changes users that exist, root, password policy, alias and report; what is not named stays."""
    backend, account = _open(state, spec)
    for user in spec.get("users", []):
        update_user(backend, account, user)
    _apply_account(state, backend, account, spec)


def _open(state: State, spec: dict[str, Any]) -> tuple[IAMBackend, Account]:
    only(spec, "account", *_ACCOUNT)
    partition = spec.get("partition", "aws")
    return iam_backends[spec["account_id"]][partition], state.accounts[spec["account_id"], partition]


def _apply_account(state: State, backend: IAMBackend, account: Account, spec: dict[str, Any]) -> None:
    if "alias" in spec:
        backend.account_aliases = [] if spec["alias"] is None else [spec["alias"]]
    if "root" in spec:
        _apply_root(backend, account, spec["root"])
    if "password_policy" in spec:
        backend.account_password_policy = _password_policy(spec["password_policy"])
    if "report" in spec:
        _apply_report(state, backend, account, spec["report"])


def _apply_root(backend: IAMBackend, account: Account, spec: dict[str, Any]) -> None:
    only(spec, "root", "created", "password", "keys", "mfa", "certificates")
    root = account.root
    if "created" in spec:
        root.create_date = parse_time(spec["created"])
    if "password" in spec:
        apply_password(root, spec["password"])
    if "keys" in spec:
        apply_keys(backend, root, spec["keys"])
    if "mfa" in spec:
        apply_mfa(backend, root, spec["mfa"])
    if "certificates" in spec:
        apply_certificates(root, spec["certificates"])


def _password_policy(spec: dict[str, Any] | None) -> AccountPasswordPolicy | None:
    if spec is None:
        return None
    only(spec, "password_policy", *_PASSWORD_POLICY)
    return AccountPasswordPolicy(*({**_PASSWORD_POLICY, **spec}.values()))


def _apply_report(state: State, backend: IAMBackend, account: Account, spec: dict[str, Any]) -> None:
    only(spec, "report", "polls", "generated_at", "timestamp_style", "text", "cached")
    job = account.report
    job.polls = spec.get("polls", job.polls)
    job.timestamp_style = spec.get("timestamp_style", job.timestamp_style)
    job.text = spec.get("text")
    job.generated_at = optional_time(spec.get("generated_at"))
    if spec.get("cached"):
        style = job.timestamp_style or state.settings.timestamp_style
        job.finish(state.clock.now(), lambda: write_report(backend, account.root, style))
