"""Kazakhstan's working calendar as dated data, and the counting of periods on it.

A day the data leave open raises `DoubtfulDay`: nothing is counted through a doubt. Which days are moved is in
`curricula/law/calendar.yaml`; the rules of counting are articles 13 and 84 of the Labour Code and article 5 of the
law on holidays, as that file gives them.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Unit = Literal["working_day", "calendar_day", "month", "year"]
_DAY = dt.timedelta(days=1)


class DoubtfulDay(Exception):
    """Whether this day is worked is not settled in the calendar data."""

    def __init__(self, day: dt.date, why: str) -> None:
        self.day, self.why = day, why
        super().__init__(f"{day.isoformat()}: {why}")


@dataclass(frozen=True)
class WorkingCalendar:
    """The five-day week. `days_off` are weekdays not worked, `worked` weekend days that are; both beyond the weekend."""

    days_off: Mapping[dt.date, str]
    """Day and why: holiday, moved day off, day of rest."""
    worked: Mapping[dt.date, str]
    doubtful: Mapping[dt.date, str]
    years: frozenset[int]
    sources: Mapping[int, tuple[str, ...]]

    def is_working_day(self, day: dt.date) -> bool:
        """:raises DoubtfulDay: the day, or its whole year, is not settled"""
        if day in self.doubtful:
            raise DoubtfulDay(day, self.doubtful[day])
        if day.year not in self.years:
            raise DoubtfulDay(day, "the calendar of this year is not in the data")
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.days_off

    def with_given(self, years: Iterable[int], days_off: Iterable[dt.date]) -> WorkingCalendar:
        """The same calendar with years that are not in the data, as somebody gives them; settled years stay."""
        added = frozenset(years) - self.years
        given = {day: "given" for day in days_off if day.year in added}
        return replace(self, years=self.years | added, days_off={**self.days_off, **given})

    def next_working_day(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, otherwise the nearest later one (tk-13)."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, start: dt.date, length: int) -> dt.date:
        """The last of `length` working days; the count begins on the day after `start` (tk-13)."""
        day = start
        for _ in range(length):
            day = self.next_working_day(day + _DAY)
        return day

    def add_calendar_days(self, start: dt.date, length: int) -> dt.date:
        """The last of `length` calendar days after `start`, moved to a working day."""
        return self.next_working_day(start + length * _DAY)

    def add_months(self, start: dt.date, length: int) -> dt.date:
        """The same day of the month `length` months on, its last day if there is none, moved to a working day."""
        return self.next_working_day(same_day(start, length))

    def add_years(self, start: dt.date, length: int) -> dt.date:
        return self.add_months(start, 12 * length)

    def end_of(self, start: dt.date, length: int, unit: Unit) -> dt.date:
        """Last day of a period that begins after the event of `start`.

        :raises DoubtfulDay: a day that the count needs is not settled
        """
        count: Callable[[dt.date, int], dt.date] = {
            "working_day": self.add_working_days,
            "calendar_day": self.add_calendar_days,
            "month": self.add_months,
            "year": self.add_years,
        }[unit]
        return count(start, length)

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """Working days from `first` to `last`, both included."""
        return sum(self.is_working_day(first + n * _DAY) for n in range((last - first).days + 1))


def same_day(start: dt.date, months: int) -> dt.date:
    """The same day `months` months on; the last day of the month where there is none."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def moved(holidays: Iterable[dt.date], occupied: frozenset[dt.date]) -> dict[dt.date, dt.date]:
    """Where each holiday on a weekend sends the day off: the next day that is neither weekend nor holiday.

    :param occupied: days that cannot take a moved day off: holidays and days of rest
    :returns: new day off to the holiday it comes from
    """
    result: dict[dt.date, dt.date] = {}
    for holiday in sorted(holidays):
        if holiday.weekday() < 5:
            continue
        day = holiday + _DAY
        while day.weekday() >= 5 or day in occupied or day in result:
            day += _DAY
        result[day] = holiday
    return result
