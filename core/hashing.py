"""Canonical JSON and its SHA-256: how editions, logs and awards are compared and chained."""

import hashlib
import json
from typing import Any

ZERO = "0" * 64
"""The link before the first one of a chain."""


def canonical(document: Any) -> str:
    """One text for equal documents: sorted keys, no spaces, letters as they are; NaN is refused."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)


def digest(document: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def chained(prev_hash: str, document: Any) -> str:
    """The next link: the hash of the link before and of this document."""
    return hashlib.sha256(f"{prev_hash}\n{canonical(document)}".encode()).hexdigest()
