"""Pages of a list: real limits, opaque markers, and on request an empty page that is not the last."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .answers import AwsError
from .call import Call

_PREFIX = "offset:"


@dataclass(frozen=True)
class Page:
    items: Sequence[Any]
    #: Where the next page begins; None on the last.
    token: str | None


def page_of(call: Call, items: Sequence[Any], asked: Any, token: str | None, default: int, most: int) -> Page:
    """`asked`: how many the client wants, at most `most`. The server may be set to give fewer, as AWS may."""
    limit = default if asked is None else int(asked)
    if not 1 <= limit <= most:
        raise _invalid(call, f"Value '{asked}' failed to satisfy constraint: between 1 and {most}")
    cap = call.server.settings.page_size
    if cap is not None:
        limit = min(limit, cap)
    start = 0 if not token else _offset(call, token)
    if call.faulty("empty_page_with_token"):
        return Page([], _token(start))
    end = start + limit
    return Page(items[start:end], _token(end) if end < len(items) else None)


def _token(offset: int) -> str:
    return base64.b64encode(f"{_PREFIX}{offset}".encode()).decode()


def _offset(call: Call, token: str) -> int:
    try:
        text = base64.b64decode(token, validate=True).decode()
        return int(text.removeprefix(_PREFIX))
    except (binascii.Error, ValueError, UnicodeDecodeError):
        raise _invalid(call, "Invalid Marker.") from None


def _invalid(call: Call, message: str) -> AwsError:
    return AwsError("ValidationError", message, 400, json_code="InvalidInputException")
