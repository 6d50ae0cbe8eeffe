"""Everything the server keeps beside moto's objects; one of it, passed along with each call."""

from __future__ import annotations

from dataclasses import dataclass, field

from moto.core.base_backend import BackendDict
from moto.organizations.models import organizations_backends

from .accounts import Accounts
from .canned import Canned
from .clock import Clock, parse_time
from .counters import Counters
from .faults import Faults
from .principals import Principals

#: When root users of accounts that no seed describes were made.
_FOUNDED = parse_time("2019-01-01T00:00:00Z")


@dataclass
class Settings:
    #: Added to every answer.
    latency_ms: float = 0
    #: No page is longer, whatever the client asks: AWS may answer less than was asked.
    page_size: int | None = None
    #: How many calls are told that a credential report is in progress.
    report_polls: int = 0
    #: How times end in credential reports: `Z` or `+00:00`.
    timestamp_style: str = "Z"
    #: The Regions that accounts have enabled. moto knows nearly forty, and is asked dozens of questions in each.
    regions: list[str] = field(default_factory=lambda: ["eu-central-1", "eu-west-1", "us-east-1"])


class State:
    def __init__(self) -> None:
        self.clock = Clock()
        self.faults = Faults()
        self.counters = Counters()
        self.principals = Principals()
        self.canned = Canned()
        self.reset()

    def reset(self) -> None:
        """As if just started."""
        BackendDict.reset()
        organizations_backends.master_accounts.clear()
        self.clock.fixed = None
        self.faults.replace([])
        self.counters.reset()
        self.principals.reset()
        self.canned.replace([])
        self.settings = Settings()
        #: Whether signatures and permissions are checked.
        self.enforced = False
        self.accounts = Accounts(_FOUNDED)
        #: Centralized root access: the enabled features by organization; absent: trusted access is off.
        self.root_features: dict[str, list[str]] = {}
