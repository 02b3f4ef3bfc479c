"""Chance that falls the same way on every machine: a choice is a hash of what it is about."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def number(about: str, below: int) -> int:
    """A whole number from 0 until before `below`, always the same for the same words."""
    return int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big") % below


def pick(about: str, among: Sequence[Thing]) -> Thing:
    """One of the things, always the same for the same words."""
    return among[number(about, len(among))]
