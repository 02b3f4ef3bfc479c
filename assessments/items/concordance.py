"""How a new fact moves one's confidence, compared with a panel of jurists.

Until a panel is recorded the item gives no points; a panel is never invented.
"""

from __future__ import annotations

from collections import Counter
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
    Text,
    WrongShape,
    get,
    rounded,
)
from core.content.problems import Fault
from core.content.shapes import Shape, Whole


class Panel(Shape):
    status: Literal["not-recorded", "recorded"]
    jurists_needed: Whole = Field(ge=5)
    answers: list[Whole] = []


class Comment(Shape):
    value: Whole
    mistake: Text | None = None
    feedback: Text


class Concordance(Item):
    type: Literal["concordance"]
    scale: list[Whole] = Field(min_length=3, max_length=7)
    panel: Panel
    use: Literal["practice-only"] | None = None
    comments: list[Comment] = []


class ConcordanceType(ItemType[Concordance]):
    """Answer: a value of the scale."""

    name = "concordance"
    model = Concordance

    def view(self, item: Concordance, lang: str) -> dict[str, Any]:
        return {"scale": list(item.scale)}

    def max_points(self, item: Concordance) -> Decimal:
        return item.max_points if item.panel.status == "recorded" else ZERO

    def parse(self, item: Concordance, raw: Any) -> Answer:
        if isinstance(raw, str) and raw in {str(value) for value in item.scale}:
            raw = int(raw)
        if isinstance(raw, bool) or not isinstance(raw, int) or raw not in item.scale:
            raise WrongShape("unknown_choice")
        return raw

    def from_form(self, item: Concordance, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: Concordance, answer: Answer, seed: str) -> Score:
        """The share of jurists who said the same, measured against the most frequent answer."""
        if item.panel.status != "recorded":
            return Score(ZERO, ZERO)
        said = Counter(item.panel.answers)
        points = rounded(item.max_points * said[answer] / max(said.values()))
        return Score(points, item.max_points, {}, () if points else (f"value:{answer}",))

    def explain(self, item: Concordance, answer: Answer, lang: str, seed: str) -> Explanation:
        parts = tuple(
            Part(
                str(each.value),
                chosen=each.value == answer,
                mistake=get(each.mistake, lang),
                feedback=each.feedback.get(lang),
            )
            for each in item.comments
        )
        return Explanation(parts)

    def faults(self, item: Concordance, place: Place) -> Iterator[Fault]:
        panel = item.panel
        if panel.status == "not-recorded" and (panel.answers or item.points):
            yield Fault(
                ("panel",), "without a recorded panel there are no answers and no points", "points: 0, answers: []"
            )
        if panel.status == "recorded" and len(panel.answers) < panel.jurists_needed:
            yield Fault(("panel",), f"{len(panel.answers)} jurists of {panel.jurists_needed}", "status: not-recorded")
        if set(panel.answers) - set(item.scale):
            yield Fault(("panel", "answers"), "an answer outside the scale", str(item.scale))
        if sorted(each.value for each in item.comments) != sorted(item.scale):
            yield Fault(("comments",), "not one comment for each value", str(item.scale))
