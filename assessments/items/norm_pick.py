"""Name the norm: one norm from a pool for each place."""

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
)
from assessments.items.shapes import explained, form_fields, mapped, part_fields, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug, Truth


class Value(Shape):
    """What picking this norm means. `right` in the bank, `points` in a case."""

    right: Truth = False
    points: Number | None = Field(None, ge=0)
    strength: Literal["strong", "good", "fair", "weak", "wrong"] | None = None
    mistake: Text | None = None
    feedback: Text | None = None


class Slot(Shape):
    id: Slug
    prompt: Text | None = None
    key: dict[Slug, Value] = Field(min_length=1)


class NormPick(Item):
    type: Literal["norm_pick"]
    pool: list[Slug] = Field(min_length=3, max_length=20)
    slots: list[Slot] = Field(min_length=1, max_length=6)
    default_feedback: Text | None = None

    def worth(self, slot: Slot, norm: str | None) -> Decimal:
        value = slot.key.get(norm or "")
        if value is None:
            return ZERO
        if value.points is not None:
            return value.points
        return self.max_points / len(self.slots) if value.right else ZERO

    def best(self, slot: Slot) -> Decimal:
        return max(self.worth(slot, norm) for norm in slot.key)


class NormPickType(ItemType[NormPick]):
    """Answer: {slot: norm id}; a slot may be missing."""

    name = "norm_pick"
    model = NormPick
    shuffled = ("pool",)

    def view(self, item: NormPick, lang: str) -> dict[str, Any]:
        slots = [{"id": slot.id, "prompt": get(slot.prompt, lang)} for slot in item.slots]
        return {"slots": slots, "pool": list(item.pool)}

    def parse(self, item: NormPick, raw: Any) -> Answer:
        return mapped(raw, [slot.id for slot in item.slots], item.pool) or None

    def from_form(self, item: NormPick, form: FormData, prefix: str) -> Any:
        return form_fields(form, prefix, [slot.id for slot in item.slots])

    def fields(self, item: NormPick) -> list[str]:
        return part_fields(slot.id for slot in item.slots)

    def mark(self, item: NormPick, answer: Answer, seed: str) -> Score:
        by_part = {slot.id: item.worth(slot, answer.get(slot.id)) for slot in item.slots}
        wrong = tuple(
            f"norm:{slot.id}:{answer[slot.id]}"
            for slot in item.slots
            if slot.id in answer and by_part[slot.id] < item.best(slot)
        )
        return Score(rounded(sum(by_part.values(), ZERO)), item.max_points, by_part, wrong)

    def explain(self, item: NormPick, answer: Answer, lang: str, seed: str) -> Explanation:
        return Explanation(tuple(self._part(item, slot, (answer or {}).get(slot.id), lang) for slot in item.slots))

    def _part(self, item: NormPick, slot: Slot, norm: str | None, lang: str) -> Part:
        best = next(each for each in slot.key if item.worth(slot, each) == item.best(slot))
        value = slot.key.get(norm or best)
        return Part(
            slot.id,
            get(slot.prompt, lang) or "",
            chosen=norm is not None,
            right=item.worth(slot, norm) == item.best(slot),
            mistake=get(value.mistake, lang) if value else None,
            feedback=get(value.feedback, lang) if value else get(item.default_feedback, lang),
            expected=best,
            given=norm,
        )

    def faults(self, item: NormPick, place: Place) -> Iterator[Fault]:
        yield from twice(item.pool, "pool")
        yield from twice((slot.id for slot in item.slots), "slots")
        for n, slot in enumerate(item.slots):
            yield from self._slot(item, slot, place, n)
        if place == "case":
            yield from unequal(item.max_points, sum((item.best(slot) for slot in item.slots), ZERO))

    def _slot(self, item: NormPick, slot: Slot, place: Place, n: int) -> Iterator[Fault]:
        for norm, value in slot.key.items():
            path = ("slots", n, "key", norm)
            if norm not in item.pool:
                yield Fault(path, f"“{norm}” is not in the pool", "a norm of the pool")
            yield from explained(value.feedback, value.mistake, value.right or place == "case", *path)
        if item.best(slot) == ZERO:
            yield Fault(("slots", n, "key"), "no norm is right here", "right: true, or points")
        if item.default_feedback is None and set(item.pool) - set(slot.key):
            missing = ", ".join(sorted(set(item.pool) - set(slot.key)))
            yield Fault(("slots", n, "key"), f"no feedback for {missing}", "an entry for each, or default_feedback")
