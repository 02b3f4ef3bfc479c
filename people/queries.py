"""What pages of people read: frozen values, one select each."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from access.actors import Actor
from people.access import visible_persons
from people.devices import spoken
from people.models import Account, Appointment, JoinRequest, JoinState, Person, SignedSession
from unions.models import Organisation


@dataclass(frozen=True)
class PersonRow:
    """A person in the list of an organisation."""

    ref: str
    name: str
    office: str
    phone: str
    has_account: bool
    since: date


@dataclass(frozen=True)
class RequestRow:
    """A request to join that waits."""

    ref: str
    name: str
    phone: str
    office: str
    asked_at: datetime


@dataclass(frozen=True)
class SessionRow:
    """A signed-in browser of one's own."""

    id: int
    device: str
    network: str
    since: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class OwnRequest:
    """One's own request to join, as its page shows it."""

    ref: str
    name_ru: str
    name_kk: str
    state: JoinState
    reason: str
    asked_at: datetime
    decided_at: datetime | None


def people_of(
    session: Session, actor: Actor, organisation: Organisation, on: date, search: str = "", limit: int = 200
) -> list[PersonRow]:
    """The people with a present office in the organisation that the actor may see, by name."""
    seen = visible_persons(actor, on).with_only_columns(Person.id)
    found = (
        select(
            Person.ref,
            Person.family_name,
            Person.given_name,
            Person.patronymic,
            Appointment.office,
            Person.phone,
            Account.id,
            Appointment.from_on,
        )
        .join(Appointment, and_(Appointment.person_id == Person.id, Appointment.organisation_id == organisation.id))
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id.in_(seen), Appointment.from_on <= on, or_(Appointment.to_on.is_(None), Appointment.to_on > on))
        .order_by(Person.search_key)
        .limit(limit)
    )
    if search:
        found = found.where(Person.search_key.contains(search.casefold(), autoescape=True))
    return [
        PersonRow(
            ref,
            " ".join(part for part in (family, given, patronymic) if part),
            office,
            phone,
            account is not None,
            since,
        )
        for ref, family, given, patronymic, office, phone, account, since in session.execute(found)
    ]


def count_people(session: Session, organisation_id: int, on: date) -> int:
    """How many people hold an office in the organisation on a day."""
    present = (Appointment.from_on <= on, or_(Appointment.to_on.is_(None), Appointment.to_on > on))
    wanted = select(func.count(func.distinct(Appointment.person_id))).where(
        Appointment.organisation_id == organisation_id, *present
    )
    return session.scalar(wanted) or 0


def waiting_requests(session: Session, organisation: Organisation) -> list[RequestRow]:
    """Requests that wait at the organisation, the oldest first."""
    found = (
        select(JoinRequest.ref, Person, JoinRequest.office, JoinRequest.asked_at)
        .join(Person, Person.id == JoinRequest.person_id)
        .where(JoinRequest.organisation_id == organisation.id, JoinRequest.state == JoinState.PENDING)
        .order_by(JoinRequest.asked_at)
    )
    return [
        RequestRow(ref, person.full_name, person.phone, office, asked_at)
        for ref, person, office, asked_at in session.execute(found)
    ]


def own_sessions(session: Session, actor: Actor, now: datetime) -> list[SessionRow]:
    """The signed-in browsers of one's own account, the newest first."""
    live = (SignedSession.ended_at.is_(None), SignedSession.idle_until > now, SignedSession.expires_at > now)
    found = session.scalars(
        select(SignedSession)
        .where(SignedSession.account_id == actor.account_id, *live)
        .order_by(SignedSession.last_seen_at.desc())
    )
    return [
        SessionRow(
            row.id, spoken(row.device), row.network, row.created_at, row.last_seen_at, row.id == actor.session_id
        )
        for row in found
    ]


def own_requests(session: Session, person_id: int) -> list[OwnRequest]:
    """One's own requests to join, the newest first."""
    found = (
        select(JoinRequest, Organisation.name_ru, Organisation.name_kk)
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .where(JoinRequest.person_id == person_id)
        .order_by(JoinRequest.asked_at.desc())
    )
    return [
        OwnRequest(row.ref, ru, kk, JoinState(row.state), row.reason, row.asked_at, row.decided_at)
        for row, ru, kk in session.execute(found)
    ]
