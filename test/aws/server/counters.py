"""Counts calls by account and action, keeps a log of them, and knows how many were under way at once."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .call import Call

_LOG_LENGTH = 100_000


class Counters:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self._counts: Counter[tuple[str, str]] = Counter()
            self._log: deque[dict[str, Any]] = deque(maxlen=_LOG_LENGTH)
            self._in_flight = 0
            self._most_in_flight = 0

    @contextmanager
    def under_way(self, call: Call) -> Iterator[dict[str, Any]]:
        """Counts a call; its status is to be written into the yielded entry of the log."""
        entry: dict[str, Any] = {
            "at": time.time(),
            "account": call.account,
            "region": call.region,
            "action": call.name,
            "status": 0,
        }
        with self._lock:
            self._counts[call.account, call.name] += 1
            self._log.append(entry)
            self._in_flight += 1
            self._most_in_flight = max(self._most_in_flight, self._in_flight)
        try:
            yield entry
        finally:
            with self._lock:
                # A reset in between has begun to count anew.
                self._in_flight = max(0, self._in_flight - 1)

    def summary(self) -> dict[str, Any]:
        with self._lock:
            by_action: Counter[str] = Counter()
            by_account: dict[str, dict[str, int]] = {}
            for (account, action), count in self._counts.items():
                by_action[action] += count
                by_account.setdefault(account, {})[action] = count
            return {
                "total": sum(by_action.values()),
                "by_action": dict(by_action),
                "by_account": by_account,
                "most_in_flight": self._most_in_flight,
            }

    def log(self) -> list[dict[str, Any]]:
        """Every call in order; status 0: not answered (yet)."""
        with self._lock:
            return list(self._log)
