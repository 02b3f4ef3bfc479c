"""What a case is checked against, and where its names stand in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competencies.framework import FrameworkFile
from core.content.source import Path
from law.calendar import WorkingCalendar
from law.register import Register

TOKEN = re.compile(r"(?<![A-Za-z0-9-])[a-z]+[0-9]*(?:-[a-z0-9]+)+(?![A-Za-z0-9])")
"""Something shaped like the key of a norm."""
ADDRESS = re.compile(r"(?<![A-Za-z0-9.])d[1-9][0-9]?\.[0-9]+(?![0-9])")
"""A paragraph, `d4.3`."""


@dataclass(frozen=True)
class Pattern:
    """A case pattern of the bank."""

    week: int
    basis: str


@dataclass(frozen=True)
class Ground:
    register: Register
    calendar: WorkingCalendar
    framework: FrameworkFile
    patterns: Mapping[str, Pattern]


def strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string in the data with its path; keys that are strings count too."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            if isinstance(key, str):
                yield (*path, key), key
            yield from strings(child, (*path, key))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from strings(child, (*path, n))
