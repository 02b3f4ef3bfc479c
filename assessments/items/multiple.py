"""Several right answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from assessments.items.base import (
    ZERO,
    Answer,
    Explanation,
    FormData,
    Item,
    ItemType,
    Part,
    Place,
    Score,
    get,
    rounded,
    share,
)
from assessments.items.shapes import Choice, public_choices, some_of, twice, unequal, unexplained
from core.content.problems import Fault
from core.content.shapes import Number, Shape


class PerOption(Shape):
    per_option: Number = Field(gt=0)
    """Points for each option judged rightly, chosen or left."""


class Multiple(Item):
    type: Literal["multiple"]
    options: list[Choice] = Field(min_length=2, max_length=12)
    scoring: Literal["partial", "all-or-nothing"] | PerOption = "all-or-nothing"
    """partial: each right choice adds its share, each wrong one takes a share away, never below zero."""


class MultipleType(ItemType[Multiple]):
    """Answer: list of option ids in the order of the item."""

    name = "multiple"
    model = Multiple
    shuffled = ("options",)

    def view(self, item: Multiple, lang: str) -> dict[str, Any]:
        return {"options": public_choices(item.options, lang)}

    def parse(self, item: Multiple, raw: Any) -> Answer:
        return some_of(raw, [choice.id for choice in item.options]) or None

    def from_form(self, item: Multiple, form: FormData, prefix: str) -> Any:
        return form.getlist(f"{prefix}value") or None

    def mark(self, item: Multiple, answer: Answer, seed: str) -> Score:
        wrong = [choice for choice in item.options if choice.is_right != (choice.id in answer)]
        mistakes = tuple(f"option:{choice.id}" for choice in wrong if not choice.is_right)
        missed = tuple(f"missed:{choice.id}" for choice in wrong if choice.is_right)
        return Score(self._points(item, answer, wrong), item.max_points, {}, mistakes + missed)

    def _points(self, item: Multiple, answer: list[str], wrong: list[Choice]) -> Decimal:
        if isinstance(item.scoring, PerOption):
            return rounded(item.scoring.per_option * (len(item.options) - len(wrong)))
        if item.scoring == "all-or-nothing":
            return ZERO if wrong else item.max_points
        right = [choice.id for choice in item.options if choice.is_right]
        hits = sum(each in right for each in answer)
        return share(item.max_points, hits - (len(answer) - hits), len(right))

    def explain(self, item: Multiple, answer: Answer, lang: str, seed: str) -> Explanation:
        parts = tuple(
            Part(
                choice.id,
                choice.text.get(lang),
                chosen=choice.id in (answer or []),
                right=choice.is_right,
                mistake=get(choice.mistake, lang),
                feedback=get(choice.feedback, lang),
            )
            for choice in item.options
        )
        return Explanation(parts)

    def faults(self, item: Multiple, place: Place) -> Iterator[Fault]:
        yield from twice((choice.id for choice in item.options), "options")
        yield from unexplained(item.options, place, "options")
        right = sum(choice.is_right for choice in item.options)
        if right in (0, len(item.options)):
            yield Fault(("options",), "all options are right, or none is", "at least one right and one wrong option")
        if any(choice.points is not None for choice in item.options):
            yield Fault(("options",), "options of a multiple item have no points of their own", "scoring: partial")
        if isinstance(item.scoring, PerOption):
            yield from unequal(item.max_points, item.scoring.per_option * len(item.options))
