"""Saving answers: appended, acknowledged only after the commit, never overwritten (design, architecture §5, security 7.2).

The usual save costs one statement to look and one to write.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from assessments.chains import answer_content, append_event
from assessments.errors import (
    AlreadyDecided,
    AnswerLate,
    AnswerStale,
    AttemptClosed,
    StageNotOpen,
    TakenOver,
    WrongAnswer,
)
from assessments.items import Answer as Value
from assessments.items import Item, WrongShape, parse_answer
from assessments.models import Answer, Attempt, AttemptState, ItemFlag
from assessments.rules import is_over
from assessments.walks.steps import is_decided
from core.db import fetch
from core.errors import BadRequest, StorageTrouble, TooLarge
from core.hashing import ZERO, canonical, chained

LATE_KEPT = timedelta(days=7)
"""How long after the end an outbox may still deliver what a lost connection held back."""


@dataclass(frozen=True)
class Place:
    """A question of an attempt as saving needs it, with the newest stored answer."""

    attempt_id: int
    attempt_ref: str
    attempt_item_id: int
    position: int
    state: AttemptState
    deadline_at: datetime | None
    submitted_at: datetime | None
    open_stage: int
    stage_no: int
    tab_id: str
    item: Item
    seq: int = 0
    key: str = ""
    value: Value = None
    stored_at: datetime | None = None
    late: bool = False
    hash: str = ZERO

    def holds(self, value: Value) -> bool:
        """Whether this canonical answer is the stored one, or both say nothing."""
        return canonical(value) == canonical(self.value) if self.stored_at else value is None


@dataclass(frozen=True)
class Sent:
    """What a client asks to store. `seq` counts up from the newest it knows; `key` is new for each change."""

    seq: int
    key: str
    value: Any
    tab_id: str = ""
    base_seq: int | None = None
    """The stored seq on which the answer was made; None when the client does not say."""

    def is_newer(self, stored: int) -> bool:
        """Whether the answer was made after the stored one was known."""
        return self.seq > stored and (self.base_seq is None or self.base_seq >= stored)


@dataclass(frozen=True)
class Saved:
    """What is on the disk now."""

    seq: int
    stored_at: datetime
    late: bool = False


def save_answer(session: Session, place: Place, sent: Sent, *, now: datetime) -> Saved:
    """Store an answer and return what is stored. The same key changes nothing and returns the same reply.

    :raises AnswerLate: the attempt is submitted or past its deadline and the grace; `store_late` keeps it
    :raises AttemptClosed: it ended more than a week ago
    :raises StageNotOpen: the stage of the question is not the open one
    :raises TakenOver: another tab has the attempt
    :raises AlreadyDecided: the decision was taken for good
    :raises AnswerStale: the seq is not newer than a stored answer with another value
    :raises WrongAnswer: not an answer to this question
    :raises TooLarge: a text over its limit
    """
    if sent.key == place.key and place.stored_at and not place.late:
        return Saved(place.seq, place.stored_at)
    if _is_closed(place, now):
        return _after_the_end(session, place, sent, now)
    _may_save(session, place, sent)
    value = read_value(place.item, sent.value)
    if not sent.is_newer(place.seq):
        return _known(session, place, sent, value)
    if sent.tab_id and not place.tab_id:
        session.execute(update(Attempt).where(Attempt.id == place.attempt_id).values(tab_id=sent.tab_id))
    if _insert(session, place, sent, value, now=now):
        return Saved(sent.seq, now)
    return _overtaken(session, place, sent, value)


def read_value(item: Item, raw: Any) -> Value:
    """The canonical answer to an item, or the refusal that names what is wrong with it."""
    try:
        return parse_answer(item, raw)
    except WrongShape as wrong:
        if wrong.code == "too_long":
            raise TooLarge(reason=wrong.code) from wrong
        raise WrongAnswer(reason=wrong.code) from wrong


def _is_closed(place: Place, now: datetime) -> bool:
    return place.state != AttemptState.OPEN or is_over(place.deadline_at, now)


def _after_the_end(session: Session, place: Place, sent: Sent, now: datetime) -> Saved:
    """What was stored in time is still acknowledged; anything new comes too late."""
    found = _by_key(session, place, sent)
    if found and not found.late:
        return found
    if place.submitted_at and now > place.submitted_at + LATE_KEPT:
        raise AttemptClosed
    raise AnswerLate(place, sent)


def _may_save(session: Session, place: Place, sent: Sent) -> None:
    if place.stage_no != place.open_stage:
        raise StageNotOpen(stage=place.stage_no, open_stage=place.open_stage)
    if sent.tab_id and place.tab_id and sent.tab_id != place.tab_id:
        raise TakenOver
    if place.item.irrevocable and is_decided(session, place.attempt_item_id):
        raise AlreadyDecided


def _known(session: Session, place: Place, sent: Sent, value: Value) -> Saved:
    """A seq that is not newer: the same again is fine, anything else is stale and told what is stored."""
    if found := _by_key(session, place, sent):
        return found
    if place.stored_at and place.holds(value):
        return Saved(place.seq, place.stored_at)
    raise AnswerStale(
        seq=place.seq, value=place.value, stored_at=place.stored_at.isoformat() if place.stored_at else None
    )


def _by_key(session: Session, place: Place, sent: Sent) -> Saved | None:
    query = select(Answer.seq, Answer.received_at, Answer.late).where(
        Answer.attempt_id == place.attempt_id, Answer.key == sent.key, Answer.attempt_item_id == place.attempt_item_id
    )
    row = session.execute(query).one_or_none()
    return Saved(row.seq, row.received_at, row.late) if row else None


def _overtaken(session: Session, place: Place, sent: Sent, value: Value) -> Saved:
    """Another request stored this seq, or this key, between our look and our write."""
    if found := _by_key(session, place, sent):
        return found
    newest = session.execute(
        select(Answer.seq, Answer.value, Answer.received_at)
        .where(Answer.attempt_item_id == place.attempt_item_id, Answer.seq >= sent.seq)
        .order_by(Answer.seq.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        raise BadRequest(field="key")  # It was used for another question: trying again with it would never help.
    if canonical(newest.value) == canonical(value):
        return Saved(newest.seq, newest.received_at)
    raise AnswerStale(seq=newest.seq, value=newest.value, stored_at=newest.received_at.isoformat())


_COLUMNS = (
    "attempt_id",
    "attempt_item_id",
    "seq",
    "key",
    "value",
    "received_at",
    "late",
    "tab_id",
    "prev_hash",
    "hash",
)
_APPEND = {
    name: insert(Answer)
    .values({column: bindparam(column) for column in _COLUMNS})
    .on_conflict_do_nothing()
    .returning(Answer.id)
    for name, insert in (("postgresql", insert_postgresql), ("sqlite", insert_sqlite))
}
"""One row, unless its seq or key is taken; per engine."""


def _insert(session: Session, place: Place, sent: Sent, value: Value, *, now: datetime, late: bool = False) -> bool:
    """Append the row with its link; False when its seq or key is taken."""
    own = {
        "attempt_item_id": place.attempt_item_id, "seq": sent.seq, "key": sent.key, "value": value, "received_at": now,
        "late": late, "tab_id": sent.tab_id,
    }  # fmt: skip
    row = own | {
        "attempt_id": place.attempt_id,
        "prev_hash": place.hash,
        "hash": chained(place.hash, answer_content(**own)),
    }
    return fetch(session, _APPEND[session.get_bind().dialect.name], **row).first() is not None


def store_late(session: Session, place: Place, sent: Sent, *, now: datetime) -> Saved:
    """Keep an answer that came after the deadline: it does not count and is put before a human.

    A value that is no answer to the question is refused here as anywhere.
    """
    value = read_value(place.item, sent.value)
    if found := _by_key(session, place, sent):
        return found
    after = Sent(max(sent.seq, place.seq + 1), sent.key, sent.value, sent.tab_id)
    if not _insert(session, place, after, value, now=now, late=True):
        raise StorageTrouble(retry_after=1)
    return Saved(after.seq, now, late=True)


def flag(session: Session, place: Place, wanted: bool, *, now: datetime) -> None:
    """Remember, or forget, that the candidate wants to come back to this question."""
    if place.state != AttemptState.OPEN or is_over(place.deadline_at, now):
        return
    flagged = session.get(ItemFlag, place.attempt_item_id)
    if wanted and flagged is None:
        session.add(ItemFlag(attempt_item_id=place.attempt_item_id, flagged_at=now))
    elif not wanted and flagged is not None:
        session.execute(delete(ItemFlag).where(ItemFlag.attempt_item_id == place.attempt_item_id))


def take_over(session: Session, attempt: Attempt, *, tab_id: str, person_id: int, now: datetime) -> None:
    """Let another tab or device save from now on; the first one becomes read-only."""
    if attempt.state != AttemptState.OPEN:
        raise AttemptClosed
    attempt.tab_id = tab_id
    append_event(session, attempt, "taken_over", now=now, actor_id=person_id, tab=tab_id)


def new_key() -> str:
    """A key for a form: the same form sent twice is one answer."""
    return uuid.uuid4().hex
