"""People who do the same thing at the same moment: each is counted, and nothing that may stand once stands twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.db import Database
from core.errors import DomainError
from core.limits import Limit, spend
from core.models import RateCounter
from people import joining, throttle
from people.models import Appointment, JoinCode, JoinRequest, Person
from qualifications import links
from qualifications.models import PublicLink
from tests.factories.people import make_person
from tests.factories.unions import make_federation, make_organisation
from unions.models import Organisation

AT_ONCE = 6
LIMIT = Limit("at-once", 4, 3600)


def at_once(apart: tuple[Flask, Database], act: Callable[[Session], object]) -> list[str]:
    """Do the same in six units of work that begin together: how each of them ended."""
    app, database = apart
    start = Barrier(AT_ONCE)

    def one(_: int) -> str:
        with app.app_context():
            start.wait(timeout=30)
            try:
                with database.unit_of_work() as session:
                    act(session)
            except DomainError as refused:
                return refused.code
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def test_first_tries_at_once_are_all_counted(apart):
    ended = at_once(apart, lambda session: spend(session, LIMIT, "10.0.0.1", clock.now()))
    assert ended == ["done"] * 4 + ["too_many"] * 2


def test_wrong_passwords_at_once_are_all_counted(apart):
    at_once(apart, lambda session: throttle.note_failure(session, "nobody@example.kz", "10.0.0.2", clock.now()))
    with apart[1].unit_of_work(read_only=True) as session:
        assert session.scalars(select(RateCounter.count)).all() == [AT_ONCE, AT_ONCE]


def arranged(apart: tuple[Flask, Database]) -> tuple[int, int, int]:
    """Ids of a person, an organisation and its join code."""
    with apart[1].unit_of_work() as session:
        home = make_organisation(session, federation=make_federation(session))
        code = joining.make_code(session, home, by_id=None, now=clock.now())
        return make_person(session).id, home.id, code.id


def test_one_join_code_is_in_force_however_many_are_made_at_once(apart):
    _, home_id, _ = arranged(apart)

    def make(session: Session) -> None:
        joining.make_code(session, session.get_one(Organisation, home_id), by_id=None, now=clock.now())

    assert at_once(apart, make) == ["done"] * AT_ONCE
    with apart[1].unit_of_work(read_only=True) as session:
        assert session.scalar(select(func.count()).where(JoinCode.revoked_at.is_(None))) == 1


def test_one_request_waits_and_is_approved_once(apart):
    person_id, home_id, code_id = arranged(apart)

    def ask(session: Session) -> None:
        person, code = session.get_one(Person, person_id), session.get_one(JoinCode, code_id)
        joining.ask(session, person, code, office="member", now=clock.now())

    def approve(session: Session) -> None:
        request, home = session.scalars(select(JoinRequest)).one(), session.get_one(Organisation, home_id)
        joining.approve(session, request, home, by_id=person_id, on=clock.local_day(clock.now()), now=clock.now())

    assert at_once(apart, ask) == ["already_asked"] * 5 + ["done"]
    assert at_once(apart, approve) == ["already_decided"] * 5 + ["done"]
    with apart[1].unit_of_work(read_only=True) as session:
        assert session.scalar(select(func.count(Appointment.id))) == 1


def test_a_person_has_one_public_link_and_ending_it_leaves_none(apart):
    person_id, _, _ = arranged(apart)
    now = clock.now()

    def share(session: Session) -> None:
        links.share(session, person_id, fields=["name", "programme"], until=None, zone_name="Asia/Almaty", now=now)

    at_once(apart, share)
    with apart[1].unit_of_work() as session:
        assert session.scalar(select(func.count(PublicLink.id))) == 1
        links.end(session, person_id, now=now + timedelta(seconds=1))
        assert links.live_link(session, person_id, now + timedelta(seconds=2)) is None
