"""Hash chains of attempts: each answer follows from the one before it at its place, each event from the one before it.

`chain_breaks` finds what was changed, moved or deleted behind the application's back (design, security 7.7).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Answer, Attempt, AttemptEvent, AttemptItem
from core.hashing import ZERO, chained


@dataclass(frozen=True)
class Break:
    """The first row of a chain that does not follow: `kind` is answer, event or state."""

    attempt_ref: str
    kind: str
    row_id: int
    what: str


def answer_content(
    *, attempt_item_id: int, seq: int, key: str, value: Any, received_at: datetime, late: bool, tab_id: str
) -> dict[str, Any]:
    """What of an answer is under its hash."""
    return {
        "item": attempt_item_id, "seq": seq, "key": key, "value": value, "at": received_at.isoformat(), "late": late, "tab": tab_id,
    }  # fmt: skip


def event_content(
    *, attempt_id: int, n: int, at: datetime, kind: str, actor_id: int | None, payload: Any
) -> dict[str, Any]:
    """What of an event is under its hash."""
    return {"attempt": attempt_id, "n": n, "at": at.isoformat(), "type": kind, "actor": actor_id, "payload": payload}


def append_event(
    session: Session, attempt: Attempt, kind: str, *, now: datetime, actor_id: int | None = None, **payload: Any
) -> AttemptEvent:
    """Add the next event of an attempt; `payload` holds numbers and words, never answers."""
    last = session.execute(
        select(AttemptEvent.n, AttemptEvent.hash)
        .where(AttemptEvent.attempt_id == attempt.id)
        .order_by(AttemptEvent.n.desc())
        .limit(1)
    ).one_or_none()
    n, before = (last.n + 1, last.hash) if last else (1, ZERO)
    content = event_content(attempt_id=attempt.id, n=n, at=now, kind=kind, actor_id=actor_id, payload=payload)
    event = AttemptEvent(
        attempt_id=attempt.id, n=n, at=now, type=kind, actor_id=actor_id, payload=payload,
        prev_hash=before, hash=chained(before, content),
    )  # fmt: skip
    session.add(event)
    session.flush()
    return event


def chain_breaks(session: Session) -> Iterator[Break]:
    """Every attempt whose answers or events were touched; nothing when all is whole."""
    yield from _answer_breaks(session)
    yield from _event_breaks(session)
    yield from _unheaded(session)


def _answer_breaks(session: Session) -> Iterator[Break]:
    query = (
        select(Answer, Attempt.ref, AttemptItem.attempt_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
        .order_by(Answer.attempt_item_id, Answer.id)
    )
    place, before, seq = 0, ZERO, 0
    for answer, ref, home in session.execute(query).yield_per(500):
        if answer.attempt_item_id != place:
            place, before, seq = answer.attempt_item_id, ZERO, 0
        content = answer_content(
            attempt_item_id=answer.attempt_item_id, seq=answer.seq, key=answer.key, value=answer.value,
            received_at=answer.received_at, late=answer.late, tab_id=answer.tab_id,
        )  # fmt: skip
        if home != answer.attempt_id:
            yield Break(ref, "answer", answer.id, "the answer stands in a foreign attempt")
        elif answer.prev_hash != before or answer.seq <= seq:
            yield Break(ref, "answer", answer.id, f"no link to the answer before seq {answer.seq}")
        elif answer.hash != chained(before, content):
            yield Break(ref, "answer", answer.id, f"the answer with seq {answer.seq} was changed")
        before, seq = answer.hash, answer.seq


def _event_breaks(session: Session) -> Iterator[Break]:
    query = (
        select(AttemptEvent, Attempt.ref)
        .join(Attempt, Attempt.id == AttemptEvent.attempt_id)
        .order_by(AttemptEvent.attempt_id, AttemptEvent.n)
    )
    attempt, before, n = 0, ZERO, 0
    for event, ref in session.execute(query).yield_per(500):
        if event.attempt_id != attempt:
            attempt, before, n = event.attempt_id, ZERO, 0
        content = event_content(
            attempt_id=event.attempt_id, n=event.n, at=event.at, kind=event.type, actor_id=event.actor_id, payload=event.payload
        )  # fmt: skip
        if event.n != n + 1 or event.prev_hash != before:
            yield Break(ref, "event", event.id, f"no link to the event before number {event.n}")
        elif event.hash != chained(before, content):
            yield Break(ref, "event", event.id, f"event {event.n} was changed")
        before, n = event.hash, event.n


def _unheaded(session: Session) -> Iterator[Break]:
    """The heads of all answer chains stand in the event of submission: a lost last answer shows there."""
    query = (
        select(AttemptEvent, Attempt.ref)
        .join(Attempt, Attempt.id == AttemptEvent.attempt_id)
        .where(AttemptEvent.type.in_(("submitted", "auto_submitted")))
    )
    for event, ref in session.execute(query).yield_per(500):
        known = set(session.scalars(select(Answer.hash).where(Answer.attempt_id == event.attempt_id)))
        lost = [head for head in event.payload.get("heads", []) if head not in known]
        if lost:
            yield Break(ref, "answer", event.id, f"{len(lost)} answers that were submitted are gone")
