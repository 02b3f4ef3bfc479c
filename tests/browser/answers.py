"""Right answers to drawn items, computed from their keys in the database, as the fields of the page's form."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.items.number import worked
from assessments.items.ordering import example_order
from assessments.models import Attempt, AttemptItem, ItemEdition, ItemKey
from assessments.walks.state import walk_of
from core.content.canonical import plain

Fields = dict[str, list[str]]
"""Name of a field without the prefix of its question → the values that are given in it."""


def right_answers(session: Session, ref: str, stage: int = 1) -> dict[int, Fields]:
    """The right answer to every place of an attempt, by its number; of a case, those of one stage."""
    attempt = session.scalars(select(Attempt).where(Attempt.ref == ref)).one()
    rows = session.execute(
        select(AttemptItem.position, ItemEdition.hash, ItemKey.content)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.stage_no == stage)
    )
    walk = walk_of(session, attempt)
    items = {row.position: item_of(row.hash, row.content) for row in rows}
    return {n: right_fields(walk.on_the_way(item) if walk else item, attempt.seed) for n, item in items.items()}


def decisions_at(session: Session, ref: str, stage: int) -> list[int]:
    """Numbers of the decisions at a stage of a case."""
    query = (
        select(AttemptItem.position)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.ref == ref, AttemptItem.stage_no == stage, ItemEdition.type == "decision")
        .order_by(AttemptItem.position)
    )
    return list(session.scalars(query))


def right_fields(item: Any, seed: str) -> Fields:
    """The fields of the best answer to an item in the variant of a seed."""
    return BY_TYPE[item.type](item, seed)


def _single(item: Any, seed: str) -> Fields:
    return {"value": [max(item.options, key=item.worth).id]}


def _multiple(item: Any, seed: str) -> Fields:
    return {"value": [choice.id for choice in item.options if choice.is_right]}


def _matching(item: Any, seed: str) -> Fields:
    return {f"value-{left}": [right] for left, right in item.right_of().items()}


def _ordering(item: Any, seed: str) -> Fields:
    return {f"value-{each}": [str(n)] for n, each in enumerate(example_order(item), 1)}


def _cloze(item: Any, seed: str) -> Fields:
    return {f"value-{gap}": [item.right_of(gap).id] for gap in item.gaps}


def _number(item: Any, seed: str) -> Fields:
    return {"value": [plain(worked(item, seed).key).replace(".", ",")]}


def _date(item: Any, seed: str) -> Fields:
    return {"value": [f"{item.key:%d.%m.%Y}"]}


def _norm_pick(item: Any, seed: str) -> Fields:
    return {f"value-{slot.id}": [max(slot.key, key=lambda norm: item.worth(slot, norm))] for slot in item.slots}


def _mark_defect(item: Any, seed: str) -> Fields:
    reasons = {f"reason-{defect.at}": [defect.reasons[0]] for defect in item.key if defect.reasons}
    return {"value": item.defects(), **reasons}


def _essay(item: Any, seed: str) -> Fields:
    return {f"value-{each.id}": [item.model_answer[each.id].get("ru")[: each.max]] for each in item.fields}


def _short_text(item: Any, seed: str) -> Fields:
    return {"value": [item.model_answer.get("ru")]}


def _concordance(item: Any, seed: str) -> Fields:
    return {"value": [str(item.scale[-1])]}


def _decision(item: Any, seed: str) -> Fields:
    return {"value": [max(item.options, key=lambda act: act.points or 0).id]}


def _evidence_board(item: Any, seed: str) -> Fields:
    best = {(card.id, side): card.key.of(side) for card in item.cards for side in ("relevance", "reliability")}
    return {f"value-{card}.{side}": [max(key, key=lambda name: key[name])] for (card, side), key in best.items()}


BY_TYPE: dict[str, Callable[[Any, str], Fields]] = {
    "single": _single, "multiple": _multiple, "matching": _matching, "ordering": _ordering, "cloze": _cloze, "number": _number,
    "date": _date, "norm_pick": _norm_pick, "mark_defect": _mark_defect, "essay": _essay, "short_text": _short_text,
    "concordance": _concordance, "decision": _decision, "evidence_board": _evidence_board,
}  # fmt: skip
