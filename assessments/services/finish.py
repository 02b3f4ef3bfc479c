"""The end of an attempt: by the candidate, by the minute job, or by the next read when the job is late. All give the same."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.models import Answer, Attempt, AttemptState
from assessments.rules import GRACE, is_over
from assessments.services.mark import mark_attempt

BATCH = 200


def submit(session: Session, attempt: Attempt, *, person_id: int, now: datetime) -> bool:
    """Close the attempt and mark it; return whether it was closed by this call. Doing it twice changes nothing."""
    if submit_if_overdue(session, attempt, now=now):
        return True
    return _close(session, attempt, AttemptState.SUBMITTED, at=now, now=now, actor_id=person_id)


def submit_if_overdue(session: Session, attempt: Attempt, *, now: datetime) -> bool:
    """Close an open attempt whose time is over, as of its deadline; return whether it was closed by this call."""
    if attempt.state != AttemptState.OPEN or attempt.deadline_at is None or not is_over(attempt.deadline_at, now):
        return False
    return _close(session, attempt, AttemptState.AUTO_SUBMITTED, at=attempt.deadline_at, now=now)


def finish_overdue(session: Session, *, now: datetime) -> int:
    """Close every open attempt whose time is over; return how many."""
    overdue = select(Attempt).where(Attempt.state == AttemptState.OPEN, Attempt.deadline_at < now - GRACE)
    return sum(submit_if_overdue(session, attempt, now=now) for attempt in session.scalars(overdue.limit(BATCH)).all())


def _close(
    session: Session, attempt: Attempt, state: AttemptState, *, at: datetime, now: datetime, actor_id: int | None = None
) -> bool:
    """The one way out of `open`: whoever comes second finds it closed."""
    closed = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == AttemptState.OPEN)
        .values(state=state, submitted_at=at)
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(attempt)
    if closed is None:
        return False
    append_event(
        session, attempt, state.value, now=now, actor_id=actor_id, at=at.isoformat(), heads=_heads(session, attempt.id)
    )
    mark_attempt(session, attempt, now=now)
    return True


def _heads(session: Session, attempt_id: int) -> list[str]:
    """The newest link of every answer chain, so that nothing can be cut off at the end unseen."""
    newest = (
        select(Answer.attempt_item_id, func.max(Answer.seq).label("seq"))
        .where(Answer.attempt_id == attempt_id)
        .group_by(Answer.attempt_item_id)
        .subquery()
    )
    query = (
        select(Answer.hash)
        .join(newest, (newest.c.attempt_item_id == Answer.attempt_item_id) & (newest.c.seq == Answer.seq))
        .order_by(Answer.attempt_item_id)
    )
    return list(session.scalars(query))
