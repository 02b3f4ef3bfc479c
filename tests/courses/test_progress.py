"""Progress: what completes a unit, when a module is complete, and who is told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt, AttemptState, Exam, ExamEdition, Result
from assessments.signals import attempt_marked
from courses import rules, services
from courses.models import (
    Enrolment,
    Programme,
    ProgrammeEdition,
    ProgressType,
    Unit,
    UnitEdition,
    UnitKind,
    UnitProgress,
)
from courses.publishing.load import load
from courses.rules import Step
from courses.signals import module_completed, programme_completed
from people.models import Person
from tests.factories.content import make_folder
from tests.factories.people import make_person
from wires import connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def content(session: Session, tmp_path: Path) -> None:
    connect()
    load(session, make_folder(tmp_path / "content"), now=NOW)


@pytest.fixture
def person(session: Session) -> Person:
    return make_person(session)


@pytest.fixture
def enrolment(session: Session, content: None, person: Person) -> Enrolment:
    return take(session, person)


def take(session: Session, person: Person) -> Enrolment:
    programme, edition = session.execute(
        select(Programme.id, ProgrammeEdition.id).join(ProgrammeEdition).order_by(ProgrammeEdition.number.desc())
    ).first() or (0, 0)
    return services.enrol(session, person_id=person.id, programme_id=programme, edition_id=edition, now=NOW)


@pytest.fixture
def told() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """What the signals of courses said, in order."""
    heard: list[tuple[str, dict[str, Any]]] = []

    def module(session: Session, **said: Any) -> None:
        heard.append(("module", said))

    def programme(session: Session, **said: Any) -> None:
        heard.append(("programme", said))

    with module_completed.connected_to(module), programme_completed.connected_to(programme):
        yield heard


def unit(session: Session, slug: str) -> UnitEdition:
    return session.scalars(
        select(UnitEdition).join(Unit, Unit.id == UnitEdition.unit_id).where(Unit.slug == slug)
    ).one()


def done(session: Session, enrolment: Enrolment) -> list[str]:
    rows = select(Unit.slug).join(UnitProgress, UnitProgress.unit_id == Unit.id)
    own = rows.where(UnitProgress.enrolment_id == enrolment.id, UnitProgress.type == ProgressType.COMPLETED)
    return sorted(session.scalars(own))


def sit(session: Session, person: Person, slug: str, *, passed: bool | None, **given: Any) -> Attempt:
    """A closed attempt with its result, told as the assessments tell it."""
    exam, edition = session.execute(
        select(Exam.id, ExamEdition.id).join(ExamEdition).where(Exam.slug == slug).order_by(ExamEdition.number.desc())
    ).first() or (0, 0)
    values: dict[str, Any] = {
        "ref": f"{slug}{person.id}"[:32], "person_id": person.id, "exam_id": exam, "exam_edition_id": edition, "number": 1,
        "language": "ru", "state": AttemptState.RELEASED, "seed": "0", "opened_at": NOW, "submitted_at": NOW,
    }  # fmt: skip
    attempt = Attempt(**{**values, **given})
    session.add(attempt)
    session.flush()
    result = Result(
        attempt_id=attempt.id, version=1, points=Decimal(1), max_points=Decimal(2), waiting_points=Decimal(0),
        by_competency={}, passed=passed, pass_percent=70, made_at=NOW,
    )  # fmt: skip
    session.add(result)
    session.flush()
    attempt_marked.send(session, attempt=attempt, result=result, now=NOW)
    return attempt


def test_a_check_that_was_handed_in_is_done_whatever_its_result(
    session: Session, person: Person, enrolment: Enrolment
) -> None:
    sit(session, person, "w1-test", passed=False)
    assert done(session, enrolment) == ["w1-test"]


@pytest.mark.parametrize(("passed", "expected"), [(True, ["w1-exam"]), (False, []), (None, [])])
def test_an_exam_is_done_only_when_it_is_passed(
    session: Session, person: Person, enrolment: Enrolment, passed: bool | None, expected: list[str]
) -> None:
    attempt = sit(session, person, "w1-exam", passed=passed)
    assert done(session, enrolment) == expected
    rows = session.scalars(select(UnitProgress.attempt_id)).all()
    assert rows == [attempt.id] * len(expected)


def test_an_exam_passed_in_an_edition_that_is_not_pinned_does_not_count(
    session: Session, person: Person, enrolment: Enrolment
) -> None:
    pinned = session.get_one(ExamEdition, unit(session, "w1-exam").exam_edition_id)
    newer = ExamEdition(
        exam_id=pinned.exam_id, number=2, hash="1", kind=pinned.kind, title_ru="Экзамен", limit_minutes=10,
        attempts_allowed=1, pass_percent=1, content={}, published_at=NOW,
    )  # fmt: skip
    session.add(newer)
    session.flush()
    sit(session, person, "w1-exam", passed=True, exam_edition_id=newer.id)
    assert done(session, enrolment) == []


def test_the_attempt_of_another_person_changes_nothing(session: Session, enrolment: Enrolment) -> None:
    sit(session, make_person(session), "w1-exam", passed=True)
    assert done(session, enrolment) == []


def finish(session: Session, enrolment: Enrolment, slug: str) -> bool:
    edition = unit(session, slug)
    return services.complete_unit(
        session, enrolment, unit_id=edition.unit_id, unit_edition_id=edition.id, now=NOW
    )  # fmt: skip


def test_a_module_is_told_once_when_its_last_required_unit_is_done(
    app: Flask, session: Session, person: Person, enrolment: Enrolment, told: list[tuple[str, dict[str, Any]]]
) -> None:
    for slug in ("w1-first", "w1-second", "w1-test"):
        assert finish(session, enrolment, slug)
    assert told == []
    with app.app_context():  # The award that follows asks the queue of the application for a certificate.
        sit(session, person, "w1-exam", passed=True)
    assert [(kind, said["module_slug"]) for kind, said in told] == [("module", "week-1")]
    assert not finish(session, enrolment, "w1-first")
    assert len(told) == 1


def test_a_programme_with_a_week_being_prepared_is_never_told_complete(
    session: Session, person: Person, enrolment: Enrolment, told: list[tuple[str, dict[str, Any]]]
) -> None:
    for slug in ("w1-first", "w1-second", "w1-test", "w1-exam"):
        finish(session, enrolment, slug)
    assert "programme" not in [kind for kind, _ in told]


def test_enrolling_again_keeps_the_edition_and_leaving_allows_a_new_start(
    session: Session, person: Person, enrolment: Enrolment
) -> None:
    assert take(session, person).id == enrolment.id
    enrolment.left_at = NOW
    session.flush()
    assert take(session, person).id != enrolment.id


def test_the_newest_place_wins(session: Session, person: Person, enrolment: Enrolment) -> None:
    about = {"person_id": person.id, "unit_id": unit(session, "w1-first").unit_id}
    services.remember_place(session, anchor="s1", share=Decimal("0.2"), now=NOW, **about)
    later = NOW + timedelta(hours=1)
    place = services.remember_place(session, anchor="s2", share=Decimal("0.1"), now=later, **about)
    assert (place.anchor, place.share, place.at) == ("s2", Decimal("0.1"), later)


def step(slug: str, *, minutes: int = 10, **given: Any) -> Step:
    values: dict[str, Any] = {
        "unit_id": 1, "unit_edition_id": 1, "kind": UnitKind.LESSON, "title": slug, "lang": "", "required": True, "week": 1,
    }  # fmt: skip
    return Step(slug=slug, minutes=minutes, **{**values, **given})


def test_what_now_is_the_first_required_unit_that_is_not_done() -> None:
    steps = [step("a", done=True), step("b", required=False), step("c"), step("d")]
    following = rules.next_step(steps)
    assert following is not None
    assert following.slug == "c"
    assert rules.next_step([step("a", done=True), step("b", required=False)]) is None


def test_optional_minutes_count_neither_for_hours_nor_for_the_share_done() -> None:
    steps = [step("a", minutes=30, done=True), step("b", minutes=10), step("c", minutes=50, required=False, done=True)]
    assert rules.minutes_of(steps, 1) == rules.Minutes(planned=40, optional=50, hours=1)
    assert rules.share_done(steps) == 75


@pytest.mark.parametrize(("planned", "honest"), [(40, False), (41, True), (45, True), (51, True), (52, False)])
def test_planned_minutes_are_honest_between_nine_tenths_and_115_hundredths(planned: int, honest: bool) -> None:
    assert rules.Minutes(planned, 0, 1).honest is honest


def test_a_module_without_units_is_not_complete() -> None:
    assert not rules.is_complete([])
    assert not rules.is_complete([step("a", required=False, done=True)])
    assert rules.is_complete([step("a", done=True), step("b", required=False)])


def test_the_week_runs_from_monday_and_counts_what_was_completed_on_each_day() -> None:
    week = rules.week_of(date(2026, 11, 22))
    assert (week[0], week[6]) == (date(2026, 11, 16), date(2026, 11, 22))
    steps = [step("a", minutes=20, done=True, done_on=week[1]), step("b", minutes=5, done=True, done_on=week[1])]
    assert rules.minutes_by_day(steps, week) == [0, 25, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "passed", "expected"),
    [
        (UnitKind.EXAM, True, True),
        (UnitKind.EXAM, None, False),
        (UnitKind.CASE, None, True),
        (UnitKind.LESSON, True, False),
    ],
)
def test_what_an_attempt_completes_depends_on_the_kind_of_its_unit(
    kind: UnitKind, passed: bool | None, expected: bool
) -> None:
    assert rules.attempt_completes(kind, closed=True, passed=passed) is expected
    assert not rules.attempt_completes(UnitKind.CASE, closed=False, passed=None)
