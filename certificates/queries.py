"""What the register answers, and what a person's own record shows of certificates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from certificates.models import Certificate, CertificateEvent, CertificateEventType
from certificates.paper.sheet import Sheet, in_language
from certificates.rules import CODE_LENGTH, State, grouped, is_code, plain_code, state_of
from certificates.services import unprintable
from core.clock import local_day
from people.models import Person
from qualifications.models import Award
from qualifications.papers import Paper

NO_CODE = "0" * CODE_LENGTH
"""Looked up in place of what cannot be a code, so that both refusals cost the same; no certificate can bear it."""
ENDING = (CertificateEventType.REVOKED, CertificateEventType.SUPERSEDED)


@dataclass(frozen=True)
class Answer:
    """What anybody may read about one certificate; there is nothing else in it to leak."""

    state: State
    code: str
    number: str
    name: str
    """As printed; empty when the certificate was revoked."""
    title: tuple[str, str]
    """The text and the language it is really in."""
    covers: tuple[str, str]
    issuer: tuple[str, str]
    hours: int
    issued_on: date
    valid_until: date | None
    ended_at: datetime | None
    """When it was revoked or replaced."""
    reason_class: str
    skills: Sequence[tuple[str, str, int]]
    """Title, its language, level."""
    demo: bool


def answer_of(session: Session, typed: str, lang: str, now: datetime) -> Answer | None:
    """What the register says to a code as somebody typed it; None for an unknown and for an impossible one alike."""
    code = plain_code(typed)
    certificate, events = _with_events(session, code if is_code(code) else NO_CODE)
    if certificate is None:
        return None
    state = state_of(frozenset(event.type for event in events), certificate.valid_until, local_day(now))
    ending = next((event for event in reversed(events) if event.type == state.value), None)
    sheet, hidden = Sheet.load(certificate.printed), state is State.REVOKED
    return Answer(
        state=state, code=grouped(certificate.code), number=certificate.number, name="" if hidden else certificate.name_printed,
        title=in_language(sheet.title, lang), covers=in_language(sheet.covers, lang), issuer=in_language(sheet.issuer, lang),
        hours=sheet.hours, issued_on=certificate.issued_on, valid_until=certificate.valid_until,
        ended_at=ending.at if ending else None, reason_class=ending.reason_class if ending else "",
        skills=() if hidden else tuple((*in_language(skill.title, lang), skill.level) for skill in sheet.skills),
        demo=sheet.demo,
    )  # fmt: skip


def _with_events(session: Session, code: str) -> tuple[Certificate | None, list[CertificateEvent]]:
    rows = session.execute(
        select(Certificate, CertificateEvent)
        .join(CertificateEvent, CertificateEvent.certificate_id == Certificate.id)
        .where(Certificate.code == code)
        .order_by(CertificateEvent.id)
    ).all()
    return (rows[0][0] if rows else None), [event for _, event in rows]


def papers_of(session: Session, person_id: int, now: datetime) -> Mapping[int, Sequence[Paper]]:
    """The certificates of a person by award, the newest first; an award whose name cannot be printed says so."""
    rows = session.execute(
        select(Certificate, CertificateEvent.type)
        .join(CertificateEvent, CertificateEvent.certificate_id == Certificate.id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id.desc(), CertificateEvent.id)
    ).all()
    found: dict[int, list[Paper]] = {}
    for certificate, types in _grouped(rows):
        found.setdefault(certificate.award_id, []).append(_paper(certificate, types, now))
    held = set(session.scalars(select(Award.id).where(Award.person_id == person_id)))
    if waiting := held - set(found):
        signs = tuple(unprintable(session.get_one(Person, person_id)))
        found |= {award_id: [Paper(state="refused" if signs else "waiting", signs=signs)] for award_id in waiting}
    return found


def _grouped(rows: Sequence[Row[Certificate, CertificateEventType]]) -> list[tuple[Certificate, frozenset[str]]]:
    types: dict[int, set[str]] = {}
    certificates: dict[int, Certificate] = {}
    for certificate, type_ in rows:
        certificates[certificate.id] = certificate
        types.setdefault(certificate.id, set()).add(type_)
    return [(each, frozenset(types[each.id])) for each in certificates.values()]


def _paper(certificate: Certificate, types: frozenset[str], now: datetime) -> Paper:
    return Paper(
        state=state_of(types, certificate.valid_until, local_day(now)).value, number=certificate.number,
        code=grouped(certificate.code), issued_on=certificate.issued_on, valid_until=certificate.valid_until,
        ready=certificate.file_id is not None, failed="file_refused" in types and certificate.file_id is None,
    )  # fmt: skip
