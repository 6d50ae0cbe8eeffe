"""Faults that a test asks for: what a denied, throttled, slow or broken AWS answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from .answers import AwsError, access_denied
from .call import Call
from .fields import only

#: Faults that only these actions know; asked for with `iam:*` they leave all others alone.
_ONLY_FOR = {
    "report_never_ready": {"GenerateCredentialReport", "GetCredentialReport"},
    "report_expired": {"GetCredentialReport"},
    "report_not_present": {"GetCredentialReport"},
    "malformed_report": {"GetCredentialReport"},
    "limit_exceeded": {"GenerateCredentialReport"},
}
#: Faults that the action itself plays, because its answer is otherwise the usual one.
_PLAYED_BY_ACTION = {"report_never_ready", "malformed_report", "empty_page_with_token"}
_KINDS = _PLAYED_BY_ACTION | {
    "access_denied",
    "throttle_400",
    "throttle_429",
    "error_500",
    "timeout",
    "connection_reset",
    "truncated_body",
    "report_expired",
    "report_not_present",
    "limit_exceeded",
    "expired_credentials",
    "error_code",
}


@dataclass
class Fault:
    kind: str
    #: `iam:ListUsers`, or with wildcards: `iam:*`, `*`.
    action: str = "*"
    account: str | None = None
    region: str | None = None
    #: How many calls it hits; None: all of them.
    times: int | None = None
    #: How many matching calls pass before the first hit.
    after: int = 0
    #: How long a `timeout` hangs before the connection is dropped.
    seconds: float = 3600
    #: What a `malformed_report` says, and the code of an `error_code`.
    text: str = ""

    def concerns(self, call: Call) -> bool:
        if not fnmatchcase(call.name.lower(), self.action.lower()):
            return False
        if self.account not in (None, call.account) or self.region not in (None, call.region):
            return False
        return call.action in _ONLY_FOR.get(self.kind, {call.action})


def parse_fault(spec: dict[str, Any]) -> Fault:
    only(spec, "fault", "kind", "action", "account", "region", "times", "after", "seconds", "text")
    if spec.get("kind") not in _KINDS:
        raise ValueError(f"unknown kind of fault: {spec.get('kind')!r}; known: {', '.join(sorted(_KINDS))}")
    return Fault(**spec)


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        #: Set to let hanging calls go; replaced when new faults come.
        self.released = threading.Event()

    def replace(self, faults: list[Fault]) -> None:
        with self._lock:
            self._faults = faults
            self.released.set()
            self.released = threading.Event()

    def take(self, call: Call) -> Fault | None:
        """The first fault that hits this call; its count goes down."""
        with self._lock:
            for fault in self._faults:
                if fault.times == 0 or not fault.concerns(call):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def strike(self, call: Call) -> None:
        """Carries out a fault that replaces the answer: raises the error of AWS or breaks the connection."""
        fault = call.fault
        if fault is None or fault.kind in _PLAYED_BY_ACTION or fault.kind == "truncated_body":
            return
        if fault.kind == "timeout":
            self.released.wait(fault.seconds)
            raise ConnectionAbortedError("the test asked for a timeout")
        if fault.kind == "connection_reset":
            raise ConnectionResetError("the test asked for a reset connection")
        raise _error(fault.kind, call)


def _error(kind: str, call: Call) -> AwsError:
    if kind == "access_denied":
        return access_denied(
            f"User: {call.server.principals.of(call).arn} is not authorized to perform: {call.name} "
            f"on resource: * because no identity-based policy allows the {call.name} action"
        )
    if kind == "error_code":
        return AwsError(call.fault.text, "What was asked about is not there.", 404)
    # The messages of the report errors are literally "Unknown" in AWS.
    return {
        "throttle_400": AwsError("Throttling", "Rate exceeded", 400, json_code="ThrottlingException"),
        "throttle_429": AwsError("TooManyRequestsException", "Rate exceeded", 429),
        "error_500": AwsError("ServiceFailure", "Internal failure", 500, json_code="ServiceException"),
        "expired_credentials": AwsError(
            "ExpiredToken",
            "The security token included in the request is expired",
            403,
            json_code="ExpiredTokenException",
            json_status=400,
        ),
        "report_expired": AwsError("ReportExpired", "Unknown", 410),
        "report_not_present": AwsError("ReportNotPresent", "Unknown", 410),
        "limit_exceeded": AwsError("LimitExceeded", "Cannot exceed quota", 409),
    }[kind]
