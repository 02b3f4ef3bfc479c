"""The candidate's receipt: every answer that the server stored, with its number, its time and its link of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.variants import filled
from assessments.chains import answer_content
from assessments.items import present
from assessments.models import Answer, Attempt, AttemptItem, CaseEdition, ExamEdition, ItemEdition
from assessments.queries.norms import with_norms
from assessments.queries.texts import Words, said, words
from assessments.walks.state import Walk, walk_of
from core.hashing import ZERO, chained

DIGITS = 4


@dataclass(frozen=True)
class Entry:
    """One stored answer."""

    number: int
    view: dict[str, Any]
    value: Any
    seq: int
    stored_at: datetime
    late: bool
    hash: str
    newest: bool

    @property
    def short_hash(self) -> str:
        """The ends of the link, enough to compare by eye."""
        return f"{self.hash[:DIGITS]}·{self.hash[-DIGITS:]}"


@dataclass(frozen=True)
class Receipt:
    """What was stored, and whether each answer still follows from the one before it."""

    title: Words
    entries: Sequence[Entry]
    whole: bool

    @property
    def changes(self) -> int:
        """How many entries replaced an earlier answer to the same question."""
        return len(self.entries) - len({entry.number for entry in self.entries})

    @property
    def late(self) -> int:
        return sum(entry.late for entry in self.entries)


def receipt(session: Session, attempt: Attempt, *, lang: str) -> Receipt:
    """Every stored answer of an attempt, by question and in the order of storing."""
    query = (
        select(Answer, AttemptItem.position, ItemEdition.public)
        .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(Answer.attempt_id == attempt.id)
        .order_by(AttemptItem.position, Answer.seq)
    )
    rows = session.execute(query).all()
    walk = walk_of(session, attempt, to_read=True)
    shown_now = walk.shown() if walk else {}
    newest = {answer.attempt_item_id: answer.seq for answer, *_ in rows}
    entries = [
        Entry(
            position, _as_asked(present(shown, attempt.language, attempt.seed), walk, shown_now, attempt.language),
            answer.value, answer.seq, answer.received_at, answer.late, answer.hash, newest[answer.attempt_item_id] == answer.seq,
        )
        for answer, position, shown in rows
    ]  # fmt: skip
    with_norms(session, *(entry.view for entry in entries))
    return Receipt(_title(session, attempt, lang), entries, _follows([answer for answer, *_ in rows]))


def _as_asked(view: dict[str, Any], walk: Walk | None, case: dict[str, Any], lang: str) -> dict[str, Any]:
    """A question of a case with the papers and days of the way taken; that of an exam as it is."""
    if walk is None:
        return view
    view["prompt"] = filled(view["prompt"], walk.names(), view["lang"])
    return with_sheets(view, case, lang)


def _title(session: Session, attempt: Attempt, lang: str) -> Words:
    edition: ExamEdition | CaseEdition = (
        session.get_one(ExamEdition, attempt.exam_edition_id)
        if attempt.exam_edition_id
        else session.get_one(CaseEdition, attempt.case_edition_id)
    )
    return words(edition.title_ru, edition.title_kk, lang)


def _follows(answers: Sequence[Answer]) -> bool:
    links: dict[int, str] = {}
    for answer in answers:
        content = answer_content(
            attempt_item_id=answer.attempt_item_id, seq=answer.seq, key=answer.key, value=answer.value,
            received_at=answer.received_at, late=answer.late, tab_id=answer.tab_id,
        )  # fmt: skip
        before = links.get(answer.attempt_item_id, ZERO)
        if answer.prev_hash != before or answer.hash != chained(before, content):
            return False
        links[answer.attempt_item_id] = answer.hash
    return True


def with_sheets(view: dict[str, Any], case: dict[str, Any], lang: str) -> dict[str, Any]:
    """A question about documents of the case's folder gets the paragraphs of those in it; all others stay as they are.

    :param case: the public case as it is open by now
    """
    if view.get("docs") and not view.get("document"):
        view["sheets"] = [
            {
                "title": str(said(document["title"], lang)),
                "paragraphs": [
                    {"id": f"{document['id']}.{each['n']}", "number": each["n"], "text": str(said(each["text"], lang))}
                    for each in document["paragraphs"]
                ],
            }
            for document in case["dossier"]
            if document["id"] in view["docs"]
        ]
    return view
