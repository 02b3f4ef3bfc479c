"""Publishes the worked example of a case as the loader would, with a made-up register behind its pins."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from assessments.items import Item
from assessments.models import Attempt, AttemptItem, CaseEdition, ItemEdition
from assessments.publishing import NewCase, NewItem, publish_cases, publish_items
from courses.content.editions import case_edition, item_edition
from tests.content import example_case
from tests.factories.assessments import NOW
from tests.factories.law import make_norm


def publish_example(session: Session) -> CaseEdition:
    """The case of the absence act, in its edition 1."""
    read = example_case()
    norms = {pin.id: make_norm(session, slug=pin.id, article=str(n)).id for n, pin in enumerate(read.case.norms, 1)}
    made = [(item_edition(each.item, read.case.id), each.item) for each in read.items]
    items = publish_items(session, [NewItem(one.slug, one.hash, item) for one, item in made], norms, now=NOW)
    edition = case_edition(read)
    ids = publish_cases(session, [NewCase(read, edition.hash, edition.content, "")], items, norms, now=NOW)
    return session.get_one(CaseEdition, ids[read.case.id])


def numbers(session: Session, attempt: Attempt) -> dict[str, int]:
    """Id of the question in the case → its number in the attempt."""
    query = (
        select(AttemptItem.position, ItemEdition.public)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(AttemptItem.attempt_id == attempt.id)
    )
    return {row.public["ru"]["id"]: row.position for row in session.execute(query)}


def form_of(item: Item, answer: Any, prefix: str) -> MultiDict[str, str]:
    """A canonical answer as the fields that the question's form sends."""
    form: MultiDict[str, str] = MultiDict({f"{prefix}key": f"key-{prefix}", f"{prefix}base_seq": "0"})
    for name, value in _FIELDS.get(item.type, _plain)(answer):
        form.add(f"{prefix}{name}", str(value))
    return form


def _plain(answer: Any) -> list[tuple[str, Any]]:
    return [("value", answer)]


_FIELDS: dict[str, Any] = {
    "multiple": lambda answer: [("value", each) for each in answer],
    "matching": lambda answer: [(f"value-{left}", right) for left, right in answer.items()],
    "norm_pick": lambda answer: [(f"value-{slot}", norm) for slot, norm in answer.items()],
    "essay": lambda answer: [(f"value-{field}", text) for field, text in answer.items()],
    "ordering": lambda answer: [(f"value-{element}", n) for n, element in enumerate(answer, 1)],
    "mark_defect": lambda answer: (
        [("value", place) for place in answer]
        + [(f"reason-{place}", reason) for place, reason in answer.items() if reason]
    ),
    "evidence_board": lambda answer: [
        (f"value-{card}.{side}", value) for card, sides in answer.items() for side, value in sides.items()
    ],
}
