"""Whose names a keeper of people may read: of the own subtree, present ones only, behind the own wall."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from access.actors import Actor, Role, Scope
from people import services
from people.access import visible_persons
from people.models import Basis, Person
from tests.factories.people import make_member, make_person
from tests.factories.unions import make_federation, make_organisation
from unions.models import Organisation

TODAY = date(2026, 11, 22)


@pytest.fixture
def federation(session: Session) -> Organisation:
    return make_federation(session)


@pytest.fixture
def home(session: Session, federation: Organisation) -> Organisation:
    return make_organisation(session, federation=federation)


def keeper(organisation: Organisation, role: Role = Role.ORG_ADMIN) -> Actor:
    """Somebody with one role over one organisation."""
    scope = Scope(role, organisation.id)
    return Actor(0, 0, 0, "", "", "ru", organisation.federation_id or organisation.id, (scope,))


def seen(session: Session, actor: Actor) -> set[int]:
    return set(session.scalars(visible_persons(actor, TODAY).with_only_columns(Person.id)))


def test_a_keeper_sees_the_people_of_the_own_organisation_and_no_neighbours(
    session: Session, federation: Organisation, home: Organisation
) -> None:
    ours = make_member(session, home)
    make_member(session, make_organisation(session, federation=federation))
    assert seen(session, keeper(home)) == {ours.person_id}


def test_another_role_over_the_same_organisation_reads_no_names(session: Session, home: Organisation) -> None:
    make_member(session, home)
    assert seen(session, keeper(home, Role.TRAINER)) == set()


def test_who_has_left_is_no_longer_seen(session: Session, home: Organisation) -> None:
    person = make_person(session, federation=session.get_one(Organisation, home.federation_id))
    held = services.appoint(session, person, home, "member", basis=Basis.MEMBER, from_on=date(2024, 1, 1))
    assert seen(session, keeper(home)) == {person.id}
    held.to_on = TODAY
    session.flush()
    assert seen(session, keeper(home)) == set()
