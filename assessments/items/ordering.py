"""Put the steps in order: a fixed order, or any order that keeps all `must_precede`."""

from __future__ import annotations

import itertools
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
    share,
)
from assessments.items.matching import Entry
from assessments.items.shapes import explained, form_fields, part_fields, some_of, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug


class Precedes(Shape):
    first: Slug
    then: Slug
    mistake: Text | None = None
    feedback: Text | None = None


class PerAdjacentPair(Shape):
    per_adjacent_pair: Number = Field(gt=0)
    """Points for each step that stands directly before the step that follows it in the key."""


class Overall(Shape):
    right: Text | None = None
    other: Text | None = None


class Ordering(Item):
    type: Literal["ordering"]
    elements: list[Entry] = Field(min_length=3, max_length=10)
    must_precede: list[Precedes] = []
    key: list[Slug] = []
    scoring: Literal["per-constraint", "all-or-nothing"] | PerAdjacentPair = "per-constraint"
    feedback: Overall | None = None


class OrderingType(ItemType[Ordering]):
    """Answer: all element ids in the chosen order. A form sends a position for each element."""

    name = "ordering"
    model = Ordering
    shuffled = ("elements",)

    def view(self, item: Ordering, lang: str) -> dict[str, Any]:
        return {"elements": [{"id": entry.id, "text": entry.text.get(lang)} for entry in item.elements]}

    def parse(self, item: Ordering, raw: Any) -> Answer:
        known = [entry.id for entry in item.elements]
        if len(some_of(raw, known)) != len(known):
            raise WrongShape("not_all_placed")
        return list(raw)

    def from_form(self, item: Ordering, form: FormData, prefix: str) -> Any:
        known = [entry.id for entry in item.elements]
        places = form_fields(form, prefix, known)
        if places is None:
            return None
        allowed = {str(n) for n in range(1, len(known) + 1)}
        if set(places) != set(known) or set(places.values()) != allowed:
            raise WrongShape("each_place_once")
        return sorted(known, key=lambda each: int(places[each]))

    def fields(self, item: Ordering) -> list[str]:
        return part_fields(entry.id for entry in item.elements)

    def mark(self, item: Ordering, answer: Answer, seed: str) -> Score:
        broken = tuple(f"order:{pair.first}:{pair.then}" for pair in _constraints(item) if not _kept(pair, answer))
        return Score(self._points(item, answer, len(broken)), item.max_points, {}, broken)

    def _points(self, item: Ordering, answer: list[str], broken: int) -> Decimal:
        if isinstance(item.scoring, PerAdjacentPair):
            following = set(itertools.pairwise(answer))
            kept = sum(pair in following for pair in zip(item.key, item.key[1:], strict=False))
            return rounded(item.scoring.per_adjacent_pair * kept)
        if item.scoring == "all-or-nothing":
            return ZERO if broken else item.max_points
        total = len(_constraints(item))
        return share(item.max_points, total - broken, total)

    def explain(self, item: Ordering, answer: Answer, lang: str, seed: str) -> Explanation:
        texts = {entry.id: entry.text.get(lang) for entry in item.elements}
        broken = [pair for pair in _constraints(item) if answer and not _kept(pair, answer)]
        parts = tuple(
            Part(
                f"{pair.first}:{pair.then}",
                f"{texts[pair.first]} → {texts[pair.then]}",
                chosen=True,
                right=False,
                mistake=get(pair.mistake, lang),
                feedback=get(pair.feedback, lang),
            )
            for pair in broken
        )
        overall = item.feedback or Overall()
        said = overall.right if answer and not broken else overall.other
        expected = " → ".join(texts[each] for each in example_order(item))
        return Explanation(parts, feedback=get(said, lang), expected=expected)

    def faults(self, item: Ordering, place: Place) -> Iterator[Fault]:
        known = [entry.id for entry in item.elements]
        yield from twice(known, "elements")
        if bool(item.key) == bool(item.must_precede):
            yield Fault((), "an ordering item has either key or must_precede", "one of the two")
        if item.key and sorted(item.key) != sorted(known):
            yield Fault(
                ("key",), "the key does not hold every element once", f"[{', '.join(known)}] in the right order"
            )
        for n, pair in enumerate(item.must_precede):
            if pair.first not in known or pair.then not in known or pair.first == pair.then:
                yield Fault(
                    ("must_precede", n), f"unknown pair {pair.first} – {pair.then}", "two different element ids"
                )
            yield from explained(pair.feedback, pair.mistake, place == "case", "must_precede", n)
        if item.must_precede and not example_order(item):
            yield Fault(("must_precede",), "no order keeps all pairs: they form a circle", "pairs without a circle")
        if item.key and (item.feedback is None or item.feedback.other is None):
            yield Fault(("feedback",), "no feedback for a wrong order", "feedback: {right: …, other: …}")
        yield from self._scoring(item)

    def _scoring(self, item: Ordering) -> Iterator[Fault]:
        if not isinstance(item.scoring, PerAdjacentPair):
            return
        if not item.key:
            yield Fault(("scoring",), "per_adjacent_pair needs a key", "key: one fixed order")
        yield from unequal(item.max_points, item.scoring.per_adjacent_pair * (len(item.elements) - 1))


def _constraints(item: Ordering) -> list[Precedes]:
    if item.must_precede:
        return item.must_precede
    return [Precedes(first=first, then=then) for first, then in zip(item.key, item.key[1:], strict=False)]


def _kept(pair: Precedes, answer: list[str]) -> bool:
    return answer.index(pair.first) < answer.index(pair.then)


def example_order(item: Ordering) -> list[str]:
    """An order that keeps all pairs, the earliest element first; empty when none does."""
    if item.key:
        return list(item.key)
    left = [entry.id for entry in item.elements]
    order: list[str] = []
    while left:
        waiting = {pair.then for pair in item.must_precede if pair.first in left}
        free = next((each for each in left if each not in waiting), None)
        if free is None:
            return []
        left.remove(free)
        order.append(free)
    return order
