"""Taking a script or an appeal, so that two people never work on the same one, and giving it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.marking.errors import AppealDecided, MarkedByYou, ScriptSettled, ScriptTaken
from assessments.marking.models import Appeal, AppealDecision, Hold, Marker, Round, Script, ScriptMark, marker_code
from assessments.marking.rules import has_lapsed, open_rounds
from assessments.marking.services.profile import marker_of
from assessments.models import Attempt


def marks_of(session: Session, script: Script) -> dict[Round, ScriptMark]:
    """What was given so far, by round."""
    found = session.scalars(select(ScriptMark).where(ScriptMark.script_id == script.id))
    return {mark.round: mark for mark in found}


def take(session: Session, script: Script, *, person_id: int, now: datetime) -> Hold:
    """Take a script for the first open round that nobody works on; who has it keeps it.

    :raises MarkedByYou: this person has marked it before
    :raises ScriptSettled: no mark is wanted any more
    :raises ScriptTaken: others work on all open rounds; `holder` is the code of one of them, `since` when they took it
    """
    marks = marks_of(session, script)
    if any(mark.marker_id == person_id for mark in marks.values()):
        raise MarkedByYou
    wanted = open_rounds(marks, is_double=script.is_double, allowed=script.allowed_difference)
    if not wanted:
        raise ScriptSettled
    held = {hold.round: hold for hold in _living(session, Hold.script_id == script.id, now)}
    if mine := next((hold for hold in held.values() if hold.marker_id == person_id), None):
        return mine
    free = [round_ for round_ in wanted if round_ not in held]
    if not free:
        raise _taken(session, held[wanted[0]])
    hold = Hold(script_id=script.id, round=free[0], marker_id=person_id, taken_at=now)
    return _added(session, hold, Hold.script_id == script.id, script.attempt_id, now, script=script.ref, round=free[0])


def take_appeal(session: Session, appeal: Appeal, *, person_id: int, now: datetime) -> Hold:
    """Take an appeal to decide it; who has it keeps it.

    :raises AppealDecided: somebody did
    :raises ScriptTaken: somebody works on it
    """
    if session.scalar(select(AppealDecision.id).where(AppealDecision.appeal_id == appeal.id)) is not None:
        raise AppealDecided
    held = _living(session, Hold.appeal_id == appeal.id, now)
    if held and held[0].marker_id != person_id:
        raise _taken(session, held[0])
    if held:
        return held[0]
    hold = Hold(appeal_id=appeal.id, round=Round.APPEAL, marker_id=person_id, taken_at=now)
    return _added(session, hold, Hold.appeal_id == appeal.id, appeal.attempt_id, now, appeal=appeal.ref)


def hold_of(session: Session, thing: Script | Appeal, person_id: int) -> Hold | None:
    """The person's present hold on a script or an appeal."""
    about = Hold.script_id == thing.id if isinstance(thing, Script) else Hold.appeal_id == thing.id
    return session.scalar(select(Hold).where(about, Hold.marker_id == person_id, Hold.ended_at.is_(None)))


def give_back(session: Session, hold: Hold, *, now: datetime) -> bool:
    """End a hold; whether this call did it."""
    ended = session.execute(
        update(Hold)
        .where(Hold.id == hold.id, Hold.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Hold.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(hold)
    return ended is not None


def _living(session: Session, about: Any, now: datetime) -> list[Hold]:
    """The holds that still count; those that have lain for too long are ended."""
    living = []
    for hold in session.scalars(select(Hold).where(about, Hold.ended_at.is_(None)).order_by(Hold.id)):
        if has_lapsed(hold.taken_at, now):
            give_back(session, hold, now=now)
        else:
            living.append(hold)
    return living


def _taken(session: Session, hold: Hold) -> ScriptTaken:
    marker = session.scalar(select(Marker.id).where(Marker.person_id == hold.marker_id))
    return ScriptTaken(holder=marker_code(marker or 0), since=hold.taken_at.isoformat())


def _added(session: Session, hold: Hold, about: Any, attempt_id: int, now: datetime, **facts: Any) -> Hold:
    marker = marker_of(session, hold.marker_id, now=now)
    try:
        with session.begin_nested():
            session.add(hold)
    except IntegrityError as error:
        other = session.scalars(select(Hold).where(about, Hold.ended_at.is_(None))).first()
        raise (_taken(session, other) if other else ScriptTaken()) from error
    attempt = session.get_one(Attempt, attempt_id)
    append_event(session, attempt, "script_taken", now=now, actor_id=hold.marker_id, marker=marker.code, **facts)
    return hold
