"""The decision of an appeal: another person marks the questions anew, gives reasons, and the result follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.marking.errors import AppealDecided, NotHeld
from assessments.marking.letters import write_decided
from assessments.marking.models import Appeal, AppealDecision, Hold, Round, Script
from assessments.marking.services.hold import give_back
from assessments.marking.services.mark import Sheet, essay_of, given, mark_of_record
from assessments.models import Attempt, AttemptItem, Mark, Result
from assessments.services.mark import make_result_again
from core.content.canonical import plain


@dataclass(frozen=True)
class PlaceGiven:
    """What the reviewer gives one question: a sheet for a written answer, points for any other."""

    sheet: Sheet | None = None
    points: Decimal | None = None


def decide(
    session: Session, appeal: Appeal, hold: Hold, places: Mapping[int, PlaceGiven], *, reasons: str, now: datetime
) -> AppealDecision:
    """Store the decision with its marks; a changed mark makes the next version of the result, and a letter goes out.

    :param places: number of the question → what it gets; every question of the appeal
    :raises NotHeld: the reviewer's hold ended meanwhile
    :raises AppealDecided: it was decided
    """
    if session.scalar(select(AppealDecision.id).where(AppealDecision.appeal_id == appeal.id)) is not None:
        raise AppealDecided
    if not give_back(session, hold, now=now):
        raise NotHeld
    attempt = session.get_one(Attempt, appeal.attempt_id)
    changes = [
        _remark(session, attempt, number, places[number], reasons, hold.marker_id, now) for number in appeal.places
    ]
    result = (
        make_result_again(session, attempt, reason="appeal", actor_id=hold.marker_id, now=now)
        if any(changes)
        else _result_in_force(session, attempt)
    )
    decision = AppealDecision(
        appeal_id=appeal.id, decided_by_id=hold.marker_id, result_id=result.id, reasons=reasons, at=now
    )
    session.add(decision)
    append_event(
        session, attempt, "appeal_decided", now=now, actor_id=hold.marker_id, appeal=appeal.ref, version=result.version,
        changed=any(changes), points=plain(result.points),
    )  # fmt: skip
    write_decided(session, appeal, attempt, now=now)
    return decision


def _result_in_force(session: Session, attempt: Attempt) -> Result:
    newest = select(Result).where(Result.attempt_id == attempt.id).order_by(Result.version.desc()).limit(1)
    return session.scalars(newest).one()


def _remark(
    session: Session, attempt: Attempt, number: int, got: PlaceGiven, reasons: str, marker_id: int, now: datetime
) -> bool:
    """Store the new mark of one question; whether its points changed."""
    place = session.scalars(
        select(AttemptItem).where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == number)
    ).one()
    old = session.scalars(select(Mark).where(Mark.attempt_item_id == place.id).order_by(Mark.id.desc()).limit(1)).one()
    script = session.scalar(select(Script).where(Script.attempt_item_id == place.id))
    if script is not None and got.sheet is not None:
        item = essay_of(session, script)
        own = given(item, script, got.sheet, round_=Round.APPEAL, marker_id=marker_id, now=now)
        session.add(own)
        new = mark_of_record(item, script, [own], replaces=old, now=now)
    else:
        new = _corrected(old, got.points if got.points is not None else old.points, reasons, marker_id, now)
    session.add(new)
    session.flush()
    return new.points != old.points


def _corrected(old: Mark, points: Decimal, reasons: str, marker_id: int, now: datetime) -> Mark:
    return Mark(
        attempt_item_id=old.attempt_item_id, answer_id=old.answer_id, marker_id=marker_id, points=points,
        max_points=old.max_points, by_part=old.by_part if points == old.points else {"parts": {}, "mistakes": []},
        comment=reasons, replaces_id=old.id, at=now,
    )  # fmt: skip
