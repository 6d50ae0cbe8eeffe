"""The text of a credential report as AWS writes it: 22 columns, root first, LF, no newline at the end."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

from moto.iam.models import AccessKey, IAMBackend, SigningCertificate, User

from .accounts import Root

COLUMNS = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    *(
        f"access_key_{slot}_{field}"
        for slot in (1, 2)
        for field in ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
    ),
    *(f"cert_{slot}_{field}" for slot in (1, 2) for field in ("active", "last_rotated")),
)


def write_report(backend: IAMBackend, root: Root, timestamp_style: str) -> str:
    """One row for root and one for each user, users by name whatever its case."""

    def time(value: datetime | None, otherwise: str = "N/A") -> str:
        return otherwise if value is None else value.strftime("%Y-%m-%dT%H:%M:%S") + timestamp_style

    policy = backend.account_password_policy
    max_age = policy.max_password_age if policy else None
    users = sorted(backend.users.values(), key=lambda user: user.name.lower())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(["<root_account>", root.arn, *_columns(root, _root_password(root, time), time)])
    for user in users:
        writer.writerow([user.name, user.arn, *_columns(user, _user_password(user, max_age, time), time)])
    return text.getvalue().removesuffix("\n")


def _columns(holder: User | Root, password: list[str], time: Any) -> list[str]:
    # Active keys first, then by id: slot 1 is not the older key, and slots move when a key is switched off.
    keys = sorted(holder.access_keys, key=lambda key: (key.status != "Active", key.access_key_id))
    # Certificates the other way round: inactive ones come first.
    certificates = sorted(
        holder.signing_certificates.values(), key=lambda each: (each.status == "Active", each.id)
    )
    return [
        time(holder.create_date),
        *password,
        _boolean(bool(holder.mfa_devices)),
        *_key_columns(keys[0] if keys else None, time),
        *_key_columns(keys[1] if len(keys) > 1 else None, time),
        *_certificate_columns(certificates[0] if certificates else None, time),
        *_certificate_columns(certificates[1] if len(certificates) > 1 else None, time),
    ]


def _user_password(user: User, max_age_days: int | None, time: Any) -> list[str]:
    if not user.password:
        # The API keeps the last use of a password that is gone; the report does not.
        return ["false", "N/A", "N/A", "N/A"]
    changed = password_last_changed(user)
    next_rotation = changed + timedelta(days=max_age_days) if max_age_days else None
    return ["true", time(user.password_last_used, "no_information"), time(changed), time(next_rotation)]


def _root_password(root: Root, time: Any) -> list[str]:
    enabled = root.password_enabled_text or _boolean(bool(root.password))
    if enabled == "not_supported":
        return [enabled, time(root.password_last_used, "no_information"), "not_supported", "not_supported"]
    if not root.password:
        return [enabled, "N/A", "N/A", "not_supported"]
    return [
        enabled,
        time(root.password_last_used, "no_information"),
        time(root.password_last_changed),
        "not_supported",
    ]


def password_last_changed(user: User) -> datetime:
    return getattr(user, "password_last_changed", None) or user.create_date


def _key_columns(key: AccessKey | None, time: Any) -> list[str]:
    if key is None:
        return ["false", "N/A", "N/A", "N/A", "N/A"]
    # An inactive key keeps its time of creation, whatever AWS's page says.
    created = [_boolean(key.status == "Active"), time(key.create_date)]
    if key.last_used is None:
        return [*created, "N/A", "N/A", "N/A"]
    return [*created, time(key.last_used.timestamp), key.last_used.region, key.last_used.service]


def _certificate_columns(certificate: SigningCertificate | None, time: Any) -> list[str]:
    if certificate is None:
        return ["false", "N/A"]
    return [_boolean(certificate.status == "Active"), time(certificate.upload_date)]


def _boolean(value: bool) -> str:
    return "true" if value else "false"
