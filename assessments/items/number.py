"""A number to be computed; foreseeable wrong ways are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assessments.items import number_faults
from assessments.items.arithmetic import Value, compute
from assessments.items.base import (
    ZERO,
    Answer,
    Explanation,
    FormData,
    Item,
    ItemType,
    Place,
    Score,
    Text,
    WrongShape,
    get,
)
from assessments.items.ordering import Overall
from assessments.items.parametric import Params, as_decimal, chosen, grouped, with_derived
from core.content.canonical import json_safe, plain
from core.content.problems import Fault
from core.content.shapes import Day, Line, Number, Shape, Whole

UNITS = {
    "calendar-days": {"ru": "календарных дней", "kk": "күнтізбелік күн"},
    "working-days": {"ru": "рабочих дней", "kk": "жұмыс күні"},
    "days": {"ru": "дней", "kk": "күн"},
    "months": {"ru": "месяцев", "kk": "ай"},
    "years": {"ru": "лет", "kk": "жыл"},
    "hours": {"ru": "часов", "kk": "сағат"},
    "minutes": {"ru": "минут", "kk": "минут"},
    "tenge": {"ru": "тенге", "kk": "теңге"},
    "percent": {"ru": "процентов", "kk": "пайыз"},
    "people": {"ru": "человек", "kk": "адам"},
    "times": {"ru": "раз", "kk": "рет"},
    "mci": {"ru": "МРП", "kk": "АЕК"},
}
_TYPED = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?\Z")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def _unit(value: object) -> object:
    return UNITS.get(value, value) if isinstance(value, str) else value


class Near(Shape):
    """A foreseeable wrong value: as it stands, by a formula, or in a case with routes by a wrong computation (`match`)."""

    value: Number | None = None
    formula: Line | None = None
    match: Line | None = None
    within: Number = Field(ZERO, ge=0)
    """How far from the value it is still recognised; results of a division are rounded in many ways."""
    points: Number | None = Field(None, ge=0)
    mistake: Text | None = None
    feedback: Text


class NumberItem(Item):
    type: Literal["number"]
    unit: Annotated[Text, BeforeValidator(_unit)]
    tolerance: Number = Field(ZERO, ge=0)
    key: Number | None = None
    key_by_route: dict[str, Number] | None = None
    calc: dict[str, str | Whole | list[str]] | None = None
    params: Params | None = None
    derived: dict[str, Line] = {}
    formula: Line | None = None
    must_hold: list[Line] = []
    near: list[Near] = []
    proof: list[dict[str, Day | Number]] = []
    feedback: Overall | None = None


@dataclass(frozen=True)
class Worked:
    """One variant computed: the names in the prompt, the right value, the near values that differ from it."""

    names: dict[str, Value]
    key: Decimal
    near: tuple[tuple[Decimal, Near], ...]


def worked(item: NumberItem, seed: str) -> Worked:
    """:raises BadFormula: only for an edition that was never checked"""
    values = chosen(item.params, seed, item.id) if item.params else {}
    return worked_on(item, with_derived(values, item.derived))


def worked_on(item: NumberItem, names: dict[str, Value]) -> Worked:
    key = _computed(item.formula, names) if item.formula else item.key if item.key is not None else ZERO
    near = []
    for each in item.near:
        value = _computed(each.formula, names) if each.formula else each.value
        if value is not None and abs(value - key) > item.tolerance:
            near.append((value, each))
    return Worked(names, key, tuple(near))


def _computed(formula: str, names: dict[str, Value]) -> Decimal:
    value = compute(formula, names)
    return as_decimal(value) if isinstance(value, Fraction) else ZERO


class NumberType(ItemType[NumberItem]):
    """Answer: the number as plain decimal text, "12.5"."""

    name = "number"
    model = NumberItem

    def view(self, item: NumberItem, lang: str) -> dict[str, Any]:
        shown: dict[str, Any] = {"unit": item.unit.get(lang)}
        if item.params:
            shown["variant"] = {"params": json_safe(item.params.dump()), "derived": dict(item.derived)}
        return shown

    def parse(self, item: NumberItem, raw: Any) -> Answer:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise WrongShape("not_a_number")
        text = str(raw)
        if len(text) > 40:
            raise WrongShape("not_a_number")
        text = _SPACES.sub("", text).replace("−", "-")
        if not text:
            return None
        if not _TYPED.match(text):
            raise WrongShape("not_a_number")
        return plain(Decimal(text.replace(",", ".")) + ZERO)

    def from_form(self, item: NumberItem, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: NumberItem, answer: Answer, seed: str) -> Score:
        variant, given = worked(item, seed), Decimal(answer)
        if abs(given - variant.key) <= item.tolerance:
            return Score(item.max_points, item.max_points)
        n, near = _near(variant, given)
        points = near.points if near and near.points is not None else ZERO
        return Score(points, item.max_points, {}, (f"near:{n}" if near else "other",))

    def explain(self, item: NumberItem, answer: Answer, lang: str, seed: str) -> Explanation:
        variant, overall = worked(item, seed), item.feedback or Overall()
        expected = grouped(variant.key)
        if answer is None:
            return Explanation(feedback=get(overall.other, lang), expected=expected)
        given = Decimal(answer)
        if abs(given - variant.key) <= item.tolerance:
            return Explanation(feedback=get(overall.right, lang), expected=expected)
        _, near = _near(variant, given)
        if near is None:
            return Explanation(feedback=get(overall.other, lang), expected=expected)
        return Explanation(feedback=near.feedback.get(lang), mistake=get(near.mistake, lang), expected=expected)

    def faults(self, item: NumberItem, place: Place) -> Iterator[Fault]:
        yield from number_faults.faults(item, place)


def _near(variant: Worked, given: Decimal) -> tuple[int, Near | None]:
    for n, (value, near) in enumerate(variant.near):
        if abs(value - given) <= near.within:
            return n, near
    return -1, None
