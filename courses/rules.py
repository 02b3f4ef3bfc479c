"""Pure decisions: what is done, what comes next, when a module is complete, how planned minutes stand to promised hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from courses.models import UnitKind

ACADEMIC_MINUTES = 45


@dataclass(frozen=True)
class Step:
    """A unit of the pinned edition as one person stands to it."""

    unit_id: int
    unit_edition_id: int
    slug: str
    kind: UnitKind
    title: str
    lang: str
    """Language of the title when it is not that of the page, else empty."""
    minutes: int
    required: bool
    week: int
    """1-based place of its module."""
    done: bool = False
    opened: bool = False
    done_on: date | None = None
    items: int = 0
    """Questions of a check or an exam."""


@dataclass(frozen=True)
class Minutes:
    """Planned minutes of the required units against the hours that are promised (decision 0009)."""

    planned: int
    optional: int
    hours: int

    @property
    def promised(self) -> int:
        """The promised academic hours in minutes."""
        return self.hours * ACADEMIC_MINUTES

    @property
    def honest(self) -> bool:
        """Whether the required units fill the promised hours to within a tenth below and 15 hundredths above."""
        return self.promised * 90 <= self.planned * 100 <= self.promised * 115


def minutes_of(steps: Sequence[Step], hours: int) -> Minutes:
    """Add up what is planned; what need not be done is counted apart."""
    required = sum(step.minutes for step in steps if step.required)
    return Minutes(required, sum(step.minutes for step in steps) - required, hours)


def next_step(steps: Sequence[Step]) -> Step | None:
    """What now: the first required unit that is not done, in the order of the programme."""
    return next((step for step in steps if step.required and not step.done), None)


def is_complete(steps: Sequence[Step]) -> bool:
    """Whether every required unit is done; a module without units is not complete."""
    required = [step for step in steps if step.required]
    return bool(required) and all(step.done for step in required)


def share_done(steps: Sequence[Step]) -> int:
    """Whole per cent of the required minutes that are behind."""
    planned = sum(step.minutes for step in steps if step.required)
    done = sum(step.minutes for step in steps if step.required and step.done)
    return done * 100 // planned if planned else 0


def neighbours(steps: Sequence[Step], slug: str) -> tuple[Step | None, Step | None]:
    """The units before and after the one with this address."""
    n = next(n for n, step in enumerate(steps) if step.slug == slug)
    return (steps[n - 1] if n else None), (steps[n + 1] if n + 1 < len(steps) else None)


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the week in which the day falls."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def minutes_by_day(steps: Sequence[Step], week: Sequence[date]) -> list[int]:
    """Planned minutes of the units completed on each day."""
    return [sum(step.minutes for step in steps if step.done_on == day) for day in week]


def attempt_completes(kind: UnitKind, *, closed: bool, passed: bool | None) -> bool:
    """Whether a marked attempt completes its unit: a case when the court has spoken, a check when it was handed in,
    an exam when it was passed.
    """
    match kind:
        case UnitKind.EXAM:
            return passed is True
        case UnitKind.CASE | UnitKind.CHECK:
            return closed
        case UnitKind.LESSON | UnitKind.SEMINAR | UnitKind.ASSIGNMENT:
            return False


def minutes_left(minutes: int, share: float) -> int:
    """What is left to read, at least a minute while something is."""
    return max(1, round(minutes * (1 - share)))
