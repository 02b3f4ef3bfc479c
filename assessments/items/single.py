"""One right answer; in a case, a weaker lawful answer may have part of the points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from assessments.items.base import ZERO, Answer, Explanation, FormData, Item, ItemType, Part, Place, Score, get
from assessments.items.shapes import Choice, one_of, public_choices, twice, unequal, unexplained
from core.content.problems import Fault


class Single(Item):
    type: Literal["single"]
    options: list[Choice] = Field(min_length=2, max_length=12)

    def worth(self, choice: Choice) -> Decimal:
        if choice.points is not None:
            return choice.points
        return self.max_points if choice.is_right else ZERO


class SingleType(ItemType[Single]):
    """Answer: the id of the option."""

    name = "single"
    model = Single
    shuffled = ("options",)

    def view(self, item: Single, lang: str) -> dict[str, Any]:
        return {"options": public_choices(item.options, lang)}

    def parse(self, item: Single, raw: Any) -> Answer:
        return one_of(raw, [choice.id for choice in item.options])

    def from_form(self, item: Single, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: Single, answer: Answer, seed: str) -> Score:
        chosen = next(choice for choice in item.options if choice.id == answer)
        points = item.worth(chosen)
        wrong = points < item.max_points or not (chosen.is_right or chosen.points)
        return Score(points, item.max_points, {chosen.id: points}, (f"option:{answer}",) if wrong else ())

    def explain(self, item: Single, answer: Answer, lang: str, seed: str) -> Explanation:
        best = max(item.worth(choice) for choice in item.options)
        parts = tuple(
            Part(
                choice.id,
                choice.text.get(lang),
                chosen=choice.id == answer,
                right=item.worth(choice) == best,
                mistake=get(choice.mistake, lang),
                feedback=get(choice.feedback, lang),
            )
            for choice in item.options
        )
        return Explanation(parts)

    def faults(self, item: Single, place: Place) -> Iterator[Fault]:
        yield from twice((choice.id for choice in item.options), "options")
        yield from unexplained(item.options, place, "options")
        with_points = [choice for choice in item.options if choice.points is not None]
        if with_points:
            yield from self._points(item, len(with_points))
        elif sum(choice.is_right for choice in item.options) != 1:
            yield Fault(("options",), "a single item has exactly one right option", "right: true on one option")

    def _points(self, item: Single, with_points: int) -> Iterator[Fault]:
        if with_points != len(item.options) or any(choice.is_right for choice in item.options):
            yield Fault(
                ("options",), "options are scored in two ways at once", "points on every option, or one right: true"
            )
            return
        best = max(item.worth(choice) for choice in item.options)
        yield from unequal(item.max_points, best)
        if sum(item.worth(choice) == best for choice in item.options) != 1:
            yield Fault(("options",), "more than one option has the highest points", "one best option")
