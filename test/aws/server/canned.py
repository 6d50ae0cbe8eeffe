"""Answers that a test gives word for word: for actions of JSON services that moto does not know."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .answers import JSON_TYPE, Answer, AwsError
from .call import Call
from .fields import only

_FIELDS = ("action", "account", "region", "params", "answer", "error")


@dataclass
class CannedAnswer:
    #: `config:SelectAggregateResourceConfig`; of REST services `account:POST /getContactInformation`.
    action: str
    account: str | None = None
    region: str | None = None
    #: What the request must hold, in its query or its body.
    params: dict[str, Any] = field(default_factory=dict)
    answer: Any = None
    #: The code of an error instead.
    error: str | None = None

    def concerns(self, call: Call) -> bool:
        if not fnmatchcase(call.name.lower(), self.action.lower()):
            return False
        if self.account not in (None, call.account) or self.region not in (None, call.region):
            return False
        asked = {**call.params, **_body(call)}
        return all(asked.get(name) == value for name, value in self.params.items())


#: Of accounts in which nobody has set up anything.
_NOTHING = [
    CannedAnswer("access-analyzer:GET /analyzer", answer={"analyzers": []}),
    CannedAnswer("account:POST /getContactInformation", answer={"ContactInformation": {}}),
]


class Canned:
    def __init__(self) -> None:
        self._answers: list[CannedAnswer] = []

    def replace(self, specs: list[dict[str, Any]]) -> None:
        self._answers = [CannedAnswer(**only(spec, "answer", *_FIELDS)) for spec in specs]

    def answer(self, call: Call) -> Answer | None:
        """The first that fits the call; None: there is none."""
        found = next((one for one in [*self._answers, *_NOTHING] if one.concerns(call)), None)
        if found is None:
            return None
        if found.error is not None:
            raise AwsError(found.error, found.error)
        return Answer(200, json.dumps(found.answer).encode(), {"Content-Type": JSON_TYPE})


def _body(call: Call) -> dict[str, Any]:
    try:
        value = json.loads(call.body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
