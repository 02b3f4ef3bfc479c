"""Puts together what a certificate says, from the award, its rule and its evidence."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt, Exam, Result
from certificates.paper.sheet import Sheet, Skill
from core.i18n import formats
from courses.models import ProgrammeEdition, UnitEdition, UnitProgress
from people.models import Person
from qualifications.models import Award, AwardEvidence, QualificationRule
from qualifications.rules import percent

LANGUAGES = ("ru", "kk", "en")
QUOTES = {"ru": "«{}»", "kk": "«{}»", "en": "“{}”"}


def sheet_of(
    session: Session, award: Award, person: Person, *, number: str, code: str, issued_on: date, public_url: str, demo: bool
) -> Sheet:  # fmt: skip
    """Every value of the paper. What the person is called now is printed; what the award says stays as it was made.

    :param code: in groups, as printed
    :param public_url: where the register can be reached, from the settings
    """
    rule = session.get_one(QualificationRule, award.rule_id)
    certificate = rule.content["certificate"]
    points, most, line = _exam(session, award, rule.content["requires"]["exam"])
    law_day = session.get_one(ProgrammeEdition, award.programme_edition_id).law_as_of
    units, counts = _units(session, award)
    place = public_url.rstrip("/") + "/verify"
    return Sheet(
        number=number, code=code, name=person.full_name, latin_name=person.latin_name, short_name=short_name(person),
        title={lang: QUOTES[lang].format(text) for lang, text in certificate["title"].items() if text},
        covers=certificate["covers"], issuer=certificate["issuer"], hours=rule.hours,
        score_percent=percent(points, most), pass_percent=line,
        issued_on=formats.short_day(issued_on, "ru"),
        valid_until=formats.short_day(award.valid_until, "ru") if award.valid_until else "",
        law_as_of={lang: formats.day(law_day, lang) for lang in LANGUAGES},
        skills=tuple(_skill(each) for each in award.competencies), units=units, counts=counts,
        verify_url=f"{place}/{code.replace('-', '')}", verify_place=place.split("://", 1)[1], demo=demo or person.is_demo,
    )  # fmt: skip


def short_name(person: Person) -> str:
    """Family name and initials: «Сәтпаева Ә. М.»; a single name as it is."""
    if not person.family_name:
        return person.given_name
    initials = (f"{part[0]}." for part in (person.given_name, person.patronymic) if part)
    return " ".join((person.family_name, *initials))


def _skill(competency: Mapping[str, Any]) -> Skill:
    return Skill(competency["code"], competency["title"], competency["level"])


def _exam(session: Session, award: Award, slug: str) -> tuple[Any, Any, int]:
    """Points, maximum and pass line of the certifying exam under the award."""
    row = session.execute(
        select(Result.points, Result.max_points, Result.pass_percent)
        .join(AwardEvidence, AwardEvidence.result_id == Result.id)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .join(Exam, Exam.id == Attempt.exam_id)
        .where(AwardEvidence.award_id == award.id, Exam.slug == slug)
    ).one()
    return row.points, row.max_points, row.pass_percent


def _units(session: Session, award: Award) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Titles of the lessons and cases that were taken, and how many units of each kind, in the order of the evidence."""
    rows = session.execute(
        select(UnitEdition.kind, UnitEdition.title_ru, UnitEdition.title_kk)
        .join(UnitProgress, UnitProgress.unit_edition_id == UnitEdition.id)
        .join(AwardEvidence, AwardEvidence.unit_progress_id == UnitProgress.id)
        .where(AwardEvidence.award_id == award.id)
        .order_by(AwardEvidence.id)
    ).all()
    taught = [row for row in rows if row.kind == "lesson"]
    titles = {"ru": tuple(row.title_ru for row in taught), "kk": tuple(row.title_kk or row.title_ru for row in taught)}
    counts = Counter(str(row.kind) for row in rows)
    return titles, {kind: counts[kind] for kind in ("lesson", "case", "check", "exam") if counts[kind]}
