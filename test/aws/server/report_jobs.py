"""The making of a credential report: nothing, started, in progress, complete, expired after four hours."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .answers import AwsError

#: AWS makes at most one report in this time and answers the same bytes until then.
LIFETIME = timedelta(hours=4)


def _unknown(code: str, status: int) -> AwsError:
    """The messages of these errors are literally "Unknown" in AWS."""
    return AwsError(code, "Unknown", status)


@dataclass
class ReportJob:
    #: How many calls, of either action, are told that it is in progress; None: as in the settings.
    polls: int | None = None
    #: What GeneratedTime says, once; None: the time when it is complete.
    generated_at: datetime | None = None
    #: `Z` or `+00:00`; None: what the server's settings say.
    timestamp_style: str | None = None
    #: Replaces the text of the next report.
    text: str | None = None
    content: str | None = None
    generated: datetime | None = None
    _left: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def generate(self, now: datetime, polls: int, write: Callable[[], str]) -> str:
        """The State that GenerateCredentialReport answers."""
        with self._lock:
            if self._left is not None:
                return "COMPLETE" if self._poll(now, write) else "INPROGRESS"
            if self._fresh(now):
                return "COMPLETE"
            self._left = self.polls if self.polls is not None else polls
            return "STARTED"

    def get(self, now: datetime, write: Callable[[], str]) -> tuple[str, datetime]:
        """Text and GeneratedTime, or the error that says why there is none."""
        with self._lock:
            if self._left is not None and not self._poll(now, write):
                raise _unknown("ReportInProgress", 404)
            if self.content is None or self.generated is None:
                raise _unknown("ReportNotPresent", 410)
            if not self._fresh(now):
                raise _unknown("ReportExpired", 410)
            return self.content, self.generated

    def finish(self, now: datetime, write: Callable[[], str]) -> None:
        """Makes the report at once: what follows in the account is then not in it."""
        with self._lock:
            self._complete(now, write)

    def _poll(self, now: datetime, write: Callable[[], str]) -> bool:
        if self._left:
            self._left -= 1
            return False
        self._complete(now, write)
        return True

    def _complete(self, now: datetime, write: Callable[[], str]) -> None:
        self._left = None
        self.content = self.text if self.text is not None else write()
        self.generated = self.generated_at or now
        self.generated_at = self.text = None

    def _fresh(self, now: datetime) -> bool:
        return self.generated is not None and now - self.generated < LIFETIME
