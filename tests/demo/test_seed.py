"""The demonstration: two walls, a graph with histories, one sign-in per role; made once, never among real people."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from access.actors import STAFF, Role
from app import create_app
from core import audit
from core.models import Mail
from demo.cast import CAST, PAGES
from demo.organisations import primary_names
from demo.plan import FIRST, SECOND
from people.models import Account, Appointment, JoinRequest, Person
from tests.conftest import TestDatabase, settings_for
from tests.demo.acts import count, run
from unions.models import Affiliation, Axis, Closure, Organisation, OrganisationKind
from unions.services import rebuild_closure


@pytest.fixture(scope="module")
def seeded_connection(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection in whose transaction the demonstration is made, once for all tests of this file."""
    with engine.connect() as connection, connection.begin() as outer:
        settings = settings_for(engine.url.render_as_string(hide_password=False), tmp_path_factory.mktemp("demo"))
        result = run(create_app(settings, TestDatabase(engine, connection)), "seed")
        assert result.exit_code == 0, result.output
        yield connection
        outer.rollback()


@pytest.fixture
def database(engine: Engine, seeded_connection: Connection) -> Iterator[TestDatabase]:
    """The seeded database of this test; whatever the test commits is gone afterwards."""
    with seeded_connection.begin_nested() as inner:
        yield TestDatabase(engine, seeded_connection)
        inner.rollback()


@pytest.fixture
def seeded(app: Flask) -> Flask:
    """The application on the seeded database."""
    return app


def test_it_has_the_promised_size_in_two_federations(seeded: Flask, session: Session):
    assert count(session, Organisation, Organisation.federation_id.is_(None)) == 2
    assert count(session, Organisation, Organisation.kind == OrganisationKind.PRIMARY) == 60
    assert count(session, Organisation, Organisation.kind == OrganisationKind.SECTORAL) == 7
    assert count(session, Organisation, Organisation.kind == OrganisationKind.TERRITORIAL) == 6
    assert 395 <= count(session, Person) <= 410
    assert count(session, Person, Person.is_demo.is_(False)) == 0
    assert count(session, Organisation, Organisation.is_demo.is_(False)) == 0


def test_no_affiliation_and_no_appointment_crosses_the_wall(seeded: Flask, session: Session):
    home = {row.id: row.federation_id or row.id for row in session.scalars(select(Organisation))}
    assert all(home[row.child_id] == home[row.parent_id] for row in session.scalars(select(Affiliation)))
    of_person = dict(session.execute(select(Person.id, Person.federation_id)).all())
    assert all(of_person[row.person_id] == home[row.organisation_id] for row in session.scalars(select(Appointment)))


def test_some_left_some_moved_and_some_never_joined(seeded: Flask, session: Session):
    assert count(session, Affiliation, Affiliation.to_on.is_not(None)) >= 3
    joined = select(Affiliation.child_id)
    alone = (Organisation.kind == OrganisationKind.PRIMARY, Organisation.id.not_in(joined))
    assert count(session, Organisation, *alone) >= 2
    assert count(session, Appointment, Appointment.to_on.is_not(None)) >= 10
    several = select(Appointment.person_id).where(Appointment.to_on.is_(None)).group_by(Appointment.person_id)
    assert len(session.scalars(several.having(func.count() > 1)).all()) >= 10


def test_the_kept_closure_is_the_computed_one(seeded: Flask, session: Session):
    def rows():
        columns = (
            Closure.ancestor_id,
            Closure.descendant_id,
            Closure.axis,
            Closure.depth,
            Closure.from_on,
            Closure.to_on,
        )
        return {tuple(row) for row in session.execute(select(*columns))}

    kept = rows()
    rebuild_closure(session)
    assert rows() == kept


def test_every_role_can_sign_in_and_reaches_its_page(seeded: Flask, client: FlaskClient):
    assert {part.role for part in CAST} == set(Role)
    assert {part.role for part in CAST if part.role in STAFF} == set(PAGES) - {Role.LEARNER}
    for part in CAST:
        form = {"login": part.phone or part.email, "password": "demo-password-1"}
        assert client.post("/sign-in", data=form).status_code == 303, part.key
        assert client.get("/account").status_code == 200, part.key
        client.post("/sign-out")


def test_requests_and_a_letter_wait(seeded: Flask, session: Session):
    assert count(session, JoinRequest) == 4
    assert "/invitations/" in session.scalars(select(Mail)).one().text


def test_a_second_run_changes_nothing_and_prints_the_same_accounts(seeded: Flask, session: Session):
    before = {table: count(session, table) for table in (Person, Account, Organisation, Closure, Mail)}
    again, listed = run(seeded, "seed", "--if-empty"), run(seeded, "sign-ins")
    assert before == {table: count(session, table) for table in before}
    assert again.output == listed.output
    for part in CAST:
        assert listed.output.count(part.email) == 1
    assert listed.output.count("demo-password-1") == 1


def test_the_password_of_the_setting_opens_a_database_made_with_another(
    seeded: Flask, session: Session, client: FlaskClient
):
    assert run(seeded, "seed", demo_password="quite-another-one").exit_code == 0
    form = {"login": CAST[0].email, "password": "quite-another-one"}
    assert client.post("/sign-in", data=form).status_code == 303


def test_no_two_primary_organisations_share_a_name():
    for plan in (FIRST, SECOND):
        names = [primary_names(plan.sectors[n % len(plan.sectors)], n) for n in range(plan.primaries)]
        assert len({ru for ru, _ in names}) == len({kk for _, kk in names}) == plan.primaries


def test_the_second_federation_sees_its_own_only(seeded: Flask, session: Session, client: FlaskClient):
    client.post("/sign-in", data={"login": "federation2@demo.tirek.example", "password": "demo-password-1"})
    page = client.get("/unions").get_data(as_text=True)
    assert SECOND.name_ru in page
    assert FIRST.name_ru not in page
    foreign = session.scalars(select(Organisation.ref).where(Organisation.name_ru == FIRST.name_ru)).one()
    assert client.get(f"/unions/{foreign}").status_code == 404


def test_the_audit_log_is_whole_afterwards(seeded: Flask, session: Session):
    assert list(audit.breaks(session)) == []
    assert count(session, Closure, Closure.axis == Axis.SECTORAL) > 60
