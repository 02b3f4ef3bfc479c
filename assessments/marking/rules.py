"""Pure decisions of marking: which round is open, whether two marks agree, what of several marks counts, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from assessments.items.essay import Essay
from assessments.marking.models import Round
from core.clock import local_day

HOLD_LASTS = timedelta(hours=24)
"""A script that somebody took and left may be taken by another after this time."""
MARK_WITHIN = timedelta(days=7)
DECIDE_WITHIN = timedelta(days=7)
APPEAL_DAYS = 7
"""How long an appeal may be made where the exam says nothing else."""
DIFFERENCE_PERCENT = 15
"""Two marks that differ by more than this share of the points go to a third person, where the exam says nothing else."""


class Given(Protocol):
    """What somebody gave a script, as far as the rules look at it."""

    @property
    def points(self) -> Decimal: ...
    @property
    def asks_second(self) -> bool: ...


@dataclass(frozen=True)
class Agreed:
    """What counts of one mark, or of two that agree: points are their mean, to the hundredth."""

    points: Decimal
    by_part: Mapping[str, Decimal]
    by_competency: Mapping[str, Decimal]


def open_rounds(marks: Mapping[Round, Given], *, is_double: bool, allowed: Decimal) -> tuple[Round, ...]:
    """The rounds in which a mark is still wanted; none when the script is settled.

    :param allowed: the largest difference of two marks that needs no third person
    """
    first, second = marks.get(Round.FIRST), marks.get(Round.SECOND)
    if Round.THIRD in marks:
        return ()
    wanted = [Round.FIRST] if first is None else []
    if second is None and (is_double or (first is not None and first.asks_second)):
        wanted.append(Round.SECOND)
    if wanted or first is None or second is None:
        return tuple(wanted)
    return (Round.THIRD,) if abs(first.points - second.points) > allowed else ()


def counting(marks: Mapping[Round, Any]) -> list[Any]:
    """The marks of a settled script that count: the third alone, the first two together, or the only one."""
    if Round.THIRD in marks:
        return [marks[Round.THIRD]]
    return [marks[each] for each in (Round.FIRST, Round.SECOND) if each in marks]


def agreed(item: Essay, marks: Sequence[Any]) -> Agreed:
    """The mean of the marks, shared among the competencies of the criteria; a ceiling lowers all alike."""
    count = len(marks)
    by_part = {
        each.id: sum((Decimal(str(mark.by_part[each.id])) for mark in marks), Decimal(0)) / count
        for each in item.rubric.criteria
    }
    points = sum((mark.points for mark in marks), Decimal(0)) / count
    whole = sum(by_part.values(), Decimal(0))
    share = points / whole if whole else Decimal(0)
    competencies: dict[str, Decimal] = {}
    for each in item.rubric.criteria:
        competencies[each.competency] = competencies.get(each.competency, Decimal(0)) + by_part[each.id] * share
    return Agreed(_hundredth(points), _all(by_part), _all(competencies))


def _all(points: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {name: _hundredth(each) for name, each in points.items()}


def _hundredth(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"))


def has_lapsed(taken_at: datetime, now: datetime) -> bool:
    """Whether a script was taken so long ago that another may take it."""
    return now - taken_at > HOLD_LASTS


def appeal_until(final_at: datetime, days: int) -> date:
    """The last day, as people count them, on which an appeal may be made.

    :param final_at: when the result was known in whole
    """
    return local_day(final_at) + timedelta(days=days)
