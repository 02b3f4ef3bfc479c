"""One request of a person waits at an organisation: the database holds it, whoever writes the rows."""

from typing import Any

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import clock
from people import joining
from people.models import JoinCode, JoinRequest, JoinState, Person
from tests.factories.people import make_person
from tests.factories.unions import make_federation, make_organisation


@pytest.fixture
def code(session: Session) -> JoinCode:
    home = make_organisation(session, federation=make_federation(session))
    return joining.make_code(session, home, by_id=None, now=clock.now())


def row(person: Person, code: JoinCode, ref: str, **given: Any) -> dict[str, Any]:
    return {
        "ref": ref, "person_id": person.id, "organisation_id": code.organisation_id, "code_id": code.id, "office": "member",
        "state": JoinState.PENDING, "asked_at": clock.now(), "reason": "", **given,
    }  # fmt: skip


def test_a_second_row_that_waits_is_refused_by_the_database(session: Session, code: JoinCode) -> None:
    person = make_person(session)
    session.execute(insert(JoinRequest).values(row(person, code, "1")))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(JoinRequest).values(row(person, code, "2")))
    session.execute(insert(JoinRequest).values(row(make_person(session), code, "3")))
    elsewhere = joining.make_code(session, make_organisation(session), by_id=None, now=clock.now())
    session.execute(insert(JoinRequest).values(row(person, elsewhere, "4")))


def test_whoever_was_declined_may_ask_again_and_decided_rows_stay(session: Session, code: JoinCode) -> None:
    person, marker = make_person(session), make_person(session)
    for _ in range(3):
        asked = joining.ask(session, person, code, office="member", now=clock.now())
        joining.decline(session, asked, by_id=marker.id, reason="Не наш", now=clock.now())
    joining.ask(session, person, code, office="member", now=clock.now())
    assert session.scalar(select(func.count()).select_from(JoinRequest)) == 4


def test_a_row_written_by_somebody_else_meanwhile_means_asked_already(session: Session, code: JoinCode) -> None:
    person = make_person(session)
    session.flush()

    @event.listens_for(session, "before_flush", once=True)
    def overtake(session: Session, *rest: Any) -> None:
        session.connection().execute(insert(JoinRequest).values(row(person, code, "9")))

    with pytest.raises(joining.AlreadyAsked):
        joining.ask(session, person, code, office="member", now=clock.now())
