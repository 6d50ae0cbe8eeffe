"""Makes and changes the credentials of users and of root, with dates that the API lets nobody set."""

from __future__ import annotations

from typing import Any

from moto.iam.models import (
    AccessKey,
    AccessKeyLastUsed,
    IAMBackend,
    MFADevice,
    SigningCertificate,
    SshPublicKey,
    User,
    VirtualMfaDevice,
)

from .accounts import Root
from .clock import optional_time, parse_time
from .fields import only
from .ids import secret, unique_id

Holder = User | Root


def apply_password(holder: Holder, spec: dict[str, Any] | None) -> None:
    """`null` takes the password away; what is not named stays as it is."""
    if spec is None:
        holder.password = None
        return
    only(spec, "password", "enabled", "last_used", "last_changed", "created", "enabled_text")
    holder.password = "x" if spec.get("enabled", True) else None
    for field in ("last_used", "last_changed", "created"):
        if field in spec:
            setattr(holder, f"password_{field}", optional_time(spec[field]))
    if "enabled_text" in spec and isinstance(holder, Root):
        holder.password_enabled_text = spec["enabled_text"]


def apply_keys(backend: IAMBackend, holder: Holder, specs: list[dict[str, Any] | None]) -> None:
    """The n-th entry changes the n-th key of the holder or makes it; `null` deletes that key."""
    existing = list(holder.access_keys)
    for index, spec in enumerate(specs):
        key = existing[index] if index < len(existing) else None
        if spec is None:
            if key is not None:
                holder.access_keys.remove(key)
                backend.access_keys.pop(key.access_key_id, None)
            continue
        only(spec, "key", "id", "status", "created", "last_used", "region", "service")
        _apply_key(key or _new_key(backend, holder, spec, index), spec)


def _new_key(backend: IAMBackend, holder: Holder, spec: dict[str, Any], index: int) -> AccessKey:
    name = holder.name if isinstance(holder, User) else None
    key = AccessKey(name, prefix="AKIA", account_id=backend.account_id)
    owner = (holder.arn, index, spec.get("created"))
    key.access_key_id = spec.get("id") or unique_id("AKIA", *owner, length=20)
    key.secret_access_key = secret(*owner)
    holder.access_keys.append(key)
    if name is not None:
        backend.access_keys[key.access_key_id] = key
    return key


def _apply_key(key: AccessKey, spec: dict[str, Any]) -> None:
    key.status = spec.get("status", key.status)
    if "created" in spec:
        key.create_date = parse_time(spec["created"])
    if "last_used" in spec:
        used = optional_time(spec["last_used"])
        service, region = spec.get("service", "sts"), spec.get("region", "us-east-1")
        key.last_used = AccessKeyLastUsed(used, service, region) if used else None


def apply_mfa(backend: IAMBackend, holder: Holder, specs: list[dict[str, Any]]) -> None:
    """The devices of a holder: all that it had are replaced."""
    for serial in holder.mfa_devices:
        backend.virtual_mfa_devices.pop(serial, None)
    holder.mfa_devices.clear()
    for index, spec in enumerate(specs):
        only(spec, "mfa device", "kind", "enabled_at", "serial")
        enabled_at = optional_time(spec.get("enabled_at")) or holder.create_date
        serial = spec.get("serial") or _serial(backend, holder, spec["kind"], index)
        device = MFADevice(serial, "000000", "000000")
        device.enable_date = enabled_at
        holder.mfa_devices[serial] = device
        if spec["kind"] == "virtual" and isinstance(holder, User):
            virtual = add_virtual_device(backend, serial.split(":mfa/", 1)[1])
            virtual.user, virtual.enable_date = holder, enabled_at


def _serial(backend: IAMBackend, holder: Holder, kind: str, index: int) -> str:
    name = holder.name if isinstance(holder, User) else "root-account-mfa-device"
    prefix = f"arn:{backend.partition}:iam::{backend.account_id}"
    if kind == "virtual":
        return f"{prefix}:mfa/{name}" + (f"-{index + 1}" if index else "")
    if kind == "fido":
        owner = f"user/{name}" if isinstance(holder, User) else "root-account"
        return f"{prefix}:u2f/{owner}/key-{unique_id('', holder.arn, index, length=26)}"
    if kind == "hardware":
        # A bare serial number, no ARN: that is how the API tells a TOTP token.
        return "GAKT" + str(int(unique_id("", holder.arn, index, length=8), 36))[:8]
    raise ValueError(f"unknown kind of MFA device: {kind!r}; known: virtual, fido, hardware")


def add_virtual_device(backend: IAMBackend, name: str) -> VirtualMfaDevice:
    """A virtual device, assigned to nobody yet."""
    device = VirtualMfaDevice(backend.account_id, backend.region_name, f"/{name}")
    backend.virtual_mfa_devices[device.serial_number] = device
    return device


def apply_certificates(holder: Holder, specs: list[dict[str, Any]]) -> None:
    holder.signing_certificates.clear()
    for index, spec in enumerate(specs):
        only(spec, "certificate", "status", "created")
        certificate_id = unique_id("", holder.arn, "certificate", index, length=32)
        name = holder.name if isinstance(holder, User) else ""
        certificate = SigningCertificate(certificate_id, name, "-----BEGIN CERTIFICATE-----")
        certificate.status = spec.get("status", "Active")
        certificate.upload_date = parse_time(spec["created"])
        holder.signing_certificates[certificate_id] = certificate


def apply_ssh_keys(user: User, specs: list[dict[str, Any]]) -> None:
    user.ssh_public_keys.clear()
    for index, spec in enumerate(specs):
        only(spec, "SSH key", "status", "created")
        key = SshPublicKey(user.name, f"ssh-rsa {index}")
        key.ssh_public_key_id = unique_id("APKA", user.arn, "ssh", index, length=20)
        key.status = spec.get("status", "Active")
        key.upload_date = parse_time(spec["created"])
        user.ssh_public_keys.append(key)
