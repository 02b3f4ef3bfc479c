"""Persons, accounts, grants and appointments: how they come into being."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.actors import Role
from core.audit import record
from core.errors import DomainError
from people import passwords
from people.models import Account, Appointment, Basis, Grant, Person
from unions.models import Axis, Organisation


class LoginTaken(DomainError):
    """There is an account with this e-mail address or phone number already."""

    status, code = 422, "login_taken"


@dataclass(frozen=True)
class Names:
    """A name as in the documents; a person may have a given name only."""

    family: str
    given: str
    patronymic: str = ""
    latin: str = ""


def search_key(*names: str) -> str:
    """Names as they are looked for: NFKC, casefolded, one blank between."""
    return " ".join(unicodedata.normalize("NFKC", " ".join(names)).casefold().split())


def register_person(
    session: Session, names: Names, *, now: datetime, language: str = "ru", phone: str = "", email: str = "",
    federation: Organisation | None = None, is_demo: bool = False,
) -> Person:  # fmt: skip
    """Enter a human being with the names as in the documents."""
    person = Person(
        ref=secrets.token_hex(16), family_name=names.family, given_name=names.given, patronymic=names.patronymic, latin_name=names.latin,
        language=language, phone=phone, email=email, federation_id=federation.id if federation else None,
        search_key=search_key(names.family, names.given, names.patronymic, names.latin), is_demo=is_demo, created_at=now,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def open_account(
    session: Session,
    person: Person,
    *,
    password_hash: str,
    now: datetime,
    email_key: str | None = None,
    phone_key: str | None = None,
) -> Account:
    """Give a person a way in.

    :raises LoginTaken: the address or the number has an account
    """
    account = Account(
        person_id=person.id, email_key=email_key, phone_key=phone_key, password_hash=password_hash, password_changed_at=now,
        language=person.language, created_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise LoginTaken from error
    record(session, "account_opened", now=now, actor_id=person.id)
    return account


def is_login_taken(session: Session, email_key: str | None, phone_key: str | None) -> bool:
    """Whether an account has this address or number."""
    key = Account.email_key == email_key if email_key else Account.phone_key == phone_key
    return session.scalar(select(Account.id).where(key)) is not None


def person_without_account(session: Session, federation: Organisation, *, email: str, phone: str) -> Person | None:
    """Somebody of the federation who was entered with this address or number and has not come yet."""
    reached = Person.email == email if email else Person.phone == phone
    without = Person.id.not_in(select(Account.person_id))
    return session.scalar(
        select(Person).where(reached, Person.federation_id == federation.id, without).order_by(Person.id).limit(1)
    )


def holds_office(session: Session, person: Person, organisation: Organisation) -> bool:
    """Whether the person has an appointment in the organisation that has not ended."""
    held = (Appointment.person_id == person.id, Appointment.organisation_id == organisation.id)
    return session.scalar(select(Appointment.id).where(*held, Appointment.to_on.is_(None)).limit(1)) is not None


def appoint(
    session: Session,
    person: Person,
    organisation: Organisation,
    office: str,
    *,
    basis: Basis,
    from_on: date,
    document: str = "",
) -> Appointment:
    """The person holds an office in the organisation from a day on."""
    row = Appointment(
        person_id=person.id,
        organisation_id=organisation.id,
        office=office,
        basis=basis,
        from_on=from_on,
        document=document,
    )
    session.add(row)
    session.flush()
    return row


def grant(
    session: Session, person: Person, role: Role, *, now: datetime, organisation: Organisation | None = None, axis: Axis | None = None,
    by: Person | None = None,
) -> Grant:  # fmt: skip
    """Give a role over an organisation and all below it; null organisation is the whole installation."""
    row = Grant(
        person_id=person.id, role=role, organisation_id=organisation.id if organisation else None, axis=axis, from_at=now,
        granted_by_id=by.id if by else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(
        session, "role_granted", now=now, actor_id=by.id if by else None, thing=f"person:{person.id}", role=role.value
    )
    return row


def change_contacts(
    session: Session, account_id: int, *, email: str, email_key: str | None, latin: str, language: str, now: datetime
) -> None:
    """What a person changes about themselves: the address, the Latin spelling of the name, the language of pages and letters.

    :raises LoginTaken: somebody else took the address meanwhile
    """
    account = session.get_one(Account, account_id)
    person = session.get_one(Person, account.person_id)
    changed = email_key != account.email_key
    person.email, person.latin_name, person.language = email, latin, language
    person.search_key = search_key(person.family_name, person.given_name, person.patronymic, latin)
    account.email_key, account.language = email_key, language
    try:
        session.flush()
    except IntegrityError as error:
        raise LoginTaken from error
    if changed:
        record(session, "login_changed", now=now, actor_id=person.id)


def hashed(password: str) -> str:
    """A password ready to be stored; make it outside of a writing unit of work, it takes time."""
    return passwords.hash_password(password)
