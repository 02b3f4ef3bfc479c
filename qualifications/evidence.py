"""What is stored about a person's work on a module: the ground on which an award is made or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from assessments.models import Attempt, AttemptState, Exam, Result
from courses.models import (
    Enrolment,
    Module,
    ModuleEdition,
    ModuleEditionUnit,
    ProgrammeEditionModule,
    ProgressType,
    Unit,
    UnitEdition,
    UnitProgress,
)


@dataclass(frozen=True)
class Step:
    """A required unit of the pinned module edition, and its completion if there is one."""

    slug: str
    kind: str
    title_ru: str
    title_kk: str
    progress_id: int | None
    attempt_id: int | None


@dataclass(frozen=True)
class Proof:
    """The newest result of an attempt."""

    id: int
    attempt_id: int
    points: Any
    max_points: Any
    pass_percent: int
    by_competency: dict[str, Any]
    passed: bool | None
    submitted_at: datetime | None


def required_steps(session: Session, enrolment: Enrolment, module_slug: str) -> list[Step]:
    """The required units of a module, as pinned by the enrolment, in their order."""
    done = and_(
        UnitProgress.enrolment_id == enrolment.id, UnitProgress.unit_id == UnitEdition.unit_id,
        UnitProgress.type == ProgressType.COMPLETED,
    )  # fmt: skip
    rows = session.execute(
        select(
            Unit.slug, UnitEdition.kind, UnitEdition.title_ru, UnitEdition.title_kk, UnitProgress.id, UnitProgress.attempt_id
        )
        .select_from(ProgrammeEditionModule)
        .join(ModuleEdition, ModuleEdition.id == ProgrammeEditionModule.module_edition_id)
        .join(Module, Module.id == ModuleEdition.module_id)
        .join(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ModuleEdition.id)
        .join(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
        .join(Unit, Unit.id == UnitEdition.unit_id)
        .outerjoin(UnitProgress, done)
        .where(
            ProgrammeEditionModule.programme_edition_id == enrolment.programme_edition_id,
            Module.slug == module_slug,
            ModuleEditionUnit.required,
        )
        .order_by(ModuleEditionUnit.position)
    )  # fmt: skip
    return [Step(*row) for row in rows]


def passed_exams(session: Session, person_id: int, exam_slug: str) -> list[Proof]:
    """The person's attempts at an exam whose newest result is a pass, the latest first.

    An attempt that was voided, or whose re-scoring took the pass away, proves nothing. While points that could decide wait
    for a marker, `passed` is unknown and proves nothing either.
    """
    found = _newest_results(session, Attempt.person_id == person_id, Exam.slug == exam_slug)
    return [proof for proof in found if proof.passed]


def results_of(session: Session, attempt_ids: Sequence[int]) -> list[Proof]:
    """The newest results of some attempts."""
    return _newest_results(session, Attempt.id.in_(attempt_ids)) if attempt_ids else []


def _newest_results(session: Session, *where: Any) -> list[Proof]:
    other = aliased(Result)
    newest = select(func.max(other.version)).where(other.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
    rows = session.execute(
        select(
            Result.id, Result.attempt_id, Result.points, Result.max_points, Result.pass_percent, Result.by_competency,
            Result.passed, Attempt.submitted_at,
        )
        .join(Attempt, Attempt.id == Result.attempt_id)
        .outerjoin(Exam, Exam.id == Attempt.exam_id)
        .where(Result.version == newest, Attempt.state != AttemptState.VOIDED, *where)
        .order_by(Attempt.submitted_at.desc(), Result.id.desc())
    )  # fmt: skip
    return [Proof(*row) for row in rows]
