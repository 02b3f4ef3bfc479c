"""A question as it is on one way: a number whose key depends on the route gets the key and the near values of that route."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.cases.variants import filled, names_of
from assessments.items import Item
from assessments.items.arithmetic import BadFormula, compute
from assessments.items.number import Near, NumberItem
from assessments.items.parametric import as_decimal

ONE = Decimal(1)
_DAYS_MORE = re.compile(r"days\+([0-9]{1,2})\Z")
_DAILY = re.compile(r"daily=(.+)\Z")


def settled(item: Item, clock: Mapping[str, Any] | None, flags: Mapping[str, str]) -> Item:
    """The item as it is on the route of these flags; all but numbers with `key_by_route` stay as they are."""
    if not isinstance(item, NumberItem) or not item.key_by_route:
        return item
    names = names_of(clock, flags)
    near = [_near(each, item.calc or {}, names) for each in item.near]
    data = {**item.dump(), "near": [each.dump() for each in near], "key": item.key_by_route[flags["route"]]}
    kept = {name: value for name, value in filled(data, names).items() if name not in ("key_by_route", "calc")}
    return NumberItem.model_validate(kept, context={"lang": "ru"})


def _near(near: Near, calc: Mapping[str, Any], names: Mapping[str, Any]) -> Near:
    if near.match is None:
        return near
    value = as_decimal(near_value(near.match, calc, names))
    return Near.model_validate(
        {**{k: v for k, v in near.dump().items() if k != "match"}, "value": value, "within": ONE}
    )


def near_value(match: str, calc: Mapping[str, Any], names: Mapping[str, Any]) -> Fraction:
    """What somebody gets who computes so: `days+1`, `daily=3192000/246`, `weekdays`, `calendar_days`.

    :raises BadFormula: unknown computation
    """
    if found := _DAILY.match(match):
        return formula(found.group(1)) * days_of(calc, names)
    daily = formula(str(calc.get("daily", "")))
    if found := _DAYS_MORE.match(match):
        return daily * (days_of(calc, names) + int(found.group(1)))
    first, last = span(calc, names)
    if match == "calendar_days":
        return daily * ((last - first).days + 1)
    if match == "weekdays":
        return daily * sum(day.weekday() < 5 for day in _each(first, last))
    raise BadFormula(f"unknown computation “{match}”")


def right_value(calc: Mapping[str, Any], names: Mapping[str, Any]) -> Fraction:
    """`daily` times `days` on a route."""
    return formula(str(calc.get("daily", ""))) * days_of(calc, names)


def days_of(calc: Mapping[str, Any], names: Mapping[str, Any]) -> int:
    """The number of days: a number, or the name of one that the route gives."""
    value = names.get(str(calc.get("days")), calc.get("days"))
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadFormula(f"“{calc.get('days')}” is no number of days of the route")
    return value


def span(calc: Mapping[str, Any], names: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    """From the first day to the last, each a day or the name of one that the route gives.

    :raises BadFormula: one of them is neither
    """
    found = []
    for side in ("from", "to"):
        said = names.get(str(calc.get(side)), calc.get(side))
        try:
            found.append(said if isinstance(said, dt.date) else dt.date.fromisoformat(str(said)))
        except ValueError as error:
            raise BadFormula(f"“{calc.get(side)}” is no day of the route") from error
    return found[0], found[1]


def formula(text: str) -> Fraction:
    value = compute(text, {})
    if not isinstance(value, Fraction):
        raise BadFormula("the computation is not a number")
    return value


def _each(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for n in range((last - first).days + 1):
        yield first + dt.timedelta(days=n)
