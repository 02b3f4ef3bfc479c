"""Pure decisions: which level the evidence shows, how long an award holds, when it may be renewed.

The rule of levels is written down in docs/decisions/0012-levels-rest-on-evidence.md.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

CONFIRMED = Decimal("0.70")
"""From this share of the points the level that the rule names is shown."""
PARTLY = Decimal("0.50")
"""From this share the level below it is shown; under it the competency is not confirmed."""
RENEWAL_DAYS = 183
"""How long before its last day an award may be renewed: the new one then begins on the day it is made."""


@dataclass(frozen=True)
class Tally:
    """Points for one competency, from one result or from several."""

    points: Decimal
    most: Decimal

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.points + other.points, self.most + other.most)

    @property
    def share(self) -> Decimal:
        """0..1; nothing was asked: 0."""
        return self.points / self.most if self.most else Decimal(0)


def level_shown(target: int, tally: Tally) -> int:
    """The level that points show, where the work asked for `target`; 0: not confirmed."""
    if not tally.most or tally.share < PARTLY:
        return 0
    return target if tally.share >= CONFIRMED else target - 1


def tallies(results: Iterable[Mapping[str, Any]]) -> dict[str, Tally]:
    """The points of several results by competency.

    :param results: each as `Result.by_competency`: code → {points, max, …}
    """
    found: dict[str, Tally] = {}
    for result in results:
        for code, each in result.items():
            tally = Tally(Decimal(str(each["points"])), Decimal(str(each["max"])))
            found[code] = found[code] + tally if code in found else tally
    return found


def last_day(first: date, months: int | None) -> date | None:
    """The last day of a validity: the same day of the month so many months later, or that month's last day."""
    if months is None:
        return None
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def may_renew(valid_until: date | None, today: date) -> bool:
    """Whether a newly passed exam makes a new award: half a year before the end, and any time after it."""
    return valid_until is not None and today >= valid_until - timedelta(days=RENEWAL_DAYS)


def percent(points: Decimal, most: Decimal) -> int:
    """Whole per cent, rounded down: 69.9 is not a pass mark of 70."""
    return int(points * 100 / most) if most else 0
