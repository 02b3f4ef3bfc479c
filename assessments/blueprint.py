"""The blueprint of an exam: which items may be drawn, and the draw itself, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import Field

from core.content.shapes import Shape, Slug, Whole


class BlueprintRow(Shape):
    """`count` items of the pool that carry the competency, within the difficulties, and were not drawn before."""

    competency: Slug | None = None
    """None: any competency."""
    difficulty: tuple[Whole, Whole] = (1, 5)
    count: Whole = Field(ge=1)


@dataclass(frozen=True)
class PoolItem:
    """What the draw needs to know of an item."""

    id: str
    competencies: tuple[str, ...]
    difficulty: int

    def fits(self, row: BlueprintRow) -> bool:
        least, most = row.difficulty
        return (row.competency is None or row.competency in self.competencies) and least <= self.difficulty <= most


class PoolTooSmall(Exception):
    """A row of the blueprint cannot be filled."""


def draw(rows: Sequence[BlueprintRow], pool: Sequence[PoolItem], seed: str, *, shuffle: bool = True) -> list[str]:
    """Ids of the drawn items, row after row, then in the order of the seed.

    :raises PoolTooSmall: never for a blueprint that `shortages` finds nothing in
    """
    taken: list[str] = []
    for row in rows:
        free = sorted((item.id for item in pool if item.fits(row) and item.id not in taken), key=_rank(seed, "draw"))
        if len(free) < row.count:
            raise PoolTooSmall(row.competency or "any")
        taken += free[: row.count]
    return sorted(taken, key=_rank(seed, "order")) if shuffle else [item.id for item in pool if item.id in taken]


def shortages(rows: Sequence[BlueprintRow], pool: Sequence[PoolItem]) -> Iterator[tuple[int, int]]:
    """Rows (0-based) that some seed could leave short, with how many items are sure to be left for them."""
    for n, row in enumerate(rows):
        mine = {item.id for item in pool if item.fits(row)}
        taken = sum(min(other.count, sum(item.fits(other) and item.id in mine for item in pool)) for other in rows[:n])
        if len(mine) - taken < row.count:
            yield n, max(0, len(mine) - taken)


def _rank(seed: str, act: str) -> Callable[[str], str]:
    return lambda name: hashlib.sha256(f"{seed}:{act}:{name}".encode()).hexdigest()
