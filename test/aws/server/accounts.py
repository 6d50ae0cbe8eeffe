"""What moto does not keep of an account: root user, credential report, service-specific credentials."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from moto.iam.models import AccessKey, MFADevice, SigningCertificate

from .report_jobs import ReportJob


@dataclass
class Root:
    """The root user. Named like moto's User, so that reports and lists treat both alike."""

    account_id: str
    partition: str
    create_date: datetime
    password: str | None = "x"
    #: `not_supported` in older reports; None: as the password says.
    password_enabled_text: str | None = None
    password_last_used: datetime | None = None
    password_last_changed: datetime | None = None
    access_keys: list[AccessKey] = field(default_factory=list)
    mfa_devices: dict[str, MFADevice] = field(default_factory=dict)
    signing_certificates: dict[str, SigningCertificate] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:{self.partition}:iam::{self.account_id}:root"


@dataclass
class ServiceCredential:
    """A service-specific credential: CodeCommit, Keyspaces, Bedrock API key."""

    user_name: str
    service_name: str
    id: str
    status: str
    create_date: datetime
    expiration_date: datetime | None = None


@dataclass
class Account:
    root: Root
    report: ReportJob = field(default_factory=ReportJob)
    service_credentials: list[ServiceCredential] = field(default_factory=list)


class Accounts(dict[tuple[str, str], Account]):
    """By account and partition. An account that nobody seeded has a root user with a password, no more."""

    def __init__(self, founded: datetime):
        super().__init__()
        self._founded = founded

    def __missing__(self, key: tuple[str, str]) -> Account:
        account_id, partition = key
        root = Root(account_id, partition, self._founded, password_last_changed=self._founded)
        self[key] = Account(root)
        return self[key]
