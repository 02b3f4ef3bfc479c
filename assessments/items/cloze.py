"""Gaps in a text, each with its own choices."""

from __future__ import annotations

import re
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
    share,
)
from assessments.items.shapes import Choice, form_fields, one_of, part_fields, public_choices, twice, unexplained
from core.content.problems import Fault
from core.content.shapes import Slug

GAP = re.compile(r"\{\{([A-Za-z0-9._-]+)\}\}")


class Cloze(Item):
    type: Literal["cloze"]
    text: Text
    gaps: dict[Slug, list[Choice]] = Field(min_length=1, max_length=10)
    scoring: Literal["per-gap", "all-or-nothing"] = "per-gap"

    def right_of(self, gap: str) -> Choice:
        return next(choice for choice in self.gaps[gap] if choice.is_right)


class ClozeType(ItemType[Cloze]):
    """Answer: {gap: option id}; a gap may be missing."""

    name = "cloze"
    model = Cloze
    shuffled = ("gaps",)

    def view(self, item: Cloze, lang: str) -> dict[str, Any]:
        gaps = {gap: public_choices(choices, lang) for gap, choices in item.gaps.items()}
        return {"segments": _segments(item.text.get(lang)), "gaps": gaps}

    def parse(self, item: Cloze, raw: Any) -> Answer:
        if not isinstance(raw, dict) or len(raw) > len(item.gaps):
            raise WrongShape("not_a_mapping")
        for gap in raw:
            one_of(gap, item.gaps)
        chosen = {gap: one_of(raw[gap], [each.id for each in item.gaps[gap]]) for gap in item.gaps if gap in raw}
        return chosen or None

    def from_form(self, item: Cloze, form: FormData, prefix: str) -> Any:
        return form_fields(form, prefix, item.gaps)

    def fields(self, item: Cloze) -> list[str]:
        return part_fields(item.gaps)

    def mark(self, item: Cloze, answer: Answer, seed: str) -> Score:
        hits = [gap for gap in item.gaps if answer.get(gap) == item.right_of(gap).id]
        wrong = tuple(f"gap:{gap}:{answer[gap]}" for gap in item.gaps if gap in answer and gap not in hits)
        each = share(item.max_points, 1, len(item.gaps))
        by_part = {gap: each if gap in hits else ZERO for gap in item.gaps}
        return Score(self._points(item, len(hits)), item.max_points, by_part, wrong)

    def _points(self, item: Cloze, hits: int) -> Decimal:
        if item.scoring == "all-or-nothing":
            return item.max_points if hits == len(item.gaps) else ZERO
        return share(item.max_points, hits, len(item.gaps))

    def explain(self, item: Cloze, answer: Answer, lang: str, seed: str) -> Explanation:
        parts = []
        for gap, choices in item.gaps.items():
            right = item.right_of(gap)
            chosen = next((each for each in choices if each.id == (answer or {}).get(gap)), None)
            shown = chosen or right
            parts.append(
                Part(
                    gap,
                    chosen=chosen is not None,
                    right=chosen is not None and chosen.is_right,
                    mistake=get(shown.mistake, lang),
                    feedback=get(shown.feedback, lang),
                    expected=right.text.get(lang),
                    given=chosen.text.get(lang) if chosen else None,
                )
            )
        return Explanation(tuple(parts))

    def faults(self, item: Cloze, place: Place) -> Iterator[Fault]:
        for lang in ("ru", "kk"):
            text = getattr(item.text, lang)
            if text is not None and sorted(GAP.findall(text)) != sorted(item.gaps):
                yield Fault(
                    ("text",),
                    f"the gaps of the {lang} text and `gaps` differ",
                    f"{{{{{'}} {{'.join(item.gaps)}}}}} once each",
                )
        for gap, choices in item.gaps.items():
            yield from twice((choice.id for choice in choices), "gaps", gap)
            yield from unexplained(choices, place, "gaps", gap)
            if len(choices) < 2 or sum(choice.is_right for choice in choices) != 1:
                yield Fault(("gaps", gap), "a gap has exactly one right option of at least two", "right: true on one")


def _segments(text: str) -> list[dict[str, str]]:
    """The text as a row of {"text": …} and {"gap": …}."""
    pieces = GAP.split(text)
    rows = [{"text" if n % 2 == 0 else "gap": piece} for n, piece in enumerate(pieces)]
    return [row for row in rows if row.get("text") != ""]
