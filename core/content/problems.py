"""What is wrong in a content file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault; `line` is 1-based, 1 also stands for the file as a whole."""

    file: str
    line: int
    what: str
    would_be_right: str = ""

    def __str__(self) -> str:
        right = f" ({self.would_be_right})" if self.would_be_right else ""
        return f"{self.file}:{self.line}: {self.what}{right}"


@dataclass(frozen=True)
class Fault:
    """A fault inside one piece of data: the path leads to the place, the reader turns it into a line."""

    path: tuple[str | int, ...]
    what: str
    would_be_right: str = ""

    def under(self, *prefix: str | int) -> Fault:
        return Fault((*prefix, *self.path), self.what, self.would_be_right)


class ContentRefused(Exception):
    """Content that cannot be read; `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
