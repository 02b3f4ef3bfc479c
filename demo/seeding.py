"""Fills an empty database with the demonstration, once, and marks it; refuses where real people are."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit import record
from core.models import InstallationFact, Job
from core.settings import Settings
from demo.doors import open_cast, open_doors
from demo.life import live
from demo.organisations import found_federation
from demo.plan import FIRST, SECOND
from demo.staff import Register
from demo.written import write_and_mark
from people.models import Account, Appointment, Person
from people.passwords import matches
from unions.models import Organisation

MARKER = "demo"
PLANS = (FIRST, SECOND)


class NotEmpty(Exception):
    """There are people in the database who are no demonstration: nothing is mixed with them."""


def is_seeded(session: Session) -> bool:
    """Whether this database carries the marker of a demonstration."""
    return session.get(InstallationFact, MARKER) is not None


def holds_real_data(session: Session) -> bool:
    """Whether a person or an organisation is not made up."""
    real = session.scalar(select(Person.id).where(Person.is_demo.is_(False)).limit(1))
    body = session.scalar(select(Organisation.id).where(Organisation.is_demo.is_(False)).limit(1))
    return real is not None or body is not None


def seed(session: Session, *, password_hash: str, settings: Settings, now: datetime) -> None:
    """Enter both federations with their people.

    :raises NotEmpty: there is real data
    """
    if holds_real_data(session):
        raise NotEmpty
    session.add(InstallationFact(name=MARKER, value=now.isoformat()))
    bodies = {plan.code: found_federation(session, plan) for plan in PLANS}
    cast = open_cast(session, bodies, password_hash, now)
    open_doors(
        session, bodies["first"], cast["chair"], password_hash=password_hash, public_url=settings.public_url, now=now
    )
    for plan in PLANS:
        already = _count(session, bodies[plan.code].federation.id)
        Register(session, plan, bodies[plan.code], now).fill(already)
    learners = [cast["chair"], *_colleagues(session, bodies["first"].primaries[0])]
    live(session, learners, cast["registrar"], settings, now)
    write_and_mark(session, bodies["first"], cast["marker"], now)
    session.execute(update(Job).values(created_at=now, run_after=now))  # Learnt long ago, asked of the worker today.
    record(session, "demo_seeded", now=now)


def _colleagues(session: Session, home: Organisation) -> list[Person]:
    """People of an organisation who cannot sign in: their learning shows in lists and registers only."""
    of_home = select(Appointment.person_id).where(Appointment.organisation_id == home.id)
    without = Person.id.not_in(select(Account.person_id))
    return list(session.scalars(select(Person).where(Person.id.in_(of_home), without).order_by(Person.id)))


def _count(session: Session, federation_id: int) -> int:
    wanted = select(func.count()).select_from(Person).where(Person.federation_id == federation_id)
    return session.scalar(wanted) or 0


def password_differs(session: Session, password: str) -> bool:
    """Whether the accounts were made with another password than today's setting."""
    stored = session.scalar(
        select(Account.password_hash).join(Person, Person.id == Account.person_id).where(Person.is_demo).limit(1)
    )
    return stored is not None and not matches(stored, password)


def set_password(session: Session, password_hash: str, now: datetime) -> None:
    """Give all accounts of made-up people the password of today's setting."""
    made_up = select(Person.id).where(Person.is_demo)
    values = {"password_hash": password_hash, "password_changed_at": now}
    session.execute(update(Account).where(Account.person_id.in_(made_up)).values(**values))
