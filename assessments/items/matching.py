"""Each entry on the left belongs to one on the right."""

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
    Text,
    get,
    rounded,
    share,
)
from assessments.items.shapes import explained, form_fields, mapped, part_fields, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug


class Entry(Shape):
    id: Slug
    text: Text


class Pair(Shape):
    left: Slug
    right: Slug
    where: list[str] = []
    """Paragraphs of the dossier that prove it."""
    feedback: Text | None = None


class NearPair(Shape):
    left: Slug
    right: Slug
    mistake: Text | None = None
    feedback: Text


class PerPair(Shape):
    per_pair: Number = Field(gt=0)


class Matching(Item):
    type: Literal["matching"]
    left: list[Entry] = Field(min_length=2, max_length=12)
    right: list[Entry] = Field(min_length=2, max_length=12)
    key: list[Pair] = Field(min_length=2)
    near: list[NearPair] = []
    scoring: Literal["per-pair", "all-or-nothing"] | PerPair = "per-pair"

    def right_of(self) -> dict[str, str]:
        return {pair.left: pair.right for pair in self.key}


class MatchingType(ItemType[Matching]):
    """Answer: {left id: right id}; a left entry may be missing."""

    name = "matching"
    model = Matching
    shuffled = ("right",)

    def view(self, item: Matching, lang: str) -> dict[str, Any]:
        return {
            side: [{"id": entry.id, "text": entry.text.get(lang)} for entry in entries]
            for side, entries in (("left", item.left), ("right", item.right))
        }

    def parse(self, item: Matching, raw: Any) -> Answer:
        return mapped(raw, [entry.id for entry in item.left], [entry.id for entry in item.right]) or None

    def from_form(self, item: Matching, form: FormData, prefix: str) -> Any:
        return form_fields(form, prefix, [entry.id for entry in item.left])

    def fields(self, item: Matching) -> list[str]:
        return part_fields(entry.id for entry in item.left)

    def mark(self, item: Matching, answer: Answer, seed: str) -> Score:
        key = item.right_of()
        hits = [left for left, right in key.items() if answer.get(left) == right]
        wrong = tuple(f"pair:{left}:{answer[left]}" for left in key if left in answer and left not in hits)
        return Score(self._points(item, len(hits)), item.max_points, self._by_part(item, hits), wrong)

    def _points(self, item: Matching, hits: int) -> Decimal:
        if isinstance(item.scoring, PerPair):
            return rounded(item.scoring.per_pair * hits)
        if item.scoring == "all-or-nothing":
            return item.max_points if hits == len(item.key) else ZERO
        return share(item.max_points, hits, len(item.key))

    def _by_part(self, item: Matching, hits: list[str]) -> dict[str, Decimal]:
        each = item.scoring.per_pair if isinstance(item.scoring, PerPair) else share(item.max_points, 1, len(item.key))
        return {pair.left: each if pair.left in hits else ZERO for pair in item.key}

    def explain(self, item: Matching, answer: Answer, lang: str, seed: str) -> Explanation:
        given = answer or {}
        texts = {entry.id: entry.text.get(lang) for entry in (*item.left, *item.right)}
        near = {(pair.left, pair.right): pair for pair in item.near}
        parts = []
        for pair in item.key:
            chosen = given.get(pair.left)
            miss = near.get((pair.left, chosen or ""))
            feedback = get(miss.feedback, lang) if miss else get(pair.feedback, lang)
            parts.append(
                Part(
                    pair.left,
                    texts[pair.left],
                    chosen=chosen is not None,
                    right=chosen == pair.right,
                    mistake=get(miss.mistake, lang) if miss else None,
                    feedback=feedback,
                    expected=texts[pair.right],
                    given=texts[chosen] if chosen else None,
                )
            )
        return Explanation(tuple(parts))

    def faults(self, item: Matching, place: Place) -> Iterator[Fault]:
        left, right = [entry.id for entry in item.left], [entry.id for entry in item.right]
        yield from twice(left, "left")
        yield from twice(right, "right")
        yield from twice((pair.left for pair in item.key), "key")
        for missing in sorted(set(left) - {pair.left for pair in item.key}):
            yield Fault(("key",), f"“{missing}” has no pair in the key", f"{{left: {missing}, right: …}}")
        pairs = [("key", n, pair.left, pair.right) for n, pair in enumerate(item.key)]
        pairs += [("near", n, near.left, near.right) for n, near in enumerate(item.near)]
        for name, n, one, other in pairs:
            if one not in left or other not in right:
                yield Fault((name, n), f"unknown pair {one} – {other}", "ids of left and right")
        yield from self._feedback(item, place)
        if isinstance(item.scoring, PerPair):
            yield from unequal(item.max_points, item.scoring.per_pair * len(item.key))

    def _feedback(self, item: Matching, place: Place) -> Iterator[Fault]:
        key = item.right_of()
        for n, pair in enumerate(item.key):
            if pair.feedback is None and place == "case":
                yield Fault(("key", n), "no feedback for this pair", "feedback: why it belongs there")
        if place != "case" and len(item.near) < 3 and any(pair.feedback is None for pair in item.key):
            yield Fault(("near",), "fewer than three near pairs", "near pairs that people choose, with feedback")
        for n, near in enumerate(item.near):
            yield from explained(near.feedback, near.mistake, place == "case", "near", n)
            if key.get(near.left) == near.right:
                yield Fault(("near", n), "a near pair equals the key", "a wrong pair that people choose")
