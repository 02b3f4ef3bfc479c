"""`law/calendar.yaml` read into a `WorkingCalendar`. Loader-only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from core.content.problems import ContentRefused, Fault
from core.content.shapes import Day, Line, Shape, Truth, Whole, read_shape
from core.content.source import Source
from law.calendar import WorkingCalendar, moved

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
CHRISTMAS = "01-07"
"""A day of rest, not a holiday: it is never moved (tk-84)."""


class ConstitutionDay(Shape):
    since: Day | None = Field(None, alias="from")
    until: Day | None = None
    day: MonthDay | None = None
    checked: Truth = True
    note: str = ""

    def holds(self, year: int) -> bool:
        first = self.since is None or self.since <= dt.date(year, 12, 31)
        return first and (self.until is None or self.until >= dt.date(year, 12, 31))


class MovedDayOff(Shape):
    source: Day = Field(alias="from")
    target: Day = Field(alias="to")


class Year(Shape):
    kurban_ait: Day
    moved_days_off: list[MovedDayOff] = []
    sources: list[Line] = []
    checked: Truth
    note: str = ""


class CalendarFile(Shape):
    rules: list[Line]
    fixed_holidays: list[MonthDay] = Field(min_length=1)
    constitution_day: list[ConstitutionDay]
    years: dict[Whole, Year] = Field(min_length=1)


def read_calendar(source: Source) -> WorkingCalendar:
    """:raises ContentRefused: the file has the wrong shape, or a year has no rule for Constitution Day"""
    shape = read_shape(CalendarFile, source)
    off: dict[dt.date, str] = {}
    worked: dict[dt.date, str] = {}
    doubtful: dict[dt.date, str] = {}
    for number, year in shape.years.items():
        rules = [rule for rule in shape.constitution_day if rule.holds(number)]
        if len(rules) != 1 or year.kurban_ait.year != number:
            right = "one rule that holds at the end of the year, and its own Kurban-ait"
            raise ContentRefused(
                [source.problem(Fault(("years", number), f"the year {number} is not complete", right))]
            )
        _year(number, year, rules[0], shape.fixed_holidays, off, worked, doubtful)
    sources = {number: tuple(year.sources) for number, year in shape.years.items()}
    return WorkingCalendar(off, worked, doubtful, frozenset(shape.years), sources)


def _year(
    number: int,
    year: Year,
    rule: ConstitutionDay,
    fixed: list[str],
    off: dict[dt.date, str],
    worked: dict[dt.date, str],
    doubtful: dict[dt.date, str],
) -> None:
    holidays = {_day(number, each): "holiday" for each in fixed}
    if rule.day:
        holidays[_day(number, rule.day)] = "Constitution Day"
    rest = {_day(number, CHRISTMAS), year.kurban_ait}
    off.update(holidays)
    off.update(dict.fromkeys(rest, "day of rest"))
    for day, holiday in moved(holidays, frozenset(holidays) | rest).items():
        off[day] = f"moved from {holiday.isoformat()}"
    for each in year.moved_days_off:
        off[each.target] = f"moved from {each.source.isoformat()}"
        worked[each.source] = f"moved to {each.target.isoformat()}"
    if not rule.checked:
        doubtful.update(dict.fromkeys(_old_constitution_day(number), "Constitution Day of this year is not settled"))
    if not year.checked:
        doubtful.update(_unsettled(year.kurban_ait))


def _day(year: int, month_day: str) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{month_day}")


def _old_constitution_day(year: int) -> list[dt.date]:
    """30 August, and the day off it would have moved to."""
    day = dt.date(year, 8, 30)
    return [day, *moved([day], frozenset({day}))]


def _unsettled(kurban_ait: dt.date) -> dict[dt.date, str]:
    """A computed Kurban-ait may fall a day earlier or later than announced."""
    days = (kurban_ait + dt.timedelta(days=n) for n in (-1, 0, 1))
    return dict.fromkeys(days, "the day of Kurban-ait is not announced")
