"""Sort the evidence: what each card is about, and how far it can be believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from assessments.items.matching import Entry
from assessments.items.shapes import one_of, part_fields, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug

SIDES = ("relevance", "reliability")


class CardKey(Shape):
    """The values accepted on each side, with their points."""

    relevance: dict[Slug, Number] = Field(min_length=1)
    reliability: dict[Slug, Number] = Field(min_length=1)

    def of(self, side: str) -> Mapping[str, Decimal]:
        return self.relevance if side == "relevance" else self.reliability


class Card(Shape):
    """A document of the dossier (`ref`), whose title then is the text, or a text of its own."""

    id: Slug
    ref: Slug | None = None
    text: Text
    key: CardKey
    feedback: Text | None = None


class BoardScoring(Shape):
    relevance: Number = Field(gt=0)
    reliability: Number = Field(gt=0)


class EvidenceBoard(Item):
    type: Literal["evidence_board"]
    relevance: list[Entry] = Field(min_length=2, max_length=8)
    reliability: list[Entry] = Field(min_length=2, max_length=8)
    scoring: BoardScoring
    cards: list[Card] = Field(min_length=2, max_length=20)

    def choices(self, side: str) -> list[Entry]:
        return self.relevance if side == "relevance" else self.reliability

    def best(self, side: str) -> Decimal:
        """What the right choice of a side gives."""
        return self.scoring.relevance if side == "relevance" else self.scoring.reliability


class EvidenceBoardType(ItemType[EvidenceBoard]):
    """Answer: {card: {relevance: id, reliability: id}}; a card or a side may be missing."""

    name = "evidence_board"
    model = EvidenceBoard

    def view(self, item: EvidenceBoard, lang: str) -> dict[str, Any]:
        return {
            "cards": [{"id": each.id, "ref": each.ref, "text": each.text.get(lang)} for each in item.cards],
            **{side: [{"id": each.id, "text": each.text.get(lang)} for each in item.choices(side)] for side in SIDES},
        }

    def parse(self, item: EvidenceBoard, raw: Any) -> Answer:
        if not isinstance(raw, dict) or len(raw) > len(item.cards):
            raise WrongShape("not_a_mapping")
        for name in raw:
            one_of(name, [each.id for each in item.cards])
        read = {each.id: _sides(item, raw[each.id]) for each in item.cards if each.id in raw}
        return {name: sides for name, sides in read.items() if sides} or None

    def from_form(self, item: EvidenceBoard, form: FormData, prefix: str) -> Any:
        found = {
            card.id: {side: value for side in SIDES if (value := form.get(f"{prefix}value-{card.id}.{side}"))}
            for card in item.cards
        }
        return {name: sides for name, sides in found.items() if sides} or None

    def fields(self, item: EvidenceBoard) -> list[str]:
        return part_fields(f"{card.id}.{side}" for card in item.cards for side in SIDES)

    def mark(self, item: EvidenceBoard, answer: Answer, seed: str) -> Score:
        by_part, wrong = {}, []
        for card in item.cards:
            for side in SIDES:
                chosen = answer.get(card.id, {}).get(side)
                by_part[f"{card.id}.{side}"] = points = card.key.of(side).get(chosen, ZERO)
                if chosen and points < item.best(side):
                    wrong.append(f"card:{card.id}.{side}:{chosen}")
        return Score(rounded(sum(by_part.values(), ZERO)), item.max_points, by_part, tuple(wrong))

    def explain(self, item: EvidenceBoard, answer: Answer, lang: str, seed: str) -> Explanation:
        return Explanation(tuple(_part(item, card, (answer or {}).get(card.id, {}), lang) for card in item.cards))

    def faults(self, item: EvidenceBoard, place: Place) -> Iterator[Fault]:
        if place != "case":
            yield Fault(("type",), "an evidence board stands only in a case", "type: matching")
        yield from twice((each.id for each in item.cards), "cards")
        for side in SIDES:
            yield from twice((each.id for each in item.choices(side)), side)
        for n, card in enumerate(item.cards):
            yield from _card_faults(item, card, n)
        yield from unequal(item.max_points, (item.scoring.relevance + item.scoring.reliability) * len(item.cards))


def _sides(item: EvidenceBoard, raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or set(raw) - set(SIDES):
        raise WrongShape("not_a_mapping")
    return {side: one_of(raw[side], [each.id for each in item.choices(side)]) for side in SIDES if side in raw}


def _said(item: EvidenceBoard, chosen: Mapping[str, str | None], lang: str) -> str:
    texts = {(side, each.id): each.text.get(lang) for side in SIDES for each in item.choices(side)}
    return "; ".join(texts[side, value] for side in SIDES if (value := chosen.get(side)))


def _part(item: EvidenceBoard, card: Card, given: Mapping[str, str], lang: str) -> Part:
    best = {side: max(card.key.of(side), key=lambda name: card.key.of(side)[name]) for side in SIDES}
    reached = [card.key.of(side).get(given.get(side, ""), ZERO) for side in SIDES]
    return Part(
        card.id,
        card.text.get(lang),
        chosen=bool(given),
        right=all(points == item.best(side) for points, side in zip(reached, SIDES, strict=True)),
        feedback=get(card.feedback, lang),
        expected=_said(item, best, lang),
        given=_said(item, given, lang) or None,
    )


def _card_faults(item: EvidenceBoard, card: Card, n: int) -> Iterator[Fault]:
    if card.feedback is None:
        yield Fault(("cards", n), "no feedback", "feedback: what it is about and how far it is believed")
    for side in SIDES:
        known = {each.id for each in item.choices(side)}
        for name, points in card.key.of(side).items():
            path = ("cards", n, "key", side, name)
            if name not in known:
                yield Fault(path, f"“{name}” is no choice of {side}", ", ".join(sorted(known)))
            if not ZERO <= points <= item.best(side):
                yield Fault(path, f"{points} points are above those of the side", f"at most {item.best(side)}")
        if max(card.key.of(side).values()) != item.best(side):
            yield Fault(("cards", n, "key", side), "no choice gives all the points", f"one with {item.best(side)}")
