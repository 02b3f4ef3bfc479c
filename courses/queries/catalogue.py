"""Programmes as a visitor meets them: the front page, the list, one programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from assessments.models import ExamEdition
from competencies.models import Competency, Framework
from core.db import fetch
from core.languages import content_language
from courses.models import (
    ModuleEdition,
    ModuleEditionUnit,
    ModuleStatus,
    Programme,
    ProgrammeEdition,
    ProgrammeEditionModule,
    UnitEdition,
    UnitKind,
)  # fmt: skip
from law.models import Norm, NormEdition


def said(words: Mapping[str, str] | None, lang: str) -> tuple[str, str]:
    """One of `{ru, kk, en}` for this page, and its language when that is not the page's."""
    if not words:
        return "", ""
    if words.get(lang):
        return words[lang], ""
    return words.get("ru", ""), "ru"


@dataclass(frozen=True)
class Week:
    """A module of a programme edition; `ready` or being prepared, with what it will teach."""

    number: int
    title: str
    lang: str
    aims: Sequence[tuple[str, str]]
    hours: int
    ready: bool


@dataclass(frozen=True)
class Card:
    """A programme in the catalogue; figures are counted, not promised."""

    slug: str
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    hours: int
    hours_ready: int
    weeks: Sequence[Week]
    lessons: int
    cases: int
    open_lesson: str
    has_certificate: bool


def newest_edition() -> Any:
    """Id of the newest edition of the programme of the outer statement."""
    return (
        select(ProgrammeEdition.id)
        .where(ProgrammeEdition.programme_id == Programme.id)
        .order_by(ProgrammeEdition.number.desc())
        .limit(1)
        .correlate(Programme)
        .scalar_subquery()
    )


def cards(session: Session, lang: str) -> list[Card]:
    """Every programme with its newest edition, in two statements and one for the counts."""
    rows = session.execute(
        select(Programme.slug, ProgrammeEdition.id, ProgrammeEdition.content, ProgrammeEdition.hours)
        .join(ProgrammeEdition, ProgrammeEdition.id == newest_edition())
        .order_by(Programme.position)
    ).all()
    editions = [row.id for row in rows]
    planned, counted = weeks_of(session, editions, lang), _counts(session, editions)
    return [_card(row, planned.get(row.id, []), counted.get(row.id, {}), lang) for row in rows]


def _card(row: Any, weeks: Sequence[Week], counted: Mapping[UnitKind, int], lang: str) -> Card:
    title, title_lang = said(row.content["title"], lang)
    summary, summary_lang = said(row.content["summary"], lang)
    return Card(
        row.slug, title, title_lang, summary, summary_lang, row.hours, sum(week.hours for week in weeks if week.ready),
        weeks, counted.get(UnitKind.LESSON, 0), counted.get(UnitKind.CASE, 0), row.content["open_lesson"],
        bool(row.content.get("qualifications")),
    )  # fmt: skip


_EDITION = ProgrammeEditionModule.programme_edition_id
WEEKS = (
    select(
        _EDITION.label("edition"), ProgrammeEditionModule.position, ModuleEdition.content["week"].label("week"),
        ModuleEdition.hours, ModuleEdition.status,
    )
    .join(ModuleEdition, ModuleEdition.id == ProgrammeEditionModule.module_edition_id)
    .where(_EDITION.in_(bindparam("editions", expanding=True)))
    .order_by(ProgrammeEditionModule.position)
)  # fmt: skip


def weeks_of(session: Session, editions: Sequence[int], lang: str) -> dict[int, list[Week]]:
    """Programme edition → its weeks in order."""
    weeks: dict[int, list[Week]] = {edition: [] for edition in editions}
    for row in fetch(session, WEEKS, editions=list(editions)):
        title, title_lang = said(row.week["title"], lang)
        aims = [said(aim, lang) for aim in row.week["aims"]]
        ready = row.status == ModuleStatus.READY
        weeks[row.edition].append(Week(row.position, title, title_lang, aims, row.hours, ready))
    return weeks


def _units(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(ProgrammeEditionModule)
        .join(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ProgrammeEditionModule.module_edition_id)
        .join(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
    )


def _counts(session: Session, editions: Sequence[int]) -> dict[int, dict[UnitKind, int]]:
    edition = ProgrammeEditionModule.programme_edition_id
    statement = _units(edition, UnitEdition.kind, func.count()).where(edition.in_(editions))
    counted: dict[int, dict[UnitKind, int]] = {}
    for edition_id, kind, number in session.execute(statement.group_by(edition, UnitEdition.kind)):
        counted.setdefault(edition_id, {})[UnitKind(kind)] = number
    return counted


def norm_figures(session: Session) -> tuple[int, int]:
    """Norms of the register, and how many of them somebody has read."""
    newer = aliased(NormEdition)
    newest = select(func.max(newer.number)).where(newer.norm_id == Norm.id).correlate(Norm).scalar_subquery()
    checked = func.count().filter(NormEdition.checked.is_(True))
    statement = select(func.count(), checked).select_from(Norm).join(NormEdition, NormEdition.norm_id == Norm.id)
    norms, read = session.execute(statement.where(NormEdition.number == newest)).one()
    return norms, read


@dataclass(frozen=True)
class Outcome:
    """A competency that the qualification shows, at which level."""

    title: str
    lang: str
    level: int


@dataclass(frozen=True)
class Examination:
    """The certifying exam in its pinned edition."""

    items: int
    minutes: int
    attempts: int
    pass_percent: int


@dataclass(frozen=True)
class About:
    """What the page of a programme says beside its weeks."""

    title: str
    title_lang: str
    summary: str
    summary_lang: str
    aims: Sequence[tuple[str, str]]
    hours: int
    law_as_of: date
    qualification: Mapping[str, Any] | None
    outcomes: Sequence[Outcome]
    exam: Examination | None


def about(session: Session, edition_id: int, content: Mapping[str, Any], lang: str) -> About:
    """The words of a programme edition, its competencies in the framework in force, its exam: two statements.

    :param content: that of the programme edition
    """
    title, title_lang = said(content["title"], lang)
    summary, summary_lang = said(content["summary"], lang)
    qualification = next(iter(content.get("qualifications", [])), None)
    return About(
        title, title_lang, summary, summary_lang, [said(aim, lang) for aim in content["aims"]], content["hours"]["total"],
        date.fromisoformat(content["law_as_of"]), qualification,
        _outcomes(session, qualification, lang) if qualification else (), _exam(session, edition_id),
    )  # fmt: skip


TITLES = (
    select(Competency.code, Competency.title_ru, Competency.title_kk)
    .join(Framework, Framework.id == Competency.framework_id)
    .where(
        Framework.number == select(func.max(Framework.number)).scalar_subquery(),
        Competency.code.in_(bindparam("codes", expanding=True)),
    )
    .order_by(Competency.position)
)


def _outcomes(session: Session, qualification: Mapping[str, Any], lang: str) -> list[Outcome]:
    levels = {each["id"]: each["level"] for each in qualification["competencies"]}
    rows = fetch(session, TITLES, codes=list(levels))
    kazakh = content_language(lang) == "kk"
    return [
        Outcome(row.title_kk, "", levels[row.code])
        if kazakh and row.title_kk
        else Outcome(row.title_ru, "" if lang == "ru" else "ru", levels[row.code])
        for row in rows
    ]


EXAM = (
    _units(
        UnitEdition.content["items"].as_integer(), ExamEdition.limit_minutes, ExamEdition.attempts_allowed,
        ExamEdition.pass_percent,
    )
    .join(ExamEdition, ExamEdition.id == UnitEdition.exam_edition_id)
    .where(bindparam("edition") == _EDITION, UnitEdition.kind == UnitKind.EXAM)
    .limit(1)
)  # fmt: skip


def _exam(session: Session, edition_id: int) -> Examination | None:
    row = fetch(session, EXAM, edition=edition_id).first()
    return Examination(row[0], row.limit_minutes, row.attempts_allowed, row.pass_percent) if row else None
