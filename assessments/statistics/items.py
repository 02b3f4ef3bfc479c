"""Figures of a single item: how hard it is, how well it tells strong from weak, who chose what, how long it took.

An item is held against the candidate's *other* items (item-rest): with itself in the total it would agree with itself. Where an exam is
drawn, everybody's other items differ; their share of points stands for them, which adds noise but no direction.
"""

from dataclasses import dataclass

import numpy as np

from assessments.statistics.sheet import Choice, Choices, Floats, Marks, Sheet, Whole

FEWEST = 30
"""Candidates who had the item, from which on figures are computed."""
TAIL = 0.27
"""Share of the upper and of the lower group (Kelley's 27 %)."""
FIFTHS = 5


@dataclass(frozen=True)
class ChoiceCount:
    """One row of the distractor table; shares are of those who had the item."""

    choice: Choice
    chosen: int
    share: float
    upper: float
    lower: float
    mean_rest: float | None


@dataclass(frozen=True)
class Worked:
    """How an item worked; everything is None or empty below `FEWEST` candidates."""

    had: int
    omitted: float | None = None
    difficulty: float | None = None
    discrimination: float | None = None
    upper: float | None = None
    lower: float | None = None
    fifths: tuple[float, ...] = ()
    seconds: float | None = None
    choices: tuple[ChoiceCount, ...] = ()


def correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's correlation; for an item of right and wrong it is the point-biserial one. None when either never varies."""
    a, b = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    if len(one) < 2 or spread < 1e-12:
        return None
    return float(np.clip((a * b).sum() / spread, -1.0, 1.0))


def rest(sheet: Sheet, item: int) -> Floats:
    """For those who had the item, their share of the points of all their other items; NaN for whom it was the only one."""
    had = sheet.drawn[:, item]
    reached = sheet.reached[had] - sheet.share[had, item] * sheet.points[item]
    most = sheet.most[had] - sheet.points[item]
    shares: Floats = np.divide(reached, most, out=np.full(len(most), np.nan), where=most > 0)
    return shares


def groups(scores: Floats, tail: float = TAIL) -> tuple[Whole, Whole]:
    """Places of the upper and of the lower group by score; equal scores keep their order, so that a second count gives the same."""
    order = np.argsort(scores, kind="stable")
    size = max(1, round(tail * len(scores)))
    return order[-size:], order[:size]


def worked(sheet: Sheet, item: int) -> Worked:
    """The figures of one item."""
    had = sheet.drawn[:, item]
    count = int(had.sum())
    if count < FEWEST:
        return Worked(count)
    share, others = sheet.share[had, item], rest(sheet, item)
    omitted = 1 - float(sheet.answered[had, item].mean())
    difficulty = float(share.mean())
    seconds = _median(sheet.seconds[had, item])
    if np.isnan(others).any():
        return Worked(count, omitted, difficulty, seconds=seconds)
    upper, lower = groups(others)
    ranked = np.array_split(np.argsort(others, kind="stable"), FIFTHS)
    return Worked(
        count, omitted, difficulty, correlation(share, others), float(share[upper].mean()), float(share[lower].mean()),
        tuple(float(share[part].mean()) for part in ranked), seconds,
        counted(sheet.choices[item], had, others) if item in sheet.choices else (),
    )  # fmt: skip


def counted(choices: Choices, had: Marks, others: Floats) -> tuple[ChoiceCount, ...]:
    """The distractor table of an item: for each choice who made it, and how well they did elsewhere."""
    upper, lower = groups(others)
    given = choices.given[had]
    rows = []
    for place, choice in enumerate(choices.known):
        holding = [number for number, held in enumerate(choices.of_answer) if place in held]
        made = np.isin(given, holding)
        chosen = int(made.sum())
        mean = float(others[made].mean()) if chosen else None
        rows.append(
            ChoiceCount(choice, chosen, chosen / len(given), float(made[upper].mean()), float(made[lower].mean()), mean)
        )
    return tuple(rows)


def _median(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) >= FEWEST else None
