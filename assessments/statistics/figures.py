"""All figures of an exam edition from its sheet: the whole, and item by item."""

from dataclasses import dataclass

import numpy as np

from assessments.statistics import items, reliability, versions
from assessments.statistics.items import Worked
from assessments.statistics.reliability import Reliability
from assessments.statistics.sheet import Sheet
from assessments.statistics.versions import Difference

BARS = 10


@dataclass(frozen=True)
class ItemFound:
    """One item: how it worked, how often it was drawn, how its two languages differ."""

    worked: Worked
    exposure: float | None
    had_kk: int
    difference: Difference | None


@dataclass(frozen=True)
class Found:
    """Everything that a run stores, before words and flags."""

    candidates: int
    kazakh: int
    mean: float | None
    spread: float | None
    reliability: Reliability
    results: tuple[int, ...]
    items: tuple[ItemFound, ...]
    drawn: bool
    """Whether candidates had different items."""
    length: float
    """Items of an attempt, on average."""


def found(sheet: Sheet) -> Found:
    """Compute everything; figures that rest on too few candidates are None."""
    candidates, count = sheet.share.shape
    shares = np.divide(sheet.reached, sheet.most, out=np.zeros(candidates), where=sheet.most > 0)
    enough = candidates >= items.FEWEST
    bars = np.bincount(np.minimum(np.floor(shares * BARS + 1e-9).astype(np.int64), BARS - 1), minlength=BARS)
    return Found(
        candidates, int(sheet.kazakh.sum()), float(shares.mean()) if enough else None, float(shares.std(ddof=1)) if enough else None,
        reliability.reliability(sheet), tuple(int(bar) for bar in bars), tuple(_item(sheet, n) for n in range(count)),
        not bool(sheet.drawn.all()), float(sheet.drawn.sum() / candidates) if candidates else 0.0,
    )  # fmt: skip


def _item(sheet: Sheet, item: int) -> ItemFound:
    had = sheet.drawn[:, item]
    exposure = float(had.mean()) if len(had) else None
    return ItemFound(
        items.worked(sheet, item), exposure, int((had & sheet.kazakh).sum()), versions.difference(sheet, item)
    )
