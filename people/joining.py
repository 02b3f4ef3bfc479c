"""Joining an organisation by its code: asked by the person, decided by somebody who is responsible there."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import record
from core.errors import DomainError
from people.models import Appointment, Basis, Consent, JoinCode, JoinRequest, JoinState, Person
from unions.models import Organisation

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without O and 0, I, 1 and L, which are mistaken for each other on paper."""
CONSENT = "learning-2026-11"
LASTS = timedelta(days=180)


class CodeUnknown(DomainError):
    """There is no such code, or it no longer works."""

    status, code = 404, "join_code_unknown"


class AlreadyAsked(DomainError):
    """The person has an open request at this organisation, or belongs to it already."""

    status, code = 409, "already_asked"


class OtherFederation(DomainError):
    """The person belongs behind another federation's wall; nobody stands on both sides."""

    status, code = 409, "other_federation"


class AlreadyDecided(DomainError):
    """Somebody else has decided the request."""

    status, code = 409, "already_decided"


def normal(code: str) -> str:
    """A code as it is stored: capitals and digits only, in two groups of four."""
    letters = "".join(character for character in code.upper() if character in ALPHABET)
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else ""


def make_code(session: Session, organisation: Organisation, *, by_id: int | None, now: datetime) -> JoinCode:
    """A new code of the organisation; earlier ones stop working, also one that was made at the same moment."""
    session.scalar(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    for old in session.scalars(
        select(JoinCode).where(JoinCode.organisation_id == organisation.id, JoinCode.revoked_at.is_(None))
    ):
        old.revoked_at = now
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    row = JoinCode(
        code=normal(letters), organisation_id=organisation.id, made_by_id=by_id, made_at=now, expires_at=now + LASTS
    )
    session.add(row)
    session.flush()
    record(
        session,
        "join_code_made",
        now=now,
        actor_id=by_id,
        thing=f"organisation:{organisation.id}",
        scope_id=organisation.id,
    )
    return row


def code_in_force(session: Session, code: str, now: datetime) -> JoinCode:
    """The code if it works now.

    :raises CodeUnknown: unknown, revoked or run out: the answer is the same
    """
    in_force = (JoinCode.revoked_at.is_(None), or_(JoinCode.expires_at.is_(None), JoinCode.expires_at > now))
    row = session.scalar(select(JoinCode).where(JoinCode.code == normal(code), *in_force)) if normal(code) else None
    if row is None:
        raise CodeUnknown
    return row


def ask(session: Session, person: Person, code: JoinCode, *, office: str, now: datetime) -> JoinRequest:
    """Ask to be taken in; until it is approved nothing about the organisation is shown to the person.

    :raises AlreadyAsked: an open request or a present appointment there
    :raises OtherFederation: the person's register is kept by another federation
    """
    session.refresh(person, with_for_update=True)
    refuse_across_the_wall(person, session.get_one(Organisation, code.organisation_id))
    same = (
        JoinRequest.person_id == person.id,
        JoinRequest.organisation_id == code.organisation_id,
        JoinRequest.state == JoinState.PENDING,
    )
    member = (
        Appointment.person_id == person.id,
        Appointment.organisation_id == code.organisation_id,
        Appointment.to_on.is_(None),
    )
    if session.scalar(select(JoinRequest.id).where(*same)) or session.scalar(select(Appointment.id).where(*member)):
        raise AlreadyAsked
    row = JoinRequest(
        ref=secrets.token_hex(16),
        person_id=person.id,
        organisation_id=code.organisation_id,
        code_id=code.id,
        office=office,
        asked_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as waits:
        raise AlreadyAsked from waits
    record(session, "join_asked", now=now, actor_id=person.id, thing=f"join:{row.id}", scope_id=code.organisation_id)
    return row


def refuse_across_the_wall(person: Person, organisation: Organisation) -> None:
    """Stop what would put a person of one federation into the register of another.

    :raises OtherFederation: it would
    """
    if person.federation_id not in {None, organisation.federation_id or organisation.id}:
        raise OtherFederation


def consent(session: Session, person: Person, *, language: str, now: datetime) -> Consent:
    """Write down that the person agreed to the processing of learning data, in which words and language."""
    row = Consent(person_id=person.id, text_version=CONSENT, language=language, given_at=now)
    session.add(row)
    session.flush()
    return row


def approve(
    session: Session, request: JoinRequest, organisation: Organisation, *, by_id: int, on: date, now: datetime
) -> Appointment:
    """Take the person in: an appointment begins, and the person now belongs behind the federation's wall.

    :raises AlreadyDecided: it was decided before
    :raises OtherFederation: another federation took the person in meanwhile
    """
    person = session.get_one(Person, request.person_id, with_for_update=True)
    refuse_across_the_wall(person, organisation)
    _decide(session, request, JoinState.APPROVED, by_id=by_id, reason="", now=now)
    person.federation_id = person.federation_id or organisation.federation_id or organisation.id
    office = request.office or "member"
    basis = Basis.MEMBER if office == "member" else Basis.ELECTED
    row = Appointment(person_id=person.id, organisation_id=organisation.id, office=office, basis=basis, from_on=on)
    session.add(row)
    session.flush()
    return row


def decline(session: Session, request: JoinRequest, *, by_id: int, reason: str, now: datetime) -> None:
    """Refuse a request; the person reads the reason.

    :raises AlreadyDecided: it was decided before
    """
    _decide(session, request, JoinState.DECLINED, by_id=by_id, reason=reason, now=now)


def _decide(
    session: Session, request: JoinRequest, state: JoinState, *, by_id: int, reason: str, now: datetime
) -> None:
    session.refresh(request, with_for_update=True)
    if request.state != JoinState.PENDING:
        raise AlreadyDecided
    request.state, request.decided_at, request.decided_by_id, request.reason = state, now, by_id, reason
    session.flush()
    action = f"join_{state.value}"
    record(session, action, now=now, actor_id=by_id, thing=f"join:{request.id}", scope_id=request.organisation_id)
