"""The one clock of the server: objects of IAM and Organizations and reports take their times from it."""

from __future__ import annotations

from datetime import UTC, datetime


class Clock:
    """Real time in whole seconds, as IAM keeps it, unless a test has set it. Naive UTC, as moto wants it."""

    def __init__(self) -> None:
        self.fixed: datetime | None = None

    def now(self) -> datetime:
        return self.fixed or datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def parse_time(text: str) -> datetime:
    """An ISO 8601 time, `Z` or with an offset, as naive UTC in whole seconds."""
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if parsed.tzinfo is not None:
        parsed = parsed.astimezone(UTC).replace(tzinfo=None)
    return parsed.replace(microsecond=0)


def optional_time(text: str | None) -> datetime | None:
    return None if text is None else parse_time(text)
