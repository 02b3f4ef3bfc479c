"""A sentence or two. The program suggests points by what it finds, a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from assessments.items.base import ZERO, Answer, Explanation, FormData, Item, ItemType, Part, Place, Score, Text, get
from assessments.items.shapes import twice, unequal, written
from core.content.problems import Fault
from core.content.shapes import Line, Number, Shape, Slug, Whole

LIMIT = 4_000
"""Characters; also keeps the search for patterns short."""
_NESTED = re.compile(r"[*+}]\)+[*+{]")
"""A repeat of a repeat can take forever on a hostile answer."""


class Words(Shape):
    min: Whole = Field(ge=1)
    max: Whole = Field(ge=1, le=600)


class Patterns(Shape):
    ru: list[Line] = []
    kk: list[Line] = []

    def found(self, text: str) -> bool:
        return any(re.search(pattern, text, re.IGNORECASE) for pattern in (*self.ru, *self.kk))


class Element(Shape):
    id: Slug
    points: Number = Field(gt=0)
    what: Text
    accept: Patterns
    missing: Text


class Trap(Shape):
    match: Text
    minus: Number = Field(gt=0)
    mistake: Text
    feedback: Text

    def found(self, text: str) -> bool:
        return any(re.search(each, text, re.IGNORECASE) for each in (self.match.ru, self.match.kk) if each)


class ShortText(Item):
    type: Literal["short_text"]
    words: Words
    marking: Literal["auto-suggests-marker-decides"] = "auto-suggests-marker-decides"
    elements: list[Element] = Field(min_length=1, max_length=10)
    traps: list[Trap] = []
    model_answer: Text


class ShortTextType(ItemType[ShortText]):
    """Answer: the text, at most 4,000 characters."""

    name = "short_text"
    model = ShortText
    machine_marked = False

    def view(self, item: ShortText, lang: str) -> dict[str, Any]:
        return {"words": {"min": item.words.min, "max": item.words.max}, "limit": LIMIT}

    def parse(self, item: ShortText, raw: Any) -> Answer:
        return written(raw, LIMIT) or None

    def from_form(self, item: ShortText, form: FormData, prefix: str) -> Any:
        return form.get(f"{prefix}value") or None

    def mark(self, item: ShortText, answer: Answer, seed: str) -> Score:
        by_part = {each.id: each.points if each.accept.found(answer) else ZERO for each in item.elements}
        traps = [n for n, trap in enumerate(item.traps) if trap.found(answer)]
        minus = sum((item.traps[n].minus for n in traps), ZERO)
        points = max(ZERO, min(item.max_points, sum(by_part.values(), ZERO) - minus))
        missing = tuple(f"missing:{name}" for name, value in by_part.items() if value == ZERO)
        return Score(points, item.max_points, by_part, missing + tuple(f"trap:{n}" for n in traps), needs_marker=True)

    def explain(self, item: ShortText, answer: Answer, lang: str, seed: str) -> Explanation:
        text = answer or ""
        parts = [
            Part(
                each.id,
                each.what.get(lang),
                right=(found := each.accept.found(text)),
                feedback=None if found else each.missing.get(lang),
            )
            for each in item.elements
        ]
        parts += [
            Part(
                f"trap-{n}", chosen=True, right=False, mistake=get(trap.mistake, lang), feedback=trap.feedback.get(lang)
            )
            for n, trap in enumerate(item.traps)
            if trap.found(text)
        ]
        return Explanation(tuple(parts), model_answer=item.model_answer.get(lang))

    def faults(self, item: ShortText, place: Place) -> Iterator[Fault]:
        if item.words.min > item.words.max:
            yield Fault(("words",), "more words at least than at most", "min below max")
        yield from twice((each.id for each in item.elements), "elements")
        yield from unequal(item.max_points, sum((each.points for each in item.elements), Decimal(0)))
        for path, pattern in _patterns(item):
            yield from _pattern_faults(pattern, *path)
        if not any(True for fault in _patterns_broken(item)):
            yield from self._model_answer(item)

    def _model_answer(self, item: ShortText) -> Iterator[Fault]:
        """The program finds every element and no trap in the author's own answer."""
        for lang in ("ru", "kk"):
            text = getattr(item.model_answer, lang)
            if text is None:
                continue
            score = self.mark(item, text, "")
            if score.points != item.max_points:
                yield Fault(
                    ("model_answer",),
                    f"the {lang} model answer gets {score.points}: {', '.join(score.mistakes)}",
                    "patterns that find it",
                )
            if not item.words.min <= len(text.split()) <= item.words.max:
                yield Fault(
                    ("model_answer",),
                    f"the {lang} model answer has {len(text.split())} words",
                    f"{item.words.min} to {item.words.max}",
                )


def _patterns(item: ShortText) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for n, element in enumerate(item.elements):
        for lang in ("ru", "kk"):
            for m, pattern in enumerate(getattr(element.accept, lang)):
                yield ("elements", n, "accept", lang, m), pattern
    for n, trap in enumerate(item.traps):
        for lang in ("ru", "kk"):
            if pattern := getattr(trap.match, lang):
                yield ("traps", n, "match", lang), pattern


def _patterns_broken(item: ShortText) -> Iterator[Fault]:
    for path, pattern in _patterns(item):
        yield from _pattern_faults(pattern, *path)


def _pattern_faults(pattern: str, *path: str | int) -> Iterator[Fault]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield Fault(path, f"not a pattern: {error}", "a regular expression")
    if _NESTED.search(pattern):
        yield Fault(path, "a repeat inside a repeat", "one repeat: \\w*, .{0,60}")
