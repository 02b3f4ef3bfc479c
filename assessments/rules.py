"""Pure decisions: the time, and what an attempt came to. The draw is in `blueprint`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
            gained = min(most, place.points * most / place.max_points) if place.max_points else ZERO
            parts.setdefault(name, Tally()).add(gained, most, place.waits)
    return whole, parts


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
