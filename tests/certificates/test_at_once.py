"""Several processes at once make one award and one certificate of it, and give no number twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from certificates.models import Certificate, CertificateEvent
from certificates.rules import number_of
from certificates.services import issue
from core import clock
from core.audit import breaks
from core.db import Database
from courses.models import Enrolment
from qualifications.models import Award, AwardEvidence
from qualifications.services import consider_award
from tests.factories.people import make_person
from tests.factories.qualifications import finish_module, make_course

AT_ONCE = 6


def finished(database: Database, people: int) -> list[int]:
    """Ids of enrolments of people who did everything and were awarded nothing yet."""
    with database.unit_of_work() as session:
        course = make_course(session)
        return [finish_module(session, make_person(session), edition=course).id for _ in range(people)]


def consider_at_once(app: Flask, database: Database, enrolments: list[int]) -> list[int]:
    start = Barrier(len(enrolments))

    def consider(enrolment_id: int) -> int:
        with app.app_context():
            start.wait(timeout=30)
            with database.unit_of_work() as session:
                award = consider_award(session, session.get_one(Enrolment, enrolment_id), "week-1", now=clock.now())
                assert award is not None
                return award.id

    with ThreadPoolExecutor(len(enrolments)) as pool:
        return list(pool.map(consider, enrolments))


def test_one_award_is_made_however_many_ask_at_once(apart):
    app, database = apart
    enrolments = finished(database, 1) * AT_ONCE
    assert len(set(consider_at_once(app, database, enrolments))) == 1
    with database.unit_of_work(read_only=True) as session:
        assert session.scalar(select(func.count(Award.id))) == 1
        assert session.scalar(select(func.count(Certificate.id))) == 1
        assert session.scalar(select(func.count(CertificateEvent.id))) == 1
        assert session.scalar(select(func.count(AwardEvidence.id))) == 6


def test_people_who_finish_at_once_get_numbers_in_a_row(apart):
    app, database = apart
    consider_at_once(app, database, finished(database, AT_ONCE))
    with database.unit_of_work(read_only=True) as session:
        year = clock.local_day(clock.now()).year
        numbers = session.scalars(select(Certificate.number).order_by(Certificate.number)).all()
        assert numbers == [number_of(year, sequence) for sequence in range(1, AT_ONCE + 1)]
        assert len(set(session.scalars(select(Certificate.code)))) == AT_ONCE
        assert len(set(session.scalars(select(Certificate.template_id)))) == 1
        assert list(breaks(session)) == []


def test_one_certificate_is_issued_however_many_ask_at_once(apart):
    app, database = apart
    consider_at_once(app, database, finished(database, 1))
    start = Barrier(AT_ONCE)

    def again(_: int) -> str:
        start.wait(timeout=30)
        with database.unit_of_work() as session:
            award = session.scalars(select(Award)).one()
            return issue(session, award, settings=app.extensions["settings"], now=clock.now()).number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(again, range(AT_ONCE)))) == 1
