"""Checks 11 to 14 on every route: days, periods, late and timely, amounts, and the names that texts use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from assessments.cases.checks.dates import calendar_of
from assessments.cases.checks.ground import Ground, strings
from assessments.cases.clock import ROUTE, Clock
from assessments.cases.format import Event, Period
from assessments.cases.read import ReadCase, StageItem
from assessments.cases.settle import days_of, near_value, right_value, span
from assessments.cases.variants import BLANK
from assessments.items.arithmetic import BadFormula
from assessments.items.number import NumberItem
from core.content.problems import Fault
from core.content.source import Path
from law.calendar import DoubtfulDay, WorkingCalendar, same_day

_ROW = re.compile(r"([0-9][0-9 \u00a0]*) / ([0-9][0-9 \u00a0]*[0-9])")


def route_table(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """14. Routes are the values of the flag `route`, and each gives the same names."""
    clock = read.case.clock
    if clock is None:
        return
    values = clock.flags[ROUTE].values if ROUTE in clock.flags else []
    if set(values) != set(clock.routes):
        different = ", ".join(sorted(set(values) ^ set(clock.routes)))
        yield Fault(("clock", "routes"), f"routes and values of the flag “{ROUTE}” differ: {different}", "the same")
    for route, row in clock.routes.items():
        for name in sorted(clock.names() - set(row)):
            yield Fault(("clock", "routes", route), f"the route “{route}” does not give “{name}”", f"{name}: …")


def names_known(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """14. Days named by route, variants, placeholders and routes named anywhere exist."""
    clock = read.case.clock
    given = clock.names() if clock else set()
    for path, name in _named_days(read):
        days = [clock.day(route, name) for route in clock.routes] if clock else []
        if name not in given or None in days:
            yield Fault(path, f"no route gives the day “{name}”", ", ".join(sorted(given)) or "clock: {routes: …}")
    for path, text in strings(read.source.data):
        for found in BLANK.finditer(text):
            if "{{" not in text and found.group(1) not in given:
                yield Fault(path, f"the placeholder {{{found.group(1)}}} has no value", "a name of clock.routes")
    yield from _variants(read, clock)


def _named_days(read: ReadCase) -> Iterator[tuple[Path, str]]:
    case = read.case
    for n, document in enumerate(case.dossier):
        if document.date_by_route:
            yield ("dossier", n, "date_by_route"), document.date_by_route
    for n, event in enumerate(case.timeline.events):
        if event.date_by_route:
            yield ("timeline", "events", n, "date_by_route"), event.date_by_route
    for n, period in enumerate(case.timeline.periods):
        if period.ends_by_route:
            yield ("timeline", "periods", n, "ends_by_route"), period.ends_by_route
    for n, stage in enumerate(case.stages):
        if stage.day_by_route:
            yield ("stages", n, "day_by_route"), stage.day_by_route


def _variants(read: ReadCase, clock: Clock | None) -> Iterator[Fault]:
    """Every `by_flag` and `by_route`, wherever it stands, names what the clock has."""
    routes = set(clock.routes) if clock else set()
    flags = {name: set(flag.values) for name, flag in clock.flags.items()} if clock else {}
    for path, key, value in _mappings(read.source.data):
        if key == "by_flag":
            for name, texts in value.items():
                if name not in flags:
                    yield Fault((*path, name), f"there is no flag “{name}”", ", ".join(sorted(flags)) or "clock: …")
                    continue
                for each in sorted(set(texts) - flags[name]):
                    what = f"the flag “{name}” has no value “{each}”"
                    yield Fault((*path, name, each), what, ", ".join(sorted(flags[name])))
        elif key in ("by_route", "outcome_by_route", "amount_by_route", "key_by_route"):
            for each in sorted(set(value) - routes):
                yield Fault((*path, each), f"there is no route “{each}”", ", ".join(sorted(routes)) or "clock: …")
            if key == "key_by_route" and routes - set(value):
                missing = ", ".join(sorted(routes - set(value)))
                yield Fault(path, f"no key for the routes {missing}", "a key for every route")


def _mappings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    if isinstance(value, dict):
        for key, child in value.items():
            if isinstance(key, str) and "by_" in key and isinstance(child, dict):
                yield (*path, key), key, child
            yield from _mappings(child, (*path, key))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from _mappings(child, (*path, n))


def kept_or_late(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """12. What must happen within a period does on every route but the late ones, and there it really comes too late."""
    clock = read.case.clock
    events = {event.id: event for event in read.case.timeline.events}
    for n, period in enumerate(read.case.timeline.periods):
        path: Path = ("timeline", "periods", n)
        yield from _kept_names(period, path, events, clock)
        event = events.get(period.kept_by or "")
        if clock is None or event is None:
            continue
        for route in clock.routes:
            done, end = _event_day(event, clock, route), _end(period, clock, route)
            if done is None or end is None:
                continue
            if done > end and route not in period.late_on:
                what = f"on the route “{route}” {event.id} comes on {done}, after the end of {period.id} on {end}"
                yield Fault(("clock", "routes", route), what, f"a day up to {end}, or late_on: [{route}]")
            elif done <= end and route in period.late_on:
                what = f"the route “{route}” is called late, but {event.id} comes on {done}, {period.id} ends on {end}"
                yield Fault((*path, "late_on"), what, f"a day after {end}")
    yield from _watched(read)


def _kept_names(period: Period, path: Path, events: dict[str, Event], clock: Clock | None) -> Iterator[Fault]:
    if period.kept_by is not None and period.kept_by not in events:
        yield Fault((*path, "kept_by"), f"there is no event “{period.kept_by}”", "an event of the timeline")
    for name, values in period.kept_by_flag.items():
        known = clock.flags[name].values if clock and name in clock.flags else []
        for each in sorted(set(values) - set(known)) or ([] if known else [name]):
            yield Fault((*path, "kept_by_flag"), f"the flag “{name}” has no value “{each}”", ", ".join(known) or "…")
    for route in period.late_on:
        if clock is None or route not in clock.routes:
            yield Fault((*path, "late_on"), f"there is no route “{route}”", "a route of the clock")


def _watched(read: ReadCase) -> Iterator[Fault]:
    periods = {period.id: period for period in read.case.timeline.periods}
    for n, each in enumerate(read.case.clock.watched if read.case.clock else []):
        period = periods.get(each.period)
        path: Path = ("clock", "watched", n, "period")
        if period is None:
            yield Fault(path, f"there is no period “{each.period}”", "a period of the timeline")
        elif period.kept_by is None and not period.kept_by_flag:
            yield Fault(path, f"nothing says what keeps “{each.period}”", "kept_by: an event, or kept_by_flag")


def _event_day(event: Event, clock: Clock, route: str) -> dt.date | None:
    return event.date or clock.day(route, event.date_by_route or "")


def _end(period: Period, clock: Clock, route: str) -> dt.date | None:
    return period.ends or clock.day(route, period.ends_by_route or "")


def days_of_routes(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """12. Acts of a route fall on working days, in their order, and no doubtful day lies between the first and the last."""
    clock = read.case.clock
    if clock is None:
        return
    calendar = calendar_of(read, ground)
    acts = [event for event in read.case.timeline.events if event.date_by_route]
    for route in clock.routes:
        path: Path = ("clock", "routes", route)
        days = [(event, day) for event in acts if (day := clock.day(route, event.date_by_route or ""))]
        for (before, first), (after, then) in pairwise(days):
            if first > then:
                what = f"on the route “{route}” {after.id} comes on {then}, before {before.id} on {first}"
                yield Fault((*path, after.date_by_route or ""), what, "days in the order of the events")
        for event, day in days:
            yield from _working(calendar, day, f"{event.id} of the route “{route}”", (*path, event.date_by_route or ""))
        last = max((day for _, day in days), default=clock.start)
        for day in sorted(calendar.doubtful):
            if clock.start <= day <= last:
                yield Fault(path, f"{day}: {calendar.doubtful[day]}", "a route without doubtful days")


def _working(calendar: WorkingCalendar, day: dt.date, what: str, path: Path) -> Iterator[Fault]:
    try:
        if not calendar.is_working_day(day):
            yield Fault(path, f"{what} falls on a day off: {day}", f"{calendar.next_working_day(day)}")
    except DoubtfulDay as doubt:
        yield Fault(path, f"{what}: {doubt}", "a day without doubt")


def periods_on_routes(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """11. A period that begins or ends by route recomputes on every route."""
    clock = read.case.clock
    events = {event.id: event for event in read.case.timeline.events}
    for n, period in enumerate(read.case.timeline.periods):
        event = events.get(period.start)
        if event is None or clock is None or not (period.ends_by_route or event.date_by_route):
            continue
        for route in clock.routes:
            start, end = _event_day(event, clock, route), _end(period, clock, route)
            if start is None or end is None:
                continue
            name = period.ends_by_route
            path: Path = ("clock", "routes", route, name) if name else ("timeline", "periods", n, "ends")
            try:
                right = calendar_of(read, ground).end_of(start, period.length, period.unit)
            except DoubtfulDay as doubt:
                yield Fault(path, f"the period cannot be recomputed: {doubt}", "a period without doubtful days")
                continue
            if right != end:
                what = f"on the route “{route}” {period.id} ends on {right}, not on {end}"
                yield Fault(path, what, f"{name or 'ends'}: {right}")


def numbers_on_routes(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """13. Keys by route recompute from the figures, working days recount, near values differ from the key."""
    clock = read.case.clock
    for each in read.items:
        item = each.item
        if isinstance(item, NumberItem) and item.key_by_route and clock is not None:
            for route in clock.routes:
                try:
                    yield from _number(each, item, route, clock, calendar_of(read, ground))
                except DoubtfulDay as doubt:
                    yield Fault((*each.path, "calc"), f"the days cannot be counted: {doubt}", "days without doubt")
                except BadFormula as error:
                    yield Fault((*each.path, "calc"), f"on the route “{route}”: {error}", "daily, days, from, to")
    yield from _amounts(read)


def _number(each: StageItem, item: NumberItem, route: str, clock: Clock, calendar: WorkingCalendar) -> Iterator[Fault]:
    calc, names = item.calc or {}, clock.routes[route]
    key, right = (item.key_by_route or {}).get(route), right_value(calc, names)
    if key is not None and Fraction(key) != right:
        what = f"on the route “{route}” the key is {key}, the computation gives {float(right):.2f}"
        yield Fault((*each.path, "key_by_route", route), what, f"{route}: {right}")
    first, last = span(calc, names)
    days = calendar.working_days(first, last)
    if days != days_of(calc, names):
        what = f"{days} working days from {first} to {last}, not {days_of(calc, names)}"
        yield Fault(("clock", "routes", route, str(calc.get("days"))), what, f"{calc.get('days')}: {days}")
    months = calc.get("cap_months")
    if isinstance(months, int) and last >= same_day(first, months):
        yield Fault((*each.path, "calc"), f"on the route “{route}” the cap of {months} months is reached", "fewer days")
    for n, near in enumerate(item.near):
        if near.match and abs(near_value(near.match, calc, names) - right) <= Fraction(item.tolerance) + 1:
            what = f"on the route “{route}” the near value “{near.match}” equals the key"
            yield Fault((*each.path, "near", n), what, "a wrong computation with another result")


def _amounts(read: ReadCase) -> Iterator[Fault]:
    """What the court awards by route is what the item asks for, where one item asks for it."""
    keys = [
        each.item.key_by_route for each in read.items if isinstance(each.item, NumberItem) and each.item.key_by_route
    ]
    for route, amount in read.case.court.outcome.amount_by_route.items():
        if len(keys) == 1 and keys[0].get(route) not in (None, amount):
            what = f"on the route “{route}” the court awards {amount}, the item asks for {keys[0][route]}"
            yield Fault(("court", "outcome", "amount_by_route", route), what, f"{route}: {keys[0][route]}")


def tables_add_up(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """13. A paragraph with rows like «22 / 301 000» and «Итого 228 / 3 192 000» adds up."""
    for d, document in enumerate(read.case.dossier):
        for n, paragraph in enumerate(document.paragraphs):
            text, _sep, total = paragraph.text.get("ru").partition("Итого")
            rows, whole = _ROW.findall(text), _ROW.search(total)
            if not rows or whole is None:
                continue
            for side in (0, 1):
                added, said = sum(_plain(row[side]) for row in rows), _plain(whole.group(side + 1))
                if added != said:
                    what = f"{document.id}.{paragraph.n} adds up to {added}, not to {said}"
                    yield Fault(("dossier", d, "paragraphs", n), what, str(added))


def _plain(number: str) -> int:
    return int(re.sub(r"\D", "", number))
