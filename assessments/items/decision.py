"""A decision that cannot be taken back: it costs days, sets what the case remembers, and may choose the next stage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from assessments.items.base import ZERO, Answer, Explanation, FormData, Item, ItemType, Part, Place, Score, Text
from assessments.items.shapes import one_of, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Day, Number, Shape, Slug, Truth, Whole

Strength = Literal["strong", "good", "fair", "weak", "wrong"]


class Bonus(Shape):
    """Part of the points lost at another decision, given back for repairing it."""

    to: str
    max: Number = Field(gt=0)


class Act(Shape):
    """An option: what it is worth, what it costs, what follows from it."""

    id: Slug
    text: Text
    points: Number | None = Field(None, ge=0)
    bonus: Number | None = Field(None, ge=0)
    strength: Strength | None = None
    lawful: Truth = True
    cost_days: Whole | None = Field(None, ge=0, le=400)
    clock_to: Day | None = None
    flags: dict[Slug, Slug] = Field({}, alias="set")
    next: Slug | None = None
    consequence: Text | None = None
    feedback: Text | None = None


class Decision(Item):
    irrevocable: ClassVar[bool] = True

    type: Literal["decision"]
    options: list[Act] = Field(min_length=2, max_length=12)
    bonus: Bonus | None = None

    def act(self, name: str) -> Act:
        return next(each for each in self.options if each.id == name)


class DecisionType(ItemType[Decision]):
    """Answer: the id of the option. What follows from it is told only once the decision is taken."""

    name = "decision"
    model = Decision
    shuffled = ("options",)

    def view(self, item: Decision, lang: str) -> dict[str, Any]:
        return {"options": [{"id": each.id, "text": each.text.get(lang)} for each in item.options]}

    def parse(self, item: Decision, raw: Any) -> Answer:
        return one_of(raw, [each.id for each in item.options])

    def from_form(self, item: Decision, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: Decision, answer: Answer, seed: str) -> Score:
        points = item.act(answer).points or ZERO
        wrong = points < item.max_points or item.act(answer).strength == "wrong"
        return Score(points, item.max_points, {answer: points}, (f"option:{answer}",) if wrong else ())

    def explain(self, item: Decision, answer: Answer, lang: str, seed: str) -> Explanation:
        best = max(_worth(each) for each in item.options)
        parts = tuple(
            Part(
                each.id,
                each.text.get(lang),
                chosen=each.id == answer,
                right=_worth(each) == best,
                feedback=each.feedback.get(lang) if each.feedback else None,
            )
            for each in item.options
        )
        return Explanation(parts)

    def faults(self, item: Decision, place: Place) -> Iterator[Fault]:
        if place != "case":
            yield Fault(("type",), "a decision stands only in a case", "type: single")
        yield from twice((each.id for each in item.options), "options")
        for n, each in enumerate(item.options):
            yield from _act_faults(item, each, n)
        if item.bonus is None:
            yield from unequal(item.max_points, max((each.points or ZERO for each in item.options), default=ZERO))
        elif item.max_points:
            yield Fault(("points",), "a repair has no points of its own, it gives a bonus", "points: 0")
        elif max(each.bonus or ZERO for each in item.options) != item.bonus.max:
            yield Fault(
                ("bonus", "max"), "no option gives the greatest bonus", "max: the greatest bonus of the options"
            )


def _worth(act: Act) -> Decimal:
    return act.points if act.points is not None else act.bonus or ZERO


def _act_faults(item: Decision, act: Act, n: int) -> Iterator[Fault]:
    path = ("options", n)
    if act.feedback is None:
        yield Fault(path, "no feedback", "feedback: why, and where to look")
    if act.consequence is None:
        yield Fault(path, "no consequence", "consequence: what the person sees happen")
    if (act.cost_days is None) == (act.clock_to is None):
        yield Fault(path, "the decision has no cost, or two", "cost_days: 0, or clock_to: 2026-04-21")
    if item.bonus is None and (act.points is None or act.bonus is not None):
        yield Fault(path, "an option of a decision has points", "points: 0")
    if item.bonus is not None and (act.bonus is None or act.points is not None):
        yield Fault(path, "an option of a repair has a bonus", "bonus: 0")
    if item.bonus is not None and act.bonus is not None and act.bonus > item.bonus.max:
        yield Fault((*path, "bonus"), f"the bonus {act.bonus} is above its cap", f"at most {item.bonus.max}")
