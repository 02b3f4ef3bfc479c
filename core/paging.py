"""Long lists in pages: which rows stand on a page, and which numbers of pages are offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list; `first` and `last` are 1-based places, 0 in an empty list."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    first: int
    last: int

    @property
    def numbers(self) -> list[int | None]:
        """The first, the last and the neighbours of this page; None where some are left out."""
        shown = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        result: list[int | None] = []
        for number in shown:
            if result and number - (result[-1] or 0) > 1:
                result.append(None)
            result.append(number)
        return result


def paged(rows: Sequence[T], number: int, size: int) -> Page[T]:
    """The page of a list; a number beyond the last page is the last page."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    part = rows[start : start + size]
    return Page(part, number, pages, len(rows), start + 1 if part else 0, start + len(part))
