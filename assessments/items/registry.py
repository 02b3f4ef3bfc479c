"""The item types. A new type is a module and one line here; nothing else asks for the name of a type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessments.items.base import (
    ZERO,
    Answer,
    Explanation,
    FormData,
    Item,
    ItemType,
    Place,
    Score,
    language_of,
    texts_of,
)
from assessments.items.cloze import ClozeType
from assessments.items.concordance import ConcordanceType
from assessments.items.date import DateType
from assessments.items.decision import DecisionType
from assessments.items.essay import EssayType
from assessments.items.evidence_board import EvidenceBoardType
from assessments.items.mark_defect import MarkDefectType
from assessments.items.matching import MatchingType
from assessments.items.multiple import MultipleType
from assessments.items.norm_pick import NormPickType
from assessments.items.number import NumberType
from assessments.items.ordering import OrderingType
from assessments.items.parametric import filled_by_seed
from assessments.items.seeds import seed_order
from assessments.items.short_text import ShortTextType
from assessments.items.single import SingleType
from core.content.canonical import plain
from core.content.problems import Fault

ITEM_TYPES: dict[str, ItemType[Any]] = {
    each.name: each
    for each in (
        SingleType(),
        MultipleType(),
        MatchingType(),
        OrderingType(),
        ClozeType(),
        NumberType(),
        DateType(),
        NormPickType(),
        MarkDefectType(),
        ShortTextType(),
        EssayType(),
        ConcordanceType(),
        DecisionType(),
        EvidenceBoardType(),
    )
}


def type_of(item: Item) -> ItemType[Any]:
    return ITEM_TYPES[item.type]


def read_item(data: dict[str, Any]) -> Item:
    """An item from the JSON of its stored edition.

    :raises KeyError: unknown type
    :raises pydantic.ValidationError: not the content of an edition
    """
    item: Item = ITEM_TYPES[data["type"]].model.model_validate(data)
    return item


def public_content(item: Item) -> dict[str, dict[str, Any]]:
    """What of an item may ever be shown before release, per language; stored apart from the key.

    Never key, feedback, points of parts or model answer. A language is there only if every text of the item has it.
    """
    kind = type_of(item)
    languages = [lang for lang in ("ru", "kk") if language_of(item, lang) == lang]
    return {lang: _content(item, kind, lang) for lang in languages}


def _content(item: Item, kind: ItemType[Any], lang: str) -> dict[str, Any]:
    common = {"id": item.id, "type": item.type, "lang": lang, "prompt": item.prompt.get(lang)}
    points = plain(kind.max_points(item))
    final = {"irrevocable": True} if item.irrevocable else {}
    return {**common, "max_points": points, "shuffle": list(kind.shuffled), **final, **kind.view(item, lang)}


def present(content: dict[str, dict[str, Any]], lang: str, seed: str) -> dict[str, Any]:
    """Public content as one learner gets it: in this language or the other, order and variant by the seed."""
    shown = dict(content.get(lang) or content.get("ru") or next(iter(content.values())))
    for name in shown.pop("shuffle"):
        shown[name] = seed_order(shown[name], f"{seed}:{shown['id']}:{name}")
    variant = shown.pop("variant", None)
    if variant:
        shown["prompt"] = filled_by_seed(shown["prompt"], variant, shown["id"], shown["lang"], seed)
    return shown


def public_view(item: Item, lang: str, seed: str) -> dict[str, Any]:
    """`present` of `public_content`: what a learner with an open attempt may receive. `lang` tells the language used."""
    return present(public_content(item), lang, seed)


def parse_answer(item: Item, raw: Any) -> Answer:
    """The canonical answer, JSON-safe; None for "not answered".

    :raises WrongShape: for anything that is not an answer to this item
    """
    return None if raw is None else type_of(item).parse(item, raw)


def parse_form(item: Item, form: FormData, prefix: str = "") -> Answer:
    """The canonical answer from a form without JavaScript.

    Fields: `<prefix>value` (repeated where several may be chosen), `<prefix>value-<part>` for pairs, gaps, slots,
    positions and essay fields, `<prefix>reason-<paragraph>` for marks with a reason.

    :raises WrongShape: for anything that is not an answer to this item
    """
    return parse_answer(item, type_of(item).from_form(item, form, prefix))


def field_names(item: Item, prefix: str = "") -> set[str]:
    """What `parse_form` may be sent: every field of the question's form."""
    return {f"{prefix}{name}" for name in type_of(item).fields(item)}


def score(item: Item, answer: Answer, seed: str) -> Score:
    """Points of a canonical answer; no answer gives zero and still waits for nobody."""
    kind = type_of(item)
    return Score(ZERO, kind.max_points(item)) if answer is None else kind.mark(item, answer, seed)


def explain(item: Item, answer: Answer, lang: str, seed: str) -> Explanation:
    """Feedback after release, in the language of `public_view`."""
    return type_of(item).explain(item, answer, language_of(item, lang), seed)


def item_faults(item: Item, place: Place) -> Iterator[Fault]:
    """What is wrong in the content of an item beyond its shape. Empty for an item that may be published."""
    yield from _common(item, place)
    yield from type_of(item).faults(item, place)


def _common(item: Item, place: Place) -> Iterator[Fault]:
    if place == "case":
        yield from _in_case(item)
        return
    if place == "bank":
        yield from _in_bank(item)
    if isinstance(item.competencies, dict):
        yield Fault(("competencies",), "points by competency stand only in a case", "a list of ids")
    elif not item.norms:
        yield Fault((), "the field “norms” is missing", "every norm that an explanation leans on")


def _in_bank(item: Item) -> Iterator[Fault]:
    for name in ("difficulty", "basis", "points"):
        if getattr(item, name) is None:
            yield Fault((), f"the field “{name}” is missing", f"{name}: …")
    for path, text in texts_of(item):
        if text.ru is None or text.kk is None:
            yield Fault(path, f"no {'Kazakh' if text.ru else 'Russian'} text", "{ru: …, kk: …}")


def _in_case(item: Item) -> Iterator[Fault]:
    if item.points is None or not isinstance(item.competencies, dict):
        yield Fault((), "an item of a case has points and competencies with points", "competencies: {deadlines: 4}")
    elif sum(item.competencies.values(), ZERO) != item.points:
        yield Fault(("competencies",), "the competencies do not add up to the points of the item", f"sum {item.points}")
