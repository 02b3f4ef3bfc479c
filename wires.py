"""News that goes upwards: which signal of a lower package wakes which function of a higher one (docs/wires.md)."""

from collections.abc import Callable
from typing import Any

from blinker import Signal

from courses.signals import programme_published
from qualifications.publishing import publish_rules

WIRES: tuple[tuple[Signal, Callable[..., Any]], ...] = ((programme_published, publish_rules),)
"""Every receiver works in the transaction of the sender."""


def connect() -> None:
    """Connect every signal to its receivers; called once when the application is made."""
    for signal, receiver in WIRES:
        signal.connect(receiver)
