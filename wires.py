"""News that goes upwards: which signal of a lower package wakes which function of a higher one (docs/wires.md)."""

from collections.abc import Callable
from typing import Any

from blinker import Signal

from competencies.offices import office_titles
from courses.signals import programme_published
from people.offices import take_offices_from
from qualifications.publishing import publish_rules

WIRES: tuple[tuple[Signal, Callable[..., Any]], ...] = ((programme_published, publish_rules),)
"""Every receiver works in the transaction of the sender."""


def connect() -> None:
    """Connect every signal to its receivers; called once when the application is made."""
    for signal, receiver in WIRES:
        signal.connect(receiver)
    take_offices_from(office_titles)
