"""Order by seed: the same seed gives the same order on any machine."""

from __future__ import annotations

import hashlib
from typing import Any


def seed_order(values: Any, mark: str) -> Any:
    """A list of ids or of rows with an `id` in the order of the mark; a mapping of lists, each in its own order."""
    if isinstance(values, dict):
        return {name: seed_order(each, f"{mark}:{name}") for name, each in values.items()}
    return sorted(values, key=lambda each: _rank(each["id"] if isinstance(each, dict) else each, mark))


def _rank(name: str, mark: str) -> str:
    return hashlib.sha256(f"{mark}:{name}".encode()).hexdigest()
