"""Decides requests by IAM policies: of identities, boundaries, service control policies and trust policies.

Written for the server because moto's own check knows no conditions, no `?`, and no case-insensitive actions.
It knows what the tests use: a condition operator that it does not know is an error, not a guess. It shares
nothing with the policy engine that it helps to test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any


class Decision(Enum):
    ALLOW = "allow"
    DENY = "deny"
    #: No statement speaks of the request.
    SILENT = "silent"


@dataclass(frozen=True)
class Request:
    action: str
    resource: str
    #: Condition keys that are present, lower-case, with their values.
    context: dict[str, str] = field(default_factory=dict)
    #: What a Principal element may call the caller: its ARN, its account, the account's root.
    principals: frozenset[str] = frozenset()


def decide(documents: Iterable[str], request: Request) -> Decision:
    """All documents taken together: an explicit deny wins, else any allow, else silence."""
    decision = Decision.SILENT
    for document in documents:
        for statement in _statements(document):
            if not _concerns(statement, request):
                continue
            if statement["Effect"] == "Deny":
                return Decision.DENY
            decision = Decision.ALLOW
    return decision


@lru_cache(maxsize=4096)
def _statements(document: str) -> tuple[dict[str, Any], ...]:
    return tuple(_listed(json.loads(document).get("Statement", [])))


def _concerns(statement: dict[str, Any], request: Request) -> bool:
    return (
        _principal_matches(statement, request)
        and _element_matches(statement, "Action", request.action, ignore_case=True)
        and _element_matches(statement, "Resource", request.resource, variables=request.context)
        and all(
            _condition_holds(
                operator, key, [_filled(str(one), request.context) for one in _listed(expected)], request.context
            )
            for operator, block in statement.get("Condition", {}).items()
            for key, expected in block.items()
        )
    )


def _principal_matches(statement: dict[str, Any], request: Request) -> bool:
    if "Principal" not in statement:
        return True
    principal = statement["Principal"]
    named = ["*"] if principal == "*" else _listed(principal.get("AWS", []))
    return "*" in named or any(name in request.principals for name in named)


def _element_matches(
    statement: dict[str, Any],
    element: str,
    value: str,
    ignore_case: bool = False,
    variables: dict[str, str] | None = None,
) -> bool:
    def any_matches(patterns: Any) -> bool:
        return any(like(_filled(p, variables or {}), value, ignore_case) for p in _listed(patterns))

    if f"Not{element}" in statement:
        return not any_matches(statement[f"Not{element}"])
    # Trust policies have no Resource: they speak of the role they belong to.
    return element not in statement or any_matches(statement[element])


def _filled(pattern: str, variables: dict[str, str]) -> str:
    """Policy variables (`${aws:username}`) replaced; an unknown one stays and so matches nothing."""
    return re.sub(r"\$\{([^}]+)\}", lambda m: variables.get(m[1].lower(), m[0]), pattern)


def like(pattern: str, value: str, ignore_case: bool = False) -> bool:
    """`*` and `?` as in policies; every other character stands for itself."""
    if pattern == "*":
        return True
    return _compiled(pattern, ignore_case).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    text = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


_Test = Callable[[str, str], bool]
_POSITIVE: dict[str, _Test] = {
    "StringEquals": lambda wanted, has: wanted == has,
    "StringEqualsIgnoreCase": lambda wanted, has: wanted.lower() == has.lower(),
    "StringLike": like,
    "ArnEquals": like,
    "ArnLike": like,
    "Bool": lambda wanted, has: wanted.lower() == has.lower(),
    "NumericEquals": lambda wanted, has: float(has) == float(wanted),
    "NumericLessThan": lambda wanted, has: float(has) < float(wanted),
    "NumericLessThanEquals": lambda wanted, has: float(has) <= float(wanted),
    "NumericGreaterThan": lambda wanted, has: float(has) > float(wanted),
    "NumericGreaterThanEquals": lambda wanted, has: float(has) >= float(wanted),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def _condition_holds(operator: str, key: str, expected: list[str], context: dict[str, str]) -> bool:
    has = context.get(key.lower())
    if operator == "Null":
        return (has is None) == (str(expected[0]).lower() == "true")
    base = operator.removeprefix("ForAnyValue:").removeprefix("ForAllValues:")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base not in _POSITIVE and base not in _NEGATED:
        raise NotImplementedError(f"the test server does not know the condition operator {operator}")
    if has is None:
        return if_exists or base in _NEGATED or operator.startswith("ForAllValues:")
    matches = _POSITIVE[_NEGATED.get(base, base)]
    return any(matches(str(wanted), has) for wanted in expected) != (base in _NEGATED)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
