"""What a person reads before a case, a check or an exam: what it is, its rules, and their own attempts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from assessments.models import Attempt, AttemptState, Case, CaseEdition, Exam, ExamEdition, Result
from courses.models import UnitEdition, UnitKind


@dataclass(frozen=True)
class Sitting:
    """A case, a check or an exam in the edition that the programme pins."""

    slug: str
    number: int
    law_as_of: Any
    summary_ru: str
    summary_kk: str
    content: Mapping[str, Any]
    thing_id: int


@dataclass(frozen=True)
class Made:
    """One attempt of this person; points are those of its newest result."""

    ref: str
    number: int
    state: AttemptState
    opened_at: datetime
    submitted_at: datetime | None
    points: Decimal | None
    max_points: Decimal | None
    passed: bool | None

    @property
    def is_open(self) -> bool:
        """Whether it can be gone on with."""
        return self.state == AttemptState.OPEN


def sitting(session: Session, unit_edition_id: int, kind: UnitKind) -> Sitting:
    """What the unit leads to."""
    statement: Select[*tuple[Any, ...]]
    columns = (UnitEdition.law_as_of, UnitEdition.summary_ru, UnitEdition.summary_kk, UnitEdition.content)
    if kind == UnitKind.CASE:
        statement = select(Case.slug, CaseEdition.number, *columns, Case.id)
        statement = statement.join(CaseEdition, CaseEdition.id == UnitEdition.case_edition_id).join(Case)
    else:
        statement = select(Exam.slug, ExamEdition.number, *columns, Exam.id)
        statement = statement.join(ExamEdition, ExamEdition.id == UnitEdition.exam_edition_id).join(Exam)
    return Sitting(*session.execute(statement.where(UnitEdition.id == unit_edition_id)).one())


def made(session: Session, person_id: int, kind: UnitKind, thing_id: int) -> Sequence[Made]:
    """This person's attempts, newest first."""
    newer = aliased(Result)
    newest = select(func.max(newer.version)).where(newer.attempt_id == Attempt.id).scalar_subquery()
    about = Attempt.case_id if kind == UnitKind.CASE else Attempt.exam_id
    rows = session.execute(
        select(
            Attempt.ref, Attempt.number, Attempt.state, Attempt.opened_at, Attempt.submitted_at,
            Result.points, Result.max_points, Result.passed,
        )
        .outerjoin(Result, (Result.attempt_id == Attempt.id) & (Result.version == newest))
        .where(Attempt.person_id == person_id, about == thing_id)
        .order_by(Attempt.number.desc())
    )  # fmt: skip
    return [Made(*row) for row in rows]
