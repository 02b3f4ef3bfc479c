"""Pure decisions: the time, what an attempt came to, where periods stand. The draw is in `blueprint`."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from assessments.models import AttemptState

GRACE = timedelta(seconds=30)
"""For the way through the network; shown nowhere (design, security 7.5)."""
ZERO = Decimal(0)
DONE = frozenset(AttemptState) - {AttemptState.OPEN}


def is_over(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether an answer received now comes too late to count."""
    return deadline_at is not None and now > deadline_at + GRACE


@dataclass(frozen=True)
class Marked:
    """One place of an attempt: its points among the competencies; `waits` when a person must mark it."""

    shares: Mapping[str, Decimal]
    """Competency → its part of `max_points`."""
    points: Decimal
    max_points: Decimal
    waits: bool = False
    gained: Mapping[str, Decimal] = field(default_factory=dict)
    """Competency → points, where a rubric gave them one by one; empty: they are shared as the maximum is."""


@dataclass
class Tally:
    """Points of one competency, or of all."""

    points: Decimal = ZERO
    max: Decimal = ZERO
    waiting: Decimal = ZERO
    items: int = 0

    def add(self, points: Decimal, most: Decimal, waits: bool) -> None:
        """Count one more place."""
        self.items += 1
        if waits:
            self.waiting += most
        else:
            self.points += points
            self.max += most


@dataclass(frozen=True)
class Line:
    """What must be reached, in points: in all, and in single competencies."""

    total: Decimal
    floors: Mapping[str, Decimal] = field(default_factory=dict)


def tallies(places: Iterable[Marked]) -> tuple[Tally, dict[str, Tally]]:
    """Points in all and by competency, in the order of first mention."""
    whole, parts = Tally(), dict[str, Tally]()
    for place in places:
        whole.add(place.points, place.max_points, place.waits)
        for name, most in place.shares.items():
            gained = place.gained.get(name, ZERO) if place.gained else _shared(place, most)
            parts.setdefault(name, Tally()).add(gained, most, place.waits)
    return whole, parts


def _shared(place: Marked, most: Decimal) -> Decimal:
    return min(most, place.points * most / place.max_points) if place.max_points else ZERO


def percent_line(whole: Tally, parts: Mapping[str, Tally], total: Decimal, floors: Mapping[str, Decimal]) -> Line:
    """A line given in percent, as points of this attempt."""
    return Line(
        (whole.max + whole.waiting) * total / 100,
        {
            name: (parts[name].max + parts[name].waiting) * share / 100
            for name, share in floors.items()
            if name in parts
        },
    )


def verdict(whole: Tally, parts: Mapping[str, Tally], line: Line) -> bool | None:
    """Passed, not passed, or None while points that could decide it wait for a marker."""
    now = [(whole, line.total), *((parts.get(name, Tally()), floor) for name, floor in line.floors.items())]
    if all(tally.points >= need for tally, need in now):
        return True
    if any(tally.points + tally.waiting < need for tally, need in now):
        return False
    return None


def missed_floors(parts: Mapping[str, Tally], line: Line) -> list[str]:
    """Competencies whose floor is not reached with what is marked."""
    return [name for name, floor in line.floors.items() if parts.get(name, Tally()).points < floor]


def match(points: Decimal, most: Decimal, matched: Decimal, partial: Decimal) -> str:
    """How far the learner's way went with the court's: ok, part or bad."""
    share = points / most if most else ZERO
    return "ok" if share >= matched else "part" if share >= partial else "bad"


@dataclass(frozen=True)
class Bar:
    """A period under the days of a chronology, in grid lines (1-based); each day is two cells wide."""

    first: int
    last: int
    row: int = 1


def line_of(days: Sequence[date], day: date) -> int:
    """The grid line where a day stands: its own column, or the middle of the gap between the two around it."""
    before = bisect_left(days, day)
    named = before < len(days) and days[before] == day
    return max(1, 2 * before + named)


def bar(days: Sequence[date], start: date, end: date | None) -> Bar:
    """A period from its starting day to its end; an end that nobody knows yet, or after all days, is the right edge."""
    edge = 2 * len(days) + 1
    first = min(line_of(days, start), edge - 1)
    last = edge if end is None or end > days[-1] else line_of(days, end)
    return Bar(first, max(last, first + 1))


def in_rows(days: int, bars: Sequence[tuple[Bar, int]]) -> list[Bar]:
    """The bars in as few rows as their words allow; each comes with the cells that its words need.

    Words longer than their bar run on to the right, in the last third of the band to the left.
    """
    taken: list[list[tuple[int, int]]] = []
    placed = []
    for each, cells in bars:
        first, last = _span(each, cells, 2 * days + 1)
        row = next((n for n, row in enumerate(taken) if all(last <= a or b <= first for a, b in row)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((first, last))
        placed.append(Bar(each.first, each.last, row + 1))
    return placed


def is_late(each: Bar, days: int) -> bool:
    """Whether the words of a bar run to the left, because there is no room to the right."""
    return each.first - 1 > days * 4 // 3


def _span(each: Bar, cells: int, edge: int) -> tuple[int, int]:
    if is_late(each, edge // 2):
        return min(each.first, each.last - cells), each.last
    return each.first, max(each.last, each.first + cells)
