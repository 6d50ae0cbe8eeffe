"""Users and their credentials: real pages, the root user in root sessions, dates that moto does not keep."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.models import AccessKey, MFADevice, SigningCertificate, User

from .accounts import Root
from .answers import AwsError, no_such_entity
from .credential_report import password_last_changed
from .iam_base import IamBase, user_name_of
from .principals import groups_of


class Users(IamBase):
    def list_users(self) -> ActionResult:
        return self.paged("Users", self.under_path(self.backend.users.values()))

    def get_user(self) -> ActionResult:
        holder = self.holder()
        return ActionResult({"User": holder if isinstance(holder, User) else self._root_as_user(holder)})

    def delete_user(self) -> ActionResult:
        user = self.backend.get_user(self._get_param("UserName"))
        left = {
            "access keys": user.access_keys,
            "login profile": user.password,
            "MFA devices": user.mfa_devices,
            "signing certificates": user.signing_certificates,
            "SSH public keys": user.ssh_public_keys,
            "groups": groups_of(user),
            "service-specific credentials": [
                c for c in self.account.service_credentials if c.user_name == user.name
            ],
        }
        for what, found in left.items():
            if found:
                raise AwsError("DeleteConflict", f"Cannot delete entity, must delete {what} first.", 409)
        return super().delete_user()

    def put_user_permissions_boundary(self) -> ActionResult:
        user = self.backend.get_user(self._get_param("UserName"))
        user.permissions_boundary_arn = self._get_param("PermissionsBoundary")
        return EmptyResult()

    def delete_user_permissions_boundary(self) -> ActionResult:
        self.backend.get_user(self._get_param("UserName")).permissions_boundary_arn = None
        return EmptyResult()

    # Access keys

    def list_access_keys(self) -> ActionResult:
        holder = self.holder()
        name = user_name_of(holder)

        def describe(key: AccessKey) -> dict[str, Any]:
            return {
                "UserName": name,
                "AccessKeyId": key.access_key_id,
                "Status": key.status,
                "CreateDate": key.create_date,
            }

        return self.paged("AccessKeyMetadata", holder.access_keys, describe)

    def get_access_key_last_used(self) -> ActionResult:
        key_id = self._get_param("AccessKeyId")
        of_root = {key.access_key_id: key for key in self.account.root.access_keys}
        key = self.backend.access_keys.get(key_id) or of_root.get(key_id)
        if key is None:
            raise no_such_entity(f"The Access Key with id {key_id} cannot be found.")
        used: dict[str, Any] = {"Region": "N/A", "ServiceName": "N/A"}
        if key.last_used is not None:
            used = {
                "LastUsedDate": key.last_used.timestamp,
                "Region": key.last_used.region,
                "ServiceName": key.last_used.service,
            }
        return ActionResult({"UserName": key.user_name, "AccessKeyLastUsed": used})

    def delete_access_key(self) -> ActionResult:
        holder = self.holder()
        if isinstance(holder, User):
            return super().delete_access_key()
        key_id = self._get_param("AccessKeyId")
        holder.access_keys = [key for key in holder.access_keys if key.access_key_id != key_id]
        return EmptyResult()

    # Login profiles

    def create_login_profile(self) -> ActionResult:
        result = super().create_login_profile()
        self._password_changed(first=True)
        return result

    def update_login_profile(self) -> ActionResult:
        result = super().update_login_profile()
        self._password_changed()
        return result

    def get_login_profile(self) -> ActionResult:
        holder = self.holder()
        if not holder.password:
            raise no_such_entity(f"Login Profile for User {user_name_of(holder)} cannot be found.")
        created = holder.create_date
        if isinstance(holder, User):
            created = getattr(holder, "password_created", None) or password_last_changed(holder)
        profile = {"UserName": user_name_of(holder), "CreateDate": created, "PasswordResetRequired": False}
        return ActionResult({"LoginProfile": profile})

    def delete_login_profile(self) -> ActionResult:
        holder = self.holder()
        if isinstance(holder, Root):
            holder.password = None
            return EmptyResult()
        return super().delete_login_profile()

    def _password_changed(self, first: bool = False) -> None:
        user = self.backend.get_user(self._get_param("UserName"))
        user.password_last_changed = self.call.server.clock.now()
        if first:
            user.password_created = user.password_last_changed

    # MFA devices and signing certificates

    def list_mfa_devices(self) -> ActionResult:
        holder = self.holder()
        name = user_name_of(holder)

        def describe(device: MFADevice) -> dict[str, Any]:
            return {"UserName": name, "SerialNumber": device.serial_number, "EnableDate": device.enable_date}

        return self.paged("MFADevices", list(holder.mfa_devices.values()), describe)

    def get_mfa_device(self) -> ActionResult:
        serial = self._get_param("SerialNumber")
        for user in self.backend.users.values():
            if serial in user.mfa_devices:
                device = user.mfa_devices[serial]
                found = {"UserName": user.name, "SerialNumber": serial, "EnableDate": device.enable_date}
                return ActionResult({**found, "Certifications": {"FIDO": "L1"} if ":u2f/" in serial else {}})
        raise no_such_entity(f"MFADevice {serial} cannot be found.")

    def list_signing_certificates(self) -> ActionResult:
        holder = self.holder()
        name = user_name_of(holder)

        def describe(certificate: SigningCertificate) -> dict[str, Any]:
            return {
                "UserName": name,
                "CertificateId": certificate.id,
                "CertificateBody": certificate.body,
                "Status": certificate.status,
                "UploadDate": certificate.upload_date,
            }

        return self.paged("Certificates", list(holder.signing_certificates.values()), describe)

    def list_virtual_mfa_devices(self) -> ActionResult:
        wanted = self._get_param("AssignmentStatus", "Any")
        devices = [self._virtual_device(each) for each in self.backend.virtual_mfa_devices.values()]
        root = self.account.root
        devices += [
            self._root_device(root, each)
            for each in root.mfa_devices.values()
            if ":mfa/" in each.serial_number
        ]
        if wanted != "Any":
            devices = [each for each in devices if ("User" in each) == (wanted == "Assigned")]
        return self.paged("VirtualMFADevices", sorted(devices, key=lambda each: each["SerialNumber"]))

    def _virtual_device(self, device: Any) -> dict[str, Any]:
        found = {"SerialNumber": device.serial_number}
        if device.user is None:
            return found
        user = device.user
        owner = {"Path": user.path, "UserName": user.name, "UserId": user.id, "Arn": user.arn}
        owner |= {"CreateDate": user.create_date, "PasswordLastUsed": user.password_last_used}
        return {**found, "User": owner, "EnableDate": device.enable_date}

    def _root_device(self, root: Root, device: MFADevice) -> dict[str, Any]:
        owner = self._root_as_user(root)
        return {"SerialNumber": device.serial_number, "User": owner, "EnableDate": device.enable_date}

    def _root_as_user(self, root: Root) -> dict[str, Any]:
        """Root where a user is expected: its id is the account, and it has neither name nor path."""
        return {
            "UserId": root.account_id,
            "Arn": root.arn,
            "CreateDate": root.create_date,
            "PasswordLastUsed": root.password_last_used,
        }
