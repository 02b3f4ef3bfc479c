"""An award is made on stored evidence, once; a renewal is a new award; without evidence there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assessments.models import Attempt, AttemptState
from assessments.signals import attempt_marked
from core import clock
from courses.models import ProgrammeEdition, UnitKind
from courses.signals import module_completed
from qualifications.errors import EvidenceMissing
from qualifications.models import Award, AwardEvidence, EvidenceKind, QualificationRule
from qualifications.rules import Tally, last_day, level_shown, may_renew
from qualifications.services import consider_award
from tests.factories.people import make_person
from tests.factories.qualifications import (
    SCORES,
    add_result,
    finish_module,
    make_attempt,
    make_award,
    make_course,
    units_of,
)

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(app: Flask):
    """Receivers of the packages above know the application's settings."""
    with app.app_context():
        yield


def awards(session: Session) -> int:
    return session.scalar(select(func.count(Award.id))) or 0


def test_a_finished_module_and_a_passed_exam_make_an_award_with_its_evidence(session: Session):
    award = make_award(session, make_person(session))
    evidence = session.scalars(select(AwardEvidence).where(AwardEvidence.award_id == award.id)).all()
    assert [each.kind for each in evidence] == [EvidenceKind.RESULT] * 2 + [EvidenceKind.UNIT] * 4
    assert (award.valid_from, award.valid_until) == (clock.local_day(clock.now()), last_day(award.valid_from, 36))
    assert session.get_one(QualificationRule, award.rule_id).hours == 6


def test_levels_are_those_that_the_points_of_exam_and_cases_show(session: Session):
    award = make_award(session, make_person(session))
    shown = {each["code"]: (each["level"], each["points"], each["max"]) for each in award.competencies}
    assert shown == {"law-sources": (3, "12", "16"), "deadlines": (2, "6", "10"), "claim-drafting": (2, "5", "6")}
    assert award.competencies[0]["title"]["kk"] == "Құқық көздері және олардың сатысы"
    assert len(award.competencies[0]["why"]) == 2


def test_a_competency_below_half_of_the_points_is_not_on_the_award(session: Session):
    scores = {**SCORES, "deadlines": ("4", "10")}
    award = make_award(session, make_person(session), scores=scores)
    assert [each["code"] for each in award.competencies] == ["law-sources", "claim-drafting"]


@pytest.mark.parametrize(
    ("points", "most", "level"), [("7", "10", 3), ("6.99", "10", 2), ("5", "10", 2), ("4.99", "10", 0), ("0", "0", 0)]
)
def test_the_level_falls_by_one_below_seventy_per_cent_and_is_unconfirmed_below_fifty(points, most, level):
    assert level_shown(3, Tally(Decimal(points), Decimal(most))) == level


@pytest.mark.parametrize("skip", [1, 3, 5])
def test_a_required_unit_that_is_not_done_refuses_the_award(session: Session, skip: int):
    enrolment = finish_module(session, make_person(session), skip=skip)
    with pytest.raises(EvidenceMissing) as refused:
        consider_award(session, enrolment, "week-1", now=clock.now())
    assert [slug.rsplit("-", 1)[1] for slug in refused.value.facts["units"]] == [str(skip)]
    assert awards(session) == 0


@pytest.mark.parametrize("passed", [False, None])
def test_an_exam_that_is_failed_or_undecided_refuses_the_award(session: Session, passed: bool | None):
    enrolment = finish_module(session, make_person(session), passed=passed)
    with pytest.raises(EvidenceMissing) as refused:
        consider_award(session, enrolment, "week-1", now=clock.now())
    assert refused.value.facts["exam"].startswith("exam-")
    assert awards(session) == 0


def test_a_voided_attempt_proves_nothing(session: Session):
    enrolment = finish_module(session, make_person(session))
    session.execute(update(Attempt).where(Attempt.exam_id.is_not(None)).values(state=AttemptState.VOIDED))
    with pytest.raises(EvidenceMissing):
        consider_award(session, enrolment, "week-1", now=clock.now())


def test_a_pass_that_a_re_scoring_took_away_proves_nothing(session: Session):
    enrolment = finish_module(session, make_person(session))
    exam = session.scalars(select(Attempt).where(Attempt.exam_id.is_not(None))).one()
    add_result(session, exam, version=2, passed=False)
    with pytest.raises(EvidenceMissing):
        consider_award(session, enrolment, "week-1", now=clock.now())


def test_another_persons_pass_is_not_ones_own(session: Session):
    edition = make_course(session)
    finish_module(session, make_person(session), edition=edition)
    mine = finish_module(session, make_person(session), edition=edition, passed=False)
    with pytest.raises(EvidenceMissing):
        consider_award(session, mine, "week-1", now=clock.now())


def test_a_module_without_a_rule_awards_nothing(session: Session):
    enrolment = finish_module(session, make_person(session))
    assert consider_award(session, enrolment, "week-2", now=clock.now()) is None


def test_asked_again_it_is_the_same_award(session: Session):
    enrolment = finish_module(session, make_person(session))
    first = consider_award(session, enrolment, "week-1", now=clock.now())
    assert consider_award(session, enrolment, "week-1", now=clock.now()) is first
    assert awards(session) == 1


def test_the_news_of_a_finished_module_makes_the_award(session: Session):
    enrolment = finish_module(session, make_person(session))
    module_completed.send(session, enrolment=enrolment, module_slug="week-1", now=clock.now())
    assert awards(session) == 1


def test_missing_evidence_never_fails_the_step_that_brought_the_news(session: Session):
    enrolment = finish_module(session, make_person(session), passed=False)
    module_completed.send(session, enrolment=enrolment, module_slug="week-1", now=clock.now())
    assert awards(session) == 0


@pytest.mark.parametrize(("days_before_the_end", "made"), [(400, 1), (100, 2), (-30, 2)])
def test_a_new_pass_renews_an_award_that_is_due_and_no_other(session: Session, days_before_the_end: int, made: int):
    person = make_person(session)
    old = make_award(session, person)
    assert old.valid_until is not None
    then = clock.now() + (old.valid_until - clock.local_day(clock.now())) - timedelta(days=days_before_the_end)
    clock.forget_latest()
    with time_machine.travel(then, tick=False):
        edition = session.get_one(ProgrammeEdition, old.programme_edition_id)
        exam = next(unit for unit in units_of(session, edition) if unit.kind == UnitKind.EXAM)
        attempt = make_attempt(session, person, exam)
        result = add_result(session, attempt, version=2)
        attempt_marked.send(session, attempt=attempt, result=result, now=clock.now())
    assert awards(session) == made
    if made == 2:
        newest = session.scalars(select(Award).order_by(Award.id.desc())).first()
        assert newest is not None
        assert (newest.replaces_id, newest.valid_from) == (old.id, clock.local_day(then))


def test_an_award_can_be_neither_changed_nor_deleted(session: Session):
    award = make_award(session, make_person(session))
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(update(Award).where(Award.id == award.id).values(valid_until=None))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), None, None),
    ],
)
def test_the_last_day_is_the_same_day_of_the_month_or_its_last(first, months, last):
    assert last_day(first, months) == last


def test_an_award_without_an_end_is_never_due():
    assert not may_renew(None, date(2036, 1, 1))
