"""What can be wrong in a number item, every variant computed before publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assessments.items import parametric
from assessments.items.arithmetic import BadFormula, Value, compute, holds
from assessments.items.base import Place
from assessments.items.parametric import Params
from core.content.problems import Fault

if TYPE_CHECKING:
    from assessments.items.number import NumberItem

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")


def faults(item: NumberItem, place: Place) -> Iterator[Fault]:
    given = [item.key is not None, item.formula is not None, item.key_by_route is not None]
    if sum(given) != 1:
        yield Fault((), "a number item has either key or formula", "key: 20, or params and formula")
    yield from _near(item, place)
    yield from _calc(item)
    if item.params or item.formula:
        yield from _parametric(item)


def _near(item: NumberItem, place: Place) -> Iterator[Fault]:
    for n, near in enumerate(item.near):
        if sum(each is not None for each in (near.value, near.formula, near.match)) != 1:
            yield Fault(("near", n), "a near value is given in several ways, or in none", "value, or formula")
        if near.mistake is None and place != "case":
            yield Fault(("near", n), "the near value does not name its mistake", "mistake: two to seven words")
        if near.value is not None and near.value == item.key:
            yield Fault(("near", n), "a near value equals the key", "a wrong value")
        if near.points is not None and near.points >= item.max_points:
            yield Fault(("near", n), "a near value gives all the points", f"points below {item.max_points}")
    if place == "bank" and len(item.near) < 3:
        yield Fault(("near",), "fewer than three near values", "near values for three wrong ways")


def _calc(item: NumberItem) -> Iterator[Fault]:
    """A key with a computation equals it, as it stands or rounded to a whole number."""
    if item.calc is None or item.key is None:
        return
    try:
        value = _calculated(item.calc)
    except (BadFormula, ValueError) as error:
        yield Fault(("calc",), str(error), "from and to, daily and days, or formula: '3192000 / 228'")
        return
    if item.key not in (value, value.quantize(Decimal(1), ROUND_HALF_UP)):
        yield Fault(("key",), f"the key is {item.key}, the computation gives {value}", f"key: {value}")


def _calculated(calc: Mapping[str, object]) -> Decimal:
    """`formula`; or `daily` times `days`; or minutes between two times; or days from one day to another, both counted."""
    given = set(calc) - {"source"}
    if given == {"formula"}:
        return _formula(calc["formula"])
    if {"daily", "days"} <= given <= {"daily", "days", "from", "to", "cap_months"}:
        return _formula(f"({calc['daily']}) * ({calc['days']})")
    if given == {"from", "to"}:
        first, last = str(calc["from"]), str(calc["to"])
        if _DAY.match(first) and _DAY.match(last):
            return Decimal((dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1)
        return Decimal(_minutes(last) - _minutes(first))
    raise BadFormula(f"unknown parts of the computation: {', '.join(sorted(given))}")


def _formula(formula: object) -> Decimal:
    value = compute(str(formula), {})
    if not isinstance(value, Fraction):
        raise BadFormula("the computation is not a number")
    return parametric.as_decimal(value)


def _minutes(clock: str) -> int:
    found = _CLOCK.match(clock)
    if found is None:
        raise BadFormula(f"“{clock}” is neither a time of day nor a day")
    return int(found.group(1)) * 60 + int(found.group(2))


def _parametric(item: NumberItem) -> Iterator[Fault]:
    if item.params is None or item.formula is None:
        yield Fault((), "params and formula belong together", "both, or a key")
        return
    count = parametric.combination_count(item.params)
    if count > parametric.MAX_COMBINATIONS:
        yield Fault(("params",), f"{count} combinations", f"at most {parametric.MAX_COMBINATIONS}")
        return
    for lang in ("ru", "kk"):
        yield from _places(item, lang)
    try:
        yield from _every_variant(item, item.params, item.formula)
        yield from _proof(item, item.params, item.formula)
    except BadFormula as error:
        yield Fault(("formula",), str(error), "numbers, parameters, + - * /, add_months, 1 day")


def _places(item: NumberItem, lang: str) -> Iterator[Fault]:
    text = getattr(item.prompt, lang) or ""
    known = set(item.params.named if item.params else ()) | set(item.derived)
    for name in sorted(set(parametric.PLACE.findall(text)) - known):
        yield Fault(("prompt",), f"“{{{{{name}}}}}” in the {lang} text is no parameter", ", ".join(sorted(known)))


def _every_variant(item: NumberItem, params: Params, formula: str) -> Iterator[Fault]:
    for values in parametric.combinations(params):
        names = parametric.with_derived(values, item.derived)
        answer = compute(formula, names)
        if not isinstance(answer, Fraction):
            raise BadFormula("the formula does not give a number")
        for near in item.near:
            compute(near.formula or "0", names)
        for n, rule in enumerate(item.must_hold):
            if not holds(rule, {**names, "formula": answer}):
                said = ", ".join(f"{name} = {value}" for name, value in values.items())
                yield Fault(("must_hold", n), f"“{rule}” does not hold for {said}", "other values, or another formula")
                return


def _proof(item: NumberItem, params: Params, formula: str) -> Iterator[Fault]:
    if len(item.proof) < 5:
        yield Fault(("proof",), "fewer than five proofs", "five seeds with their values and the answer")
    for n, row in enumerate(item.proof):
        seed = str(row.get("seed", ""))
        names = parametric.with_derived(parametric.chosen(params, seed, item.id), item.derived)
        right: dict[str, Any] = {name: _plain(value) for name, value in names.items()}
        right["answer"] = _plain(compute(formula, names))
        for name, value in right.items():
            if row.get(name) != value:
                yield Fault(
                    ("proof", n), f"seed {seed}: {name} is {row.get(name)}, should be {value}", f"{name}: {value}"
                )


def _plain(value: Value) -> object:
    return parametric.as_decimal(value) if isinstance(value, Fraction) else value
