"""Commands of courses: enrolling, progress, the place in a lesson, the note beside it."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.models import Attempt, AttemptState, CaseEdition, ExamEdition, Result
from core.db import Base
from courses.models import (
    Enrolment,
    EnrolmentBasis,
    Module,
    ModuleEdition,
    ModuleEditionUnit,
    ModuleStatus,
    ProgrammeEditionModule,
    ProgressType,
    ReadingPlace,
    UnitEdition,
    UnitKind,
    UnitNote,
    UnitProgress,
)  # fmt: skip
from courses.queries.outline import outline
from courses.rules import attempt_completes, is_complete
from courses.signals import module_completed, programme_completed


def enrol(
    session: Session,
    *,
    person_id: int,
    programme_id: int,
    edition_id: int,
    now: datetime,
    basis: EnrolmentBasis = EnrolmentBasis.SELF,
    nominated_by_id: int | None = None,
) -> Enrolment:
    """Let a person take a programme in this edition; who takes it already keeps the edition they have."""
    current = select(Enrolment).where(
        Enrolment.person_id == person_id, Enrolment.programme_id == programme_id, Enrolment.left_at.is_(None)
    )
    enrolment = session.scalar(current)
    if enrolment is not None:
        return enrolment
    enrolment = Enrolment(
        ref=uuid.uuid4().hex,
        person_id=person_id,
        programme_id=programme_id,
        programme_edition_id=edition_id,
        basis=basis,
        nominated_by_id=nominated_by_id,
        enrolled_at=now,
    )
    return enrolment if _added(session, enrolment) else session.scalars(current).one()


def _added(session: Session, row: Base) -> bool:
    """Add a row that may stand only once; False when another request was first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def open_unit(session: Session, *, enrolment_id: int, unit_id: int, unit_edition_id: int, now: datetime) -> bool:
    """Note that the unit was opened; says whether that was the first time."""
    return _note_progress(session, enrolment_id, unit_id, unit_edition_id, ProgressType.OPENED, None, now)


def complete_unit(
    session: Session,
    enrolment: Enrolment,
    *,
    unit_id: int,
    unit_edition_id: int,
    now: datetime,
    attempt_id: int | None = None,
) -> bool:
    """Note that the unit is done and tell when this completes its module or the programme; False when it was done before."""
    new = _note_progress(session, enrolment.id, unit_id, unit_edition_id, ProgressType.COMPLETED, attempt_id, now)
    if new:
        _tell(session, enrolment, unit_id, now)
    return new


def _note_progress(
    session: Session,
    enrolment_id: int,
    unit_id: int,
    unit_edition_id: int,
    type_: ProgressType,
    attempt_id: int | None,
    now: datetime,
) -> bool:
    known = select(UnitProgress.id).where(
        UnitProgress.enrolment_id == enrolment_id, UnitProgress.unit_id == unit_id, UnitProgress.type == type_
    )
    if session.scalar(known) is not None:
        return False
    return _added(
        session,
        UnitProgress(
            enrolment_id=enrolment_id, unit_id=unit_id, unit_edition_id=unit_edition_id, type=type_,
            attempt_id=attempt_id, at=now,
        ),
    )  # fmt: skip


def _tell(session: Session, enrolment: Enrolment, unit_id: int, now: datetime) -> None:
    """Send `module_completed` and `programme_completed` where this unit was the last that was missing."""
    edition = enrolment.programme_edition_id
    steps = outline(session, [(edition, enrolment.id)], "ru")[edition]
    week = next(step.week for step in steps if step.unit_id == unit_id)
    if not is_complete([step for step in steps if step.week == week]):
        return
    modules = session.execute(
        select(ProgrammeEditionModule.position, Module.slug, ModuleEdition.status)
        .join(ModuleEdition, ModuleEdition.id == ProgrammeEditionModule.module_edition_id)
        .join(Module, Module.id == ModuleEdition.module_id)
        .where(ProgrammeEditionModule.programme_edition_id == edition)
    ).all()
    slug = next(row.slug for row in modules if row.position == week)
    module_completed.send(session, enrolment=enrolment, module_slug=slug, now=now)
    if all(row.status == ModuleStatus.READY for row in modules) and is_complete(steps):
        programme_completed.send(session, enrolment=enrolment, now=now)


def follow_attempt(session: Session, *, attempt: Attempt, result: Result, now: datetime) -> None:
    """Bring a marked attempt into the progress of the person who made it.

    Receiver of `assessments.signals.attempt_marked`. An exam counts only in the edition that the programme edition pins;
    a case or a check in any edition.
    """
    closed = attempt.state != AttemptState.OPEN
    for enrolment, unit in session.execute(_units_of_attempt(attempt)).all():
        if attempt_completes(unit.kind, closed=closed, passed=result.passed):
            complete_unit(
                session, enrolment, unit_id=unit.unit_id, unit_edition_id=unit.id, attempt_id=attempt.id, now=now
            )


def _units_of_attempt(attempt: Attempt) -> Select[Enrolment, UnitEdition]:
    """Units of the person's current enrolments that this attempt is about."""
    if attempt.case_id is not None:
        same = select(CaseEdition.id).where(CaseEdition.case_id == attempt.case_id)
        about: ColumnElement[bool] = UnitEdition.case_edition_id.in_(same)
    else:
        same = select(ExamEdition.id).where(ExamEdition.exam_id == attempt.exam_id)
        check = and_(UnitEdition.kind == UnitKind.CHECK, UnitEdition.exam_edition_id.in_(same))
        about = or_(check, UnitEdition.exam_edition_id == attempt.exam_edition_id)
    return (
        select(Enrolment, UnitEdition)
        .join(ProgrammeEditionModule, ProgrammeEditionModule.programme_edition_id == Enrolment.programme_edition_id)
        .join(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ProgrammeEditionModule.module_edition_id)
        .join(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
        .where(Enrolment.person_id == attempt.person_id, Enrolment.left_at.is_(None), about)
    )


def remember_place(
    session: Session, *, person_id: int, unit_id: int, anchor: str, share: Decimal, now: datetime
) -> ReadingPlace:
    """Keep where the person reads; the newest place wins on every device.

    :param anchor: id of the heading, such as `s3`; empty at the top
    :param share: how much of the lesson lies above, 0..1
    """
    mine = select(ReadingPlace).where(ReadingPlace.person_id == person_id, ReadingPlace.unit_id == unit_id)
    place = session.scalar(mine)
    if place is None:
        place = ReadingPlace(person_id=person_id, unit_id=unit_id, anchor=anchor, share=share, at=now)
        if _added(session, place):
            return place
        place = session.scalars(mine).one()
    place.anchor, place.share, place.at = anchor, share, now
    return place


def keep_note(session: Session, *, person_id: int, unit_id: int, text: str, now: datetime) -> UnitNote | None:
    """Keep the person's own note beside a lesson; an empty text takes it away."""
    mine = select(UnitNote).where(UnitNote.person_id == person_id, UnitNote.unit_id == unit_id)
    note = session.scalar(mine)
    if not text:
        if note is not None:
            session.delete(note)
        return None
    if note is None:
        note = UnitNote(person_id=person_id, unit_id=unit_id, text=text, at=now)
        if _added(session, note):
            return note
        note = session.scalars(mine).one()
    note.text, note.at = text, now
    return note
