"""A day to be found on Kazakhstan's working calendar; foreseeable wrong ways are named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

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
from core.content.problems import Fault
from core.content.shapes import Day, Number, Shape, Slug, Whole

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z")


class NearDay(Shape):
    value: Day
    points: Number | None = Field(None, ge=0)
    mistake: Text | None = None
    feedback: Text


class Calc(Shape):
    """How the key is found: a period of the case, or a start and a length. Recomputed on loading."""

    period: Slug | None = None
    start: Day | None = Field(None, alias="from")
    length: Whole | None = Field(None, ge=1, le=1100)
    unit: Literal["working_day", "calendar_day", "month", "year"] | None = None


class DateItem(Item):
    type: Literal["date"]
    calendar: Literal["kz-5"] = "kz-5"
    key: Day
    calc: Calc | None = None
    near: list[NearDay] = []
    feedback: Overall | None = None


class DateType(ItemType[DateItem]):
    """Answer: the day in ISO form; 09.12.2026 is understood too."""

    name = "date"
    model = DateItem

    def view(self, item: DateItem, lang: str) -> dict[str, Any]:
        return {}

    def parse(self, item: DateItem, raw: Any) -> Answer:
        if not isinstance(raw, str) or len(raw) > 30:
            raise WrongShape("not_a_day")
        text = raw.strip()
        if not text:
            return None
        iso, dotted = _ISO.match(text), _DOTTED.match(text)
        numbers = iso.groups() if iso else dotted.groups()[::-1] if dotted else None
        if numbers is None:
            raise WrongShape("not_a_day")
        try:
            return dt.date(*(int(number) for number in numbers)).isoformat()
        except ValueError:
            raise WrongShape("not_a_day") from None

    def from_form(self, item: DateItem, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: DateItem, answer: Answer, seed: str) -> Score:
        if answer == item.key.isoformat():
            return Score(item.max_points, item.max_points)
        near = _near(item, answer)
        points = near.points if near and near.points is not None else ZERO
        return Score(points, item.max_points, {}, (f"near:{answer}" if near else "other",))

    def explain(self, item: DateItem, answer: Answer, lang: str, seed: str) -> Explanation:
        overall, expected = item.feedback or Overall(), item.key.isoformat()
        if answer == expected:
            return Explanation(feedback=get(overall.right, lang), expected=expected)
        near = _near(item, answer)
        if near is None:
            return Explanation(feedback=get(overall.other, lang), expected=expected)
        return Explanation(feedback=near.feedback.get(lang), mistake=get(near.mistake, lang), expected=expected)

    def faults(self, item: DateItem, place: Place) -> Iterator[Fault]:
        seen = {item.key}
        for n, near in enumerate(item.near):
            if near.value in seen:
                yield Fault(("near", n), f"{near.value} stands twice among key and near values", "different days")
            seen.add(near.value)
            if near.mistake is None and place != "case":
                yield Fault(("near", n), "the near value does not name its mistake", "mistake: two to seven words")
            if near.points is not None and near.points >= item.max_points:
                yield Fault(("near", n), "a near value gives all the points", f"points below {item.max_points}")
        if len(item.near) < 3:
            yield Fault(("near",), "fewer than three near values", "near values for three wrong ways")
        if item.feedback is None or item.feedback.right is None:
            yield Fault((), "no feedback for the right day", "feedback: {right: …}")
        yield from self._calc(item, place)

    def _calc(self, item: DateItem, place: Place) -> Iterator[Fault]:
        calc = item.calc
        if calc is None:
            return
        if calc.period is not None and (place != "case" or calc.start or calc.length or calc.unit):
            yield Fault(
                ("calc",), "period stands alone and only in a case", "{from: 2026-03-27, length: 1, unit: month}"
            )
        elif calc.period is None and None in (calc.start, calc.length, calc.unit):
            yield Fault(("calc",), "the computation is not complete", "{from: 2026-03-27, length: 1, unit: month}")


def _near(item: DateItem, answer: Answer) -> NearDay | None:
    return next((near for near in item.near if near.value.isoformat() == answer), None)
