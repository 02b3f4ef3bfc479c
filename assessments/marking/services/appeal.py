"""A learner asks for a person to look again: within the days of the rule, once for an attempt, with reasons."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.marking.errors import AppealClosed, AppealMade
from assessments.marking.models import Appeal
from assessments.marking.rules import APPEAL_DAYS, DECIDE_WITHIN, appeal_until
from assessments.models import Attempt, AttemptState, ExamEdition, Result
from core.clock import local_day


def last_day(session: Session, attempt: Attempt) -> date | None:
    """The last day for an appeal; None while points wait for a marker, and for what is open or void."""
    final = session.scalar(
        select(Result)
        .where(Result.attempt_id == attempt.id, Result.waiting_points == 0)
        .order_by(Result.version)
        .limit(1)
    )
    if final is None or attempt.state in {AttemptState.OPEN, AttemptState.VOIDED}:
        return None
    return appeal_until(final.made_at, _days(session, attempt))


def _days(session: Session, attempt: Attempt) -> int:
    """From the rule of the exam; a case has the usual number."""
    if attempt.exam_edition_id is None:
        return APPEAL_DAYS
    content = session.get_one(ExamEdition, attempt.exam_edition_id).content
    return int(content.get("appeal_days") or APPEAL_DAYS)


def appeal_of(session: Session, attempt_id: int) -> Appeal | None:
    """The appeal about an attempt, if there is one."""
    return session.scalar(select(Appeal).where(Appeal.attempt_id == attempt_id))


def make_appeal(
    session: Session, attempt: Attempt, *, places: Sequence[int], reason: str, person_id: int, now: datetime
) -> Appeal:
    """Put the result before another person.

    :param places: numbers of the questions, at least one
    :raises AppealMade: there is an appeal already
    :raises AppealClosed: too late, or the result is not known in whole
    """
    if appeal_of(session, attempt.id):
        raise AppealMade
    until = last_day(session, attempt)
    if until is None or local_day(now) > until:
        raise AppealClosed
    result = session.scalars(
        select(Result).where(Result.attempt_id == attempt.id).order_by(Result.version.desc()).limit(1)
    ).one()
    appeal = Appeal(
        ref=secrets.token_hex(16), attempt_id=attempt.id, result_id=result.id, places=sorted(set(places)), reason=reason,
        made_at=now, decide_by=local_day(now + DECIDE_WITHIN),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(appeal)
    except IntegrityError as error:
        raise AppealMade from error
    append_event(
        session, attempt, "appealed", now=now, actor_id=person_id, appeal=appeal.ref, version=result.version,
        places=appeal.places,
    )  # fmt: skip
    return appeal
