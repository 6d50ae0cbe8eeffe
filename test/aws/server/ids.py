"""Ids in the shapes of AWS, derived from names: the same seed gives the same ids on every run."""

from __future__ import annotations

import base64
import hashlib


def unique_id(prefix: str, *parts: object, length: int = 21) -> str:
    """An IAM unique id or access key id: prefix and upper-case base 32."""
    return prefix + base64.b32encode(_digest(parts)).decode()[: length - len(prefix)]


def lower_id(length: int, *parts: object) -> str:
    """The lower-case hexadecimal part of an id of Organizations."""
    return _digest(parts).hex()[:length]


def secret(*parts: object) -> str:
    return _digest(("secret", *parts)).hex()[:40]


def _digest(parts: tuple[object, ...]) -> bytes:
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).digest()
