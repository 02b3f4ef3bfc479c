"""Which programme a person has to take before a case, a check or an exam of it."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assessments.models import CaseEdition, ExamEdition
from courses.models import Enrolment, Programme, Unit, UnitEdition


def programme_to_take(session: Session, edition: ExamEdition | CaseEdition, person_id: int) -> str | None:
    """Slug of the first programme that holds this case or exam, in whatever edition; None when the person takes one that does.

    Also None when no programme holds it: then it is open for practice.
    """
    if isinstance(edition, ExamEdition):
        same = select(ExamEdition.id).where(ExamEdition.exam_id == edition.exam_id)
        leads_there = UnitEdition.exam_edition_id.in_(same)
    else:
        same = select(CaseEdition.id).where(CaseEdition.case_id == edition.case_id)
        leads_there = UnitEdition.case_edition_id.in_(same)
    mine = and_(Enrolment.programme_id == Programme.id, Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
    found = session.execute(
        select(Programme.slug, Enrolment.id)
        .join(Unit, Unit.programme_id == Programme.id)
        .join(UnitEdition, UnitEdition.unit_id == Unit.id)
        .outerjoin(Enrolment, mine)
        .where(leads_there)
        .order_by(Programme.position)
    ).all()
    if any(enrolment is not None for _, enrolment in found):
        return None
    return found[0].slug if found else None
