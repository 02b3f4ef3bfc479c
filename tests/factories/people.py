"""Makes persons with accounts and roles for tests; keywords override."""

from datetime import date
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from access.actors import Role
from core import clock
from people import services
from people.models import Account, Basis, Person
from people.passwords import hash_password
from people.services import Names
from unions.models import Organisation

PASSWORD = "a long enough phrase"
_number = count(1)


@cache
def password_hash() -> str:
    """One hash for all accounts of the tests: hashing is slow on purpose."""
    return hash_password(PASSWORD)


def make_person(session: Session, *, names: Names | None = None, **given: Any) -> Person:
    """A person without an account."""
    return services.register_person(session, names or Names("Сатпаева", "Әйгерім"), **{"now": clock.now(), **given})


def make_account(session: Session, person: Person | None = None, **given: Any) -> Account:
    """A person who can sign in with `PASSWORD`; the e-mail address is new unless given."""
    person = person or make_person(session)
    defaults = {"password_hash": password_hash(), "email_key": f"p{next(_number)}@example.kz", "now": clock.now()}
    return services.open_account(session, person, **{**defaults, **given})


def make_member(session: Session, organisation: Organisation, **given: Any) -> Account:
    """A person with an account who belongs to the organisation."""
    person = make_person(session, federation=federation_of(session, organisation), **given)
    services.appoint(session, person, organisation, "member", basis=Basis.MEMBER, from_on=date(2024, 1, 1))
    return make_account(session, person)


def make_staff(session: Session, role: Role, organisation: Organisation | None = None, **given: Any) -> Account:
    """A person with a role over an organisation's subtree."""
    federation = federation_of(session, organisation) if organisation else None
    person = make_person(session, federation=federation, **given)
    services.grant(session, person, role, now=clock.now(), organisation=organisation)
    return make_account(session, person)


def federation_of(session: Session, organisation: Organisation) -> Organisation:
    """The federation behind whose wall the organisation stands."""
    return session.get_one(Organisation, organisation.federation_id or organisation.id)
