"""What can be wrong in a number item, every variant computed before publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assessments.items import parametric
from assessments.items.arithmetic import BadFormula, Value, compute, holds
from assessments.items.base import Place
from core.content.problems import Fault

if TYPE_CHECKING:
    from assessments.items.number import NumberItem

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
    """A key with a computation equals it."""
    if item.calc is None or item.key is None:
        return
    try:
        value = _calculated(item.calc)
    except (BadFormula, ValueError) as error:
        yield Fault(("calc",), str(error), "from and to as '10:05', or formula: '3192000 / 228'")
        return
    if value != item.key:
        yield Fault(("key",), f"the key is {item.key}, the computation gives {value}", f"key: {value}")


def _calculated(calc: dict[str, Any]) -> Decimal:
    if set(calc) - {"from", "to", "formula", "source"}:
        raise BadFormula(f"unknown parts of the computation: {', '.join(sorted(map(str, calc)))}")
    if "formula" in calc:
        value = compute(str(calc["formula"]), {})
        if not isinstance(value, Fraction):
            raise BadFormula("the computation is not a number")
        return parametric.as_decimal(value)
    return Decimal(_minutes(calc.get("to")) - _minutes(calc.get("from")))


def _minutes(clock: object) -> int:
    found = _CLOCK.match(clock) if isinstance(clock, str) else None
    if found is None:
        raise BadFormula(f"“{clock}” is not a time of day")
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
        yield from _every_variant(item)
        yield from _proof(item)
    except BadFormula as error:
        yield Fault(("formula",), str(error), "numbers, parameters, + - * /, add_months, 1 day")


def _places(item: NumberItem, lang: str) -> Iterator[Fault]:
    text = getattr(item.prompt, lang) or ""
    known = set(item.params.named if item.params else ()) | set(item.derived)
    for name in sorted(set(parametric.PLACE.findall(text)) - known):
        yield Fault(("prompt",), f"“{{{{{name}}}}}” in the {lang} text is no parameter", ", ".join(sorted(known)))


def _every_variant(item: NumberItem) -> Iterator[Fault]:
    assert item.params is not None
    assert item.formula is not None
    for values in parametric.combinations(item.params):
        names = parametric.with_derived(values, item.derived)
        answer = compute(item.formula, names)
        if not isinstance(answer, Fraction):
            raise BadFormula("the formula does not give a number")
        for near in item.near:
            compute(near.formula or "0", names)
        for n, rule in enumerate(item.must_hold):
            if not holds(rule, {**names, "formula": answer}):
                said = ", ".join(f"{name} = {value}" for name, value in values.items())
                yield Fault(("must_hold", n), f"“{rule}” does not hold for {said}", "other values, or another formula")
                return


def _proof(item: NumberItem) -> Iterator[Fault]:
    assert item.params is not None
    assert item.formula is not None
    if len(item.proof) < 5:
        yield Fault(("proof",), "fewer than five proofs", "five seeds with their values and the answer")
    for n, row in enumerate(item.proof):
        seed = str(row.get("seed", ""))
        names = parametric.with_derived(parametric.chosen(item.params, seed, item.id), item.derived)
        right: dict[str, Any] = {name: _plain(value) for name, value in names.items()}
        right["answer"] = _plain(compute(item.formula, names))
        for name, value in right.items():
            if row.get(name) != value:
                yield Fault(
                    ("proof", n), f"seed {seed}: {name} is {row.get(name)}, should be {value}", f"{name}: {value}"
                )


def _plain(value: Value) -> object:
    return parametric.as_decimal(value) if isinstance(value, Fraction) else value
