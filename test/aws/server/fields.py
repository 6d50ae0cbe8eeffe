"""Guards the JSON of the control API: a misspelt field must fail the test that wrote it, not do nothing."""

from __future__ import annotations

from typing import Any


def only(spec: Any, what: str, *known: str) -> dict[str, Any]:
    """The object itself, when it has no field but the known ones."""
    if not isinstance(spec, dict):
        raise ValueError(f"{what} must be an object, not {spec!r}")
    unknown = sorted(set(spec) - set(known))
    if unknown:
        raise ValueError(f"{what} has no field {', '.join(unknown)}; known: {', '.join(known)}")
    return spec
