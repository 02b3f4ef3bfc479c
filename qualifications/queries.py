"""What a record shows: frozen values, a fixed number of selects whatever the number of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from assessments.models import Attempt, AttemptState, CaseEdition, ExamEdition, Result
from assessments.walks.models import CaseStep, WalkMode
from competencies.models import Competency, Framework, Office, OfficeProfile
from core.clock import local_day
from courses.models import (
    Enrolment,
    ModuleEditionUnit,
    Programme,
    ProgrammeEdition,
    ProgrammeEditionModule,
    ProgressType,
    UnitEdition,
    UnitProgress,
)
from people.models import Appointment
from people.offices import offices
from qualifications.models import Award, QualificationRule
from qualifications.papers import Paper, papers_of
from qualifications.rules import percent
from unions.models import Organisation

Text = tuple[str, str]
"""A text and the language it is really in."""


@dataclass(frozen=True)
class Work:
    """One marked or waiting attempt of the person."""

    ref: str
    kind: str
    """exam, check or case."""
    title: Text
    at: datetime | None
    percent: int | None
    """None while nothing is marked."""
    passed: bool | None
    line: int | None
    result_id: int | None


@dataclass(frozen=True)
class AwardRow:
    """An award with its papers, the newest first."""

    ref: str
    title: Text
    hours: int
    made_on: date
    valid_until: date | None
    law_as_of: date
    state: str
    """valid, expired, renewed or revoked."""
    papers: Sequence[Paper]
    competencies: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Why:
    """One result on which a level rests."""

    work: Work
    points: str
    most: str


@dataclass(frozen=True)
class Skill:
    """A confirmed competency, the level shown, and why."""

    code: str
    title: Text
    level: int
    percent: int
    why: Sequence[Why]
    need: int
    """What a present office asks for; 0 for nothing."""


@dataclass(frozen=True)
class Course:
    """A programme that the person takes: required steps that are open to do, and how many are done."""

    slug: str
    title: Text
    done: int
    required: int


@dataclass(frozen=True)
class Post:
    """A present office."""

    office: str
    organisation: Text
    since: date


def words(lang: str, ru: str, kk: str = "", en: str = "") -> Text:
    """The text in the reader's language, or the Russian one."""
    text = {"kk": kk, "en": en}.get(lang, "")
    return (text, lang) if text else (ru, "ru")


def awards_of(session: Session, person_id: int, lang: str, now: datetime) -> list[AwardRow]:
    """All awards of a person, the newest first; none is ever left out."""
    papers, today = papers_of(session, person_id, now), local_day(now)
    rows = session.execute(
        select(
            Award, QualificationRule.title_ru, QualificationRule.title_kk, QualificationRule.title_en,
            QualificationRule.hours, ProgrammeEdition.law_as_of,
        )
        .join(QualificationRule, QualificationRule.id == Award.rule_id)
        .join(ProgrammeEdition, ProgrammeEdition.id == Award.programme_edition_id)
        .where(Award.person_id == person_id)
        .order_by(Award.id.desc())
    ).all()  # fmt: skip
    replaced = {row.Award.replaces_id for row in rows}
    return [
        AwardRow(
            ref=award.ref, title=words(lang, ru, kk, en), hours=hours, made_on=award.valid_from, valid_until=award.valid_until,
            law_as_of=law, state=_state(award, papers.get(award.id, ()), award.id in replaced, today),
            papers=papers.get(award.id, ()), competencies=award.competencies,
        )
        for award, ru, kk, en, hours, law in rows
    ]  # fmt: skip


def _state(award: Award, papers: Sequence[Paper], replaced: bool, today: date) -> str:
    if papers and papers[0].state == "revoked":
        return "revoked"
    if replaced:
        return "renewed"
    return "expired" if award.valid_until is not None and award.valid_until < today else "valid"


def works_of(session: Session, person_id: int, lang: str) -> list[Work]:
    """Every attempt that was handed in, with its newest result, the latest first; practice walks through cases are left out."""
    practice = select(CaseStep.attempt_id).where(CaseStep.mode == WalkMode.PRACTICE)
    other = aliased(Result)
    newest = select(func.max(other.version)).where(other.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
    rows = session.execute(
        select(
            Attempt.ref, Attempt.submitted_at, ExamEdition.kind, Result,
            func.coalesce(ExamEdition.title_ru, CaseEdition.title_ru).label("ru"),
            func.coalesce(ExamEdition.title_kk, CaseEdition.title_kk).label("kk"),
        )
        .outerjoin(ExamEdition, ExamEdition.id == Attempt.exam_edition_id)
        .outerjoin(CaseEdition, CaseEdition.id == Attempt.case_edition_id)
        .outerjoin(Result, and_(Result.attempt_id == Attempt.id, Result.version == newest))
        .where(Attempt.person_id == person_id, Attempt.state.not_in((AttemptState.OPEN, AttemptState.VOIDED)), Attempt.id.not_in(practice))
        .order_by(Attempt.submitted_at.desc(), Attempt.id.desc())
    )  # fmt: skip
    return [_work(ref, at, kind, result, words(lang, ru, kk or "")) for ref, at, kind, result, ru, kk in rows]


def _work(ref: str, at: datetime | None, kind: str | None, result: Result | None, title: Text) -> Work:
    share = percent(result.points, result.max_points) if result and result.max_points else None
    return Work(
        ref=ref, kind=kind or "case", title=title, at=at, percent=share, passed=result.passed if result else None,
        line=result.pass_percent if result and kind else None, result_id=result.id if result else None,
    )  # fmt: skip


def skills_of(awards: Iterable[AwardRow], works: Sequence[Work], needs: Mapping[str, int], lang: str) -> list[Skill]:
    """The competencies of awards that hold, each once at its highest level, with what they rest on."""
    by_result = {work.result_id: work for work in works}
    found: dict[str, Skill] = {}
    for award in awards:
        for each in award.competencies if award.state == "valid" else ():
            skill = _skill(each, by_result, needs, lang)
            if skill.code not in found or found[skill.code].level < skill.level:
                found[skill.code] = skill
    return list(found.values())


def _skill(entry: Mapping[str, Any], works: Mapping[int | None, Work], needs: Mapping[str, int], lang: str) -> Skill:
    title = entry["title"]
    why = [Why(works[each["result"]], each["points"], each["max"]) for each in entry["why"] if each["result"] in works]
    return Skill(
        code=entry["code"], title=words(lang, title["ru"], title.get("kk", ""), title.get("en", "")), level=entry["level"],
        percent=int(float(entry["points"]) / float(entry["max"]) * 100), why=why, need=needs.get(entry["code"], 0),
    )  # fmt: skip


def courses_of(session: Session, person_id: int, lang: str) -> list[Course]:
    """The programmes that the person takes now, with the required steps of the pinned edition."""
    done = and_(
        UnitProgress.enrolment_id == Enrolment.id, UnitProgress.unit_id == UnitEdition.unit_id,
        UnitProgress.type == ProgressType.COMPLETED,
    )  # fmt: skip
    rows = session.execute(
        select(
            Programme.slug, ProgrammeEdition.title_ru, ProgrammeEdition.title_kk,
            func.count(UnitProgress.id), func.count(UnitEdition.id),
        )
        .select_from(Enrolment)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProgrammeEdition, ProgrammeEdition.id == Enrolment.programme_edition_id)
        .join(ProgrammeEditionModule, ProgrammeEditionModule.programme_edition_id == ProgrammeEdition.id)
        .join(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ProgrammeEditionModule.module_edition_id)
        .join(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
        .outerjoin(UnitProgress, done)
        .where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None), ModuleEditionUnit.required)
        .group_by(Enrolment.id, Programme.slug, ProgrammeEdition.title_ru, ProgrammeEdition.title_kk)
        .order_by(Enrolment.id)
    )  # fmt: skip
    return [Course(slug, words(lang, ru, kk), made, of) for slug, ru, kk, made, of in rows]


def posts_of(session: Session, person_id: int, lang: str, member: str, today: date) -> list[Post]:
    """The offices that the person holds on a day."""
    rows = session.execute(
        select(Appointment.office, Organisation, Appointment.from_on)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(Appointment.person_id == person_id, *_held(today))
        .order_by(Appointment.from_on)
    ).all()
    titles = dict(offices(session, lang, member)) if rows else {}
    return [
        Post(titles.get(office, office), words(lang, body.name_ru, body.name_kk, body.name_en), since)
        for office, body, since in rows
    ]


def needs_of(session: Session, person_id: int, today: date, lang: str) -> dict[str, tuple[Text, int]]:
    """Competency code → its title and the highest level that the person's present offices ask for."""
    newest = select(func.max(Framework.id)).scalar_subquery()
    rows = session.execute(
        select(Competency.code, Competency.title_ru, Competency.title_kk, func.max(OfficeProfile.level))
        .join(OfficeProfile, OfficeProfile.competency_id == Competency.id)
        .join(Office, Office.id == OfficeProfile.office_id)
        .join(Appointment, Appointment.office == Office.code)
        .where(Office.framework_id == newest, Appointment.person_id == person_id, *_held(today))
        .group_by(Competency.id, Competency.code, Competency.title_ru, Competency.title_kk, Competency.position)
        .order_by(Competency.position)
    )
    return {code: (words(lang, ru, kk), level) for code, ru, kk, level in rows}


def _held(today: date) -> tuple[Any, Any]:
    return Appointment.from_on <= today, or_(Appointment.to_on.is_(None), Appointment.to_on > today)
