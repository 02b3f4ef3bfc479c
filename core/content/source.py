"""A piece of content with the line of every value, wherever it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from core.content.problems import Fault, Problem

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """One parsed file, or one YAML block of a file."""

    file: str
    data: Any
    lines: dict[Path, int] = field(repr=False)

    def line(self, path: Iterable[str | int]) -> int:
        """Line of the value at `path`, or of the nearest value around it."""
        at = tuple(path)
        while at not in self.lines and at:
            at = at[:-1]
        return self.lines.get(at, 1)

    def problem(self, fault: Fault) -> Problem:
        return Problem(self.file, self.line(fault.path), fault.what, fault.would_be_right)

    def part(self, *path: str | int) -> Source:
        """The value at `path` with its own line map."""
        data = self.data
        for step in path:
            data = data[step]
        depth = len(path)
        lines = {at[depth:]: line for at, line in self.lines.items() if at[:depth] == path}
        return Source(self.file, data, lines)
