"""Checks 11 and 13: periods and day keys recomputed on the working calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from assessments.cases.checks.ground import Ground
from assessments.cases.read import ReadCase, StageItem
from assessments.items.date import DateItem
from assessments.items.number import NumberItem
from core.content.problems import Fault
from core.content.source import Path
from law.calendar import DoubtfulDay, WorkingCalendar


def calendar_of(read: ReadCase, ground: Ground) -> WorkingCalendar:
    """The register's calendar, with the years that the case gives itself."""
    return ground.calendar.with_given(read.case.timeline.given_years, read.case.timeline.given_days_off)


def given_years(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """11. A case gives only years that the register's calendar lacks, and days of those years."""
    given = read.case.timeline
    for n, year in enumerate(given.given_years):
        if year in ground.calendar.years:
            yield Fault(("timeline", "given_years", n), f"{year} is in law/calendar.yaml", "only years that are not")
    for n, day in enumerate(given.given_days_off):
        if day.year not in given.given_years:
            yield Fault(("timeline", "given_days_off", n), f"{day} is in no given year", f"given_years: [{day.year}]")


def periods(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """11. Every period with fixed days recomputes to its `ends`."""
    events = {event.id: event.date for event in read.case.timeline.events}
    by_route = {event.id for event in read.case.timeline.events if event.date_by_route}
    for n, period in enumerate(read.case.timeline.periods):
        path: Path = ("timeline", "periods", n)
        if period.ends_by_route or period.start in by_route:
            continue  # `routes.periods_on_routes` recomputes it on every route.
        start = events.get(period.start)
        if start is None or period.ends is None:
            what = f"no day for the event “{period.start}”" if start is None else "no `ends`"
            yield Fault(path, what, "an event of the timeline with its date, and ends: 2026-04-02")
            continue
        try:
            end = calendar_of(read, ground).end_of(start, period.length, period.unit)
        except DoubtfulDay as doubt:
            yield Fault((*path, "ends"), f"the period cannot be recomputed: {doubt}", "a period without doubtful days")
            continue
        if end != period.ends:
            yield Fault((*path, "ends"), f"{period.id} ends on {end}, not on {period.ends}", f"ends: {end}")


def reveal(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """11. No period is revealed before, or at, the stage of the item that asks for it."""
    asked = {each.item.calc.period: each for each in read.items if isinstance(each.item, DateItem) and each.item.calc}
    for n, period in enumerate(read.case.timeline.periods):
        shown = read.case.stage_number(period.reveal)
        path: Path = ("timeline", "periods", n, "reveal")
        if shown == 0:
            yield Fault(path, f"there is no stage “{period.reveal}”", "a stage, or court")
        elif period.id in asked and shown <= read.case.stage_number(asked[period.id].stage):
            what = f"{period.id} is revealed at {period.reveal}, but “{asked[period.id].item.id}” asks for it"
            yield Fault(path, what, "a later stage")


def day_keys(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """11. A day key equals its period, and no key is a doubtful day."""
    ends = {period.id: period.ends for period in read.case.timeline.periods}
    for each in read.items:
        if isinstance(each.item, DateItem):
            yield from _day_key(each, each.item, ends, ground.calendar)


def _day_key(
    each: StageItem, item: DateItem, ends: dict[str, dt.date | None], calendar: WorkingCalendar
) -> Iterator[Fault]:
    if item.key in calendar.doubtful:
        yield Fault((*each.path, "key"), f"{item.key}: {calendar.doubtful[item.key]}", "another day")
    if item.calc is None or item.calc.period is None:
        return
    if item.calc.period not in ends:
        yield Fault((*each.path, "calc"), f"there is no period “{item.calc.period}”", "a period of the timeline")
    elif ends[item.calc.period] != item.key:
        end = ends[item.calc.period]
        yield Fault(
            (*each.path, "key"), f"the key is {item.key}, the period {item.calc.period} ends on {end}", f"key: {end}"
        )


def working_days_counted(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """13. Working days in a computation with `from`, `to` and `days` recount on the calendar."""
    for each in read.items:
        calc = each.item.calc if isinstance(each.item, NumberItem) else None
        if not calc or not {"days", "from", "to"} <= set(calc) or getattr(each.item, "key_by_route", None):
            continue  # `routes.numbers_on_routes` counts on every route.
        path = (*each.path, "calc")
        try:
            first, last = (dt.date.fromisoformat(str(calc[name])) for name in ("from", "to"))
            days = calendar_of(read, ground).working_days(first, last)
        except ValueError:
            yield Fault(path, "from and to are not days", "from: '2026-06-09', to: '2026-07-31'")
        except DoubtfulDay as doubt:
            yield Fault(path, f"the days cannot be counted: {doubt}", "days without doubt")
        else:
            if days != calc["days"]:
                yield Fault(path, f"{days} working days from {first} to {last}, not {calc['days']}", f"days: {days}")


def events_dated(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """11. Every event has one day: its own, or that of the route."""
    for n, event in enumerate(read.case.timeline.events):
        if (event.date is None) == (event.date_by_route is None):
            yield Fault(
                ("timeline", "events", n), f"the event “{event.id}” has no day, or two", "date, or date_by_route"
            )


def dates_of_header(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """1. The span of the story and the day it is told agree."""
    case = read.case
    if case.facts_from > case.facts_to:
        yield Fault(("facts_to",), "the facts end before they begin", "facts_from before facts_to")
    if not case.facts_from <= case.facts.told_at:
        yield Fault(("facts", "told_at"), "the story is told before it begins", "a day after facts_from")
