"""Where somebody stands after a passed exam: what is missing, or what became of the certificate, and the levels reached."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt
from assessments.standing import Stage, Standing
from certificates import services as certificates
from certificates.models import Certificate
from certificates.rules import Reason
from core import clock
from people.models import Person
from people.services import Names
from qualifications.standing import standing_of
from tests.factories.people import make_person
from tests.factories.qualifications import finish_module, make_attempt, make_award, make_course, units_of


@pytest.fixture(autouse=True)
def inside(app: Flask):
    """Receivers of the packages above know the application's settings."""
    with app.app_context():
        yield


def exam_of(session: Session, person: Person) -> Attempt:
    return session.scalars(select(Attempt).where(Attempt.person_id == person.id, Attempt.exam_id.is_not(None))).one()


def stands(session: Session, person: Person, lang: str = "ru") -> Standing:
    found = standing_of(session, exam_of(session, person), lang, clock.now())
    assert found is not None
    return found


def test_what_is_still_to_be_done_is_named_with_its_address_in_order(session: Session):
    edition, person = make_course(session), make_person(session)
    finish_module(session, person, edition=edition, skip=2)
    found = stands(session, person)
    assert (found.stage, found.confirmed, str(found.title)) == (Stage.MISSING, False, "HR и право, модуль 1")
    assert [str(unit.title) for unit in found.missing] == ["Трудовой договор"]
    assert found.missing[0].address.startswith("/learn/programme-")
    assert stands(session, person, "kk").missing[0].title.lang == "kk"


def test_before_the_award_the_levels_are_what_the_exam_alone_shows(session: Session):
    person = make_person(session)
    finish_module(session, person, skip=1)
    assert stands(session, person).levels == {"law-sources": 3, "deadlines": 2}


def test_after_the_award_the_levels_are_those_of_the_qualification(session: Session):
    person = make_person(session)
    make_award(session, person)
    found = stands(session, person, "en")
    assert (found.confirmed, str(found.title)) == (True, "HR and Law, module 1")
    assert found.levels == {"law-sources": 3, "deadlines": 2, "claim-drafting": 2}


def test_a_competency_that_the_points_do_not_confirm_is_level_nothing(session: Session):
    person = make_person(session)
    make_award(session, person, scores={"law-sources": ("8", "10"), "deadlines": ("4", "10")})
    assert stands(session, person).levels["deadlines"] == 0


def test_a_certificate_is_being_made_until_its_file_is_there_and_then_ready(session: Session):
    person = make_person(session)
    make_award(session, person)
    held = session.scalars(select(Certificate)).one()
    assert (stands(session, person).stage, stands(session, person).number) == (Stage.MAKING, held.number)
    certificates.revoke(
        session, held, by_id=person.id, reason_class=Reason.ISSUED_IN_ERROR, reason="Решение", now=clock.now()
    )
    assert stands(session, person).stage == Stage.ENDED


def test_a_name_that_cannot_be_printed_is_said(session: Session):
    person = make_person(session, names=Names("王", "小明"))
    make_award(session, person)
    assert stands(session, person).stage == Stage.REFUSED


def test_an_exam_of_no_programme_of_the_person_certifies_nothing(session: Session):
    unit = next(unit for unit in units_of(session, make_course(session)) if unit.exam_edition_id)
    person = make_person(session)
    attempt = make_attempt(session, person, unit)
    assert standing_of(session, attempt, "ru", clock.now()) is None
