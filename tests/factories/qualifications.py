"""Makes a module, its rule and what a learner did with it; keywords override."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import (
    Attempt,
    AttemptState,
    Case,
    CaseEdition,
    Exam,
    ExamEdition,
    ExamKind,
    Result,
)
from competencies.models import Competency, Framework
from core import clock
from courses.models import (
    Enrolment,
    Module,
    ModuleEdition,
    ModuleEditionUnit,
    ModuleStatus,
    Programme,
    ProgrammeEdition,
    ProgrammeEditionModule,
    ProgressType,
    Unit,
    UnitEdition,
    UnitKind,
    UnitProgress,
)
from people.models import Person
from qualifications.models import Award
from qualifications.publishing import publish_rules
from qualifications.services import consider_award

_number = count(1)
LONG_AGO = timedelta(days=200)
ENTRY: dict[str, Any] = {
    "title": {"ru": "HR и право, модуль 1", "kk": "HR және құқық, 1-модуль", "en": "HR and Law, module 1"},
    "competencies": [{"id": "law-sources", "level": 3}, {"id": "deadlines", "level": 3}, {"id": "claim-drafting", "level": 2}],
    "certificate": {
        "title": {"ru": "HR и право, модуль 1", "kk": "HR және құқық, 1-модуль", "en": "HR and Law, module 1"},
        "covers": {
            "ru": "модуль 1 из 7, «Источники права и трудовой договор», 6 академических часов",
            "kk": "7 модульдің 1-модулі, «Құқық көздері және еңбек шарты», 6 академиялық сағат",
            "en": "module 1 of 7, “Sources of law and the employment contract”, 6 academic hours",
        },
        "hours": 6,
        "validity_months": 36,
        "issuer": {
            "ru": "Тірек, академия профсоюзного работника",
            "kk": "Тірек, кәсіподақ қызметкерінің академиясы",
            "en": "Tirek, Academy for Trade Union Professionals",
        },
    },
}  # fmt: skip
SCORES = {"law-sources": ("8", "10"), "deadlines": ("6", "10")}
CASE_SCORES = {"law-sources": ("4", "6"), "claim-drafting": ("5", "6")}


def make_course(session: Session, *, now: datetime | None = None) -> ProgrammeEdition:
    """A programme of one ready module: two lessons, a case, an exam, a lesson that is not required, and a rule."""
    now, key = now or clock.now() - LONG_AGO, next(_number)
    make_framework(session, now)
    programme = Programme(slug=f"programme-{key}", position=key)
    exam = Exam(slug=f"exam-{key}")
    case = Case(slug=f"case-{key}")
    session.add_all([programme, exam, case])
    session.flush()
    module = Module(programme_id=programme.id, slug="week-1")
    exam_edition = ExamEdition(
        exam_id=exam.id, number=1, hash=f"{key}", kind=ExamKind.EXAM, title_ru="Экзамен модуля 1", title_kk="1-модуль емтиханы",
        limit_minutes=40, attempts_allowed=2, pass_percent=70, content={}, published_at=now,
    )  # fmt: skip
    case_edition = CaseEdition(
        case_id=case.id, number=1, hash=f"{key}", title_ru="Дело о договоре", law_as_of=date(2026, 11, 22), difficulty=2,
        planned_minutes=30, points=Decimal(12), stage_count=1, public={}, published_at=now,
    )  # fmt: skip
    edition = ProgrammeEdition(
        programme_id=programme.id, number=1, hash=f"{key}", title_ru="HR и право", title_kk="HR және құқық", hours=42,
        law_as_of=date(2026, 11, 22), content={}, published_at=now,
    )  # fmt: skip
    session.add_all([module, exam_edition, case_edition, edition])
    session.flush()
    module_edition = ModuleEdition(
        module_id=module.id, number=1, hash=f"{key}", status=ModuleStatus.READY, title_ru="Источники права и трудовой договор",
        title_kk="Құқық көздері және еңбек шарты", hours=6, content={}, published_at=now,
    )  # fmt: skip
    session.add(module_edition)
    session.flush()
    session.add(
        ProgrammeEditionModule(programme_edition_id=edition.id, module_edition_id=module_edition.id, position=1)
    )
    units: tuple[tuple[UnitKind, str, str, dict[str, Any], bool], ...] = (
        (UnitKind.LESSON, "Источники трудового права", "Еңбек құқығының көздері", {}, True),
        (UnitKind.LESSON, "Трудовой договор", "Еңбек шарты", {}, True),
        (UnitKind.CASE, "Дело о договоре", "", {"case_edition_id": case_edition.id}, True),
        (UnitKind.LESSON, "Для любознательных", "", {}, False),
        (UnitKind.EXAM, "Экзамен модуля 1", "1-модуль емтиханы", {"exam_edition_id": exam_edition.id}, True),
    )
    for position, (kind, ru, kk, points_at, required) in enumerate(units, 1):
        unit = Unit(programme_id=programme.id, slug=f"unit-{key}-{position}")
        session.add(unit)
        session.flush()
        unit_edition = UnitEdition(
            unit_id=unit.id, number=1, hash=f"{key}", kind=kind, title_ru=ru, title_kk=kk, planned_minutes=45,
            content={}, published_at=now, **points_at,
        )  # fmt: skip
        session.add(unit_edition)
        session.flush()
        session.add(
            ModuleEditionUnit(
                module_edition_id=module_edition.id,
                unit_edition_id=unit_edition.id,
                position=position,
                required=required,
            )
        )
    entry = {**ENTRY, "id": f"qualification-{key}", "requires": {"weeks": [1], "exam": exam.slug}}
    publish_rules(session, edition=edition, slug=programme.slug, content={"qualifications": [entry]}, now=now)
    session.flush()
    return edition


def make_framework(session: Session, now: datetime) -> None:
    """The competencies of the rule, once in a database."""
    if session.scalar(select(Framework.id).limit(1)):
        return
    framework = Framework(number=1, version="1", hash="1", levels={}, loaded_at=now)
    session.add(framework)
    session.flush()
    titles = {
        "law-sources": ("Источники и иерархия норм", "Құқық көздері және олардың сатысы", "Sources of law"),
        "deadlines": ("Сроки", "Мерзімдер", "Time limits"),
        "claim-drafting": ("Составление документов", "Құжат жасау", "Drafting documents"),
    }
    for position, (code, (ru, kk, en)) in enumerate(titles.items(), 1):
        session.add(
            Competency(
                framework_id=framework.id, code=code, group_code="g", position=position, title_ru=ru, title_kk=kk,
                content={"title_en": en},
            )
        )  # fmt: skip
    session.flush()


def make_enrolment(session: Session, person: Person, edition: ProgrammeEdition) -> Enrolment:
    """The person takes the programme in this edition."""
    row = Enrolment(
        ref=f"{next(_number):032d}", person_id=person.id, programme_id=edition.programme_id,
        programme_edition_id=edition.id, enrolled_at=clock.now() - LONG_AGO,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def make_attempt(
    session: Session, person: Person, unit: UnitEdition, *, passed: bool | None = True,
    scores: Mapping[str, tuple[str, str]] = SCORES, at: datetime | None = None, **given: Any,
) -> Attempt:  # fmt: skip
    """A marked attempt at the exam or the case of a unit, with one result."""
    at = at or clock.now() - timedelta(hours=1)
    exam = session.get(ExamEdition, unit.exam_edition_id) if unit.exam_edition_id else None
    case = session.get(CaseEdition, unit.case_edition_id) if unit.case_edition_id else None
    attempt = Attempt(
        **{"ref": f"{next(_number):032d}", "person_id": person.id, "exam_id": exam and exam.exam_id, "exam_edition_id": exam and exam.id,
           "case_id": case and case.case_id, "case_edition_id": case and case.id, "number": next(_number), "language": "ru",
           "state": AttemptState.RELEASED, "seed": "s", "opened_at": at, "submitted_at": at, **given}
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    add_result(session, attempt, passed=passed, scores=scores, at=at)
    return attempt


def add_result(
    session: Session, attempt: Attempt, *, version: int = 1, passed: bool | None = True,
    scores: Mapping[str, tuple[str, str]] = SCORES, at: datetime | None = None,
) -> Result:  # fmt: skip
    """A result by competency; the points are the sum of the parts."""
    by: dict[str, dict[str, Any]] = {
        code: {"points": points, "max": most, "items": 4} for code, (points, most) in scores.items()
    }
    result = Result(
        attempt_id=attempt.id, version=version, points=sum((Decimal(each["points"]) for each in by.values()), Decimal(0)),
        max_points=sum((Decimal(each["max"]) for each in by.values()), Decimal(0)), waiting_points=Decimal(0), by_competency=by,
        passed=passed, pass_percent=70, made_at=at or clock.now(),
    )  # fmt: skip
    session.add(result)
    session.flush()
    return result


def units_of(session: Session, edition: ProgrammeEdition) -> list[UnitEdition]:
    """The unit editions of the programme in their order."""
    return list(
        session.scalars(
            select(UnitEdition)
            .join(ModuleEditionUnit, ModuleEditionUnit.unit_edition_id == UnitEdition.id)
            .join(
                ProgrammeEditionModule, ProgrammeEditionModule.module_edition_id == ModuleEditionUnit.module_edition_id
            )
            .where(ProgrammeEditionModule.programme_edition_id == edition.id)
            .order_by(ModuleEditionUnit.position)
        )
    )


def complete(session: Session, enrolment: Enrolment, unit: UnitEdition, attempt: Attempt | None = None) -> UnitProgress:
    """The unit is done."""
    row = UnitProgress(
        enrolment_id=enrolment.id, unit_id=unit.unit_id, unit_edition_id=unit.id, type=ProgressType.COMPLETED,
        attempt_id=attempt.id if attempt else None, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def finish_module(
    session: Session, person: Person, *, edition: ProgrammeEdition | None = None, skip: int = 0, passed: bool | None = True,
    scores: Mapping[str, tuple[str, str]] = SCORES,
) -> Enrolment:  # fmt: skip
    """The person did what the module asks for.

    :param skip: 1-based place of a required unit that was left out; 0 for none
    :param passed: what the exam came to
    """
    edition = edition or make_course(session)
    enrolment = make_enrolment(session, person, edition)
    for position, unit in enumerate(units_of(session, edition), 1):
        if position in {skip, 4}:
            continue
        attempt = None
        if unit.kind == UnitKind.EXAM:
            attempt = make_attempt(session, person, unit, passed=passed, scores=scores)
        elif unit.kind == UnitKind.CASE:
            attempt = make_attempt(session, person, unit, scores=CASE_SCORES, passed=None)
        complete(session, enrolment, unit, attempt)
    return enrolment


def make_award(session: Session, person: Person, **given: Any) -> Award:
    """An award on full evidence; inside an application it has its certificate too."""
    award = consider_award(session, finish_module(session, person, **given), "week-1", now=clock.now())
    assert award is not None
    return award
