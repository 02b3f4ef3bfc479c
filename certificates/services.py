"""Issuing, correcting and revoking. A certificate is numbered once; its file is made by the worker; nothing is taken back."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import AlreadyRevoked, NameNotPrintable, NotInForce
from certificates.glyphs import missing_glyphs, spoken
from certificates.look import current_look
from certificates.models import Certificate, CertificateEvent, CertificateEventType
from certificates.numbers import next_number
from certificates.rules import Reason, grouped, new_code
from certificates.sheets import sheet_of
from core import audit
from core.clock import local_day
from core.jobs import enqueue
from core.settings import Settings
from people.models import Person
from qualifications.models import Award

ENDED = (CertificateEventType.REVOKED, CertificateEventType.SUPERSEDED)


def issue(session: Session, award: Award, *, settings: Settings, now: datetime) -> Certificate:
    """Number the certificate of an award and ask the worker for its file; asked again, it returns the same one.

    The certificate of the award that this one renews is superseded.

    :raises NameNotPrintable: the fonts lack a sign of the name; nothing was numbered
    """
    session.scalar(select(Award.id).where(Award.id == award.id).with_for_update())
    if found := newest_of(session, award.id):
        return found
    before = newest_of(session, award.replaces_id) if award.replaces_id else None
    made = _number(session, award, settings=settings, now=now, replaces=before)
    if before is not None and not _has_ended(session, before):
        tell(session, before, CertificateEventType.SUPERSEDED, now=now, reason_class=Reason.RENEWED)
    return made


def correct(
    session: Session, old: Certificate, *, by_id: int | None, reason: str, settings: Settings, now: datetime
) -> Certificate:
    """Issue the certificate anew with the name that the person bears now; the old one is superseded, both are kept.

    :raises NotInForce: it was revoked or replaced before, or has run out
    :raises NameNotPrintable: the fonts lack a sign of the new name
    """
    award = session.scalars(select(Award).where(Award.id == old.award_id).with_for_update()).one()
    expired = old.valid_until is not None and old.valid_until <= local_day(now, settings.timezone)
    if expired or _has_ended(session, old):
        raise NotInForce(number=old.number)
    made = _number(session, award, settings=settings, now=now, replaces=old)
    tell(
        session,
        old,
        CertificateEventType.SUPERSEDED,
        now=now,
        by_id=by_id,
        reason_class=Reason.NAME_CORRECTED,
        reason=reason,
    )
    audit.record(
        session, "certificate.corrected", now=now, actor_id=by_id, thing=f"certificate:{old.id}", new=made.number
    )
    return made


def revoke(
    session: Session, certificate: Certificate, *, by_id: int | None, reason_class: Reason, reason: str, now: datetime
) -> CertificateEvent:
    """From now on the register says "revoked". The class of the reason is public, its words are not.

    :raises AlreadyRevoked: it was revoked before
    """
    session.scalar(select(Certificate.id).where(Certificate.id == certificate.id).with_for_update())
    if CertificateEventType.REVOKED in _types(session, certificate):
        raise AlreadyRevoked(number=certificate.number)
    event = tell(
        session,
        certificate,
        CertificateEventType.REVOKED,
        now=now,
        by_id=by_id,
        reason_class=reason_class,
        reason=reason,
    )
    audit.record(
        session, "certificate.revoked", now=now, actor_id=by_id, thing=f"certificate:{certificate.id}",
        number=certificate.number, reason_class=str(reason_class),
    )  # fmt: skip
    return event


def newest_of(session: Session, award_id: int) -> Certificate | None:
    """The last certificate of an award."""
    of_award = select(Certificate).where(Certificate.award_id == award_id)
    return session.scalar(of_award.order_by(Certificate.revision.desc()).limit(1))


def awards_without_certificate(session: Session, person_id: int) -> list[Award]:
    """The person's awards that were not numbered, because the name could not be printed then."""
    none = select(Certificate.id).where(Certificate.award_id == Award.id).exists()
    return list(session.scalars(select(Award).where(Award.person_id == person_id, ~none).order_by(Award.id)))


def unprintable(person: Person) -> list[str]:
    """The signs of a person's names that the fonts cannot draw, spoken out; empty when the name can be printed."""
    return [spoken(sign) for sign in missing_glyphs(f"{person.full_name} {person.latin_name}".strip())]


def tell(
    session: Session, certificate: Certificate, type_: CertificateEventType, *, now: datetime, by_id: int | None = None,
    reason_class: str = "", reason: str = "",
) -> CertificateEvent:  # fmt: skip
    """Append what happened to a certificate."""
    event = CertificateEvent(
        certificate_id=certificate.id, type=type_, at=now, by_id=by_id, reason_class=reason_class, reason=reason
    )
    session.add(event)
    session.flush()
    return event


def _number(
    session: Session, award: Award, *, settings: Settings, now: datetime, replaces: Certificate | None
) -> Certificate:
    person = session.get_one(Person, award.person_id)
    if signs := unprintable(person):
        raise NameNotPrintable(signs=signs)
    today = local_day(now, settings.timezone)
    number, code = next_number(session, today.year), new_code()
    sheet = sheet_of(
        session, award, person, number=number, code=grouped(code), issued_on=today, public_url=settings.public_url,
        demo=settings.demo,
    )  # fmt: skip
    revision = session.scalar(select(func.max(Certificate.revision)).where(Certificate.award_id == award.id)) or 0
    certificate = Certificate(
        ref=secrets.token_hex(16), award_id=award.id, person_id=person.id, template_id=current_look(session, now),
        revision=revision + 1, number=number, code=code, name_printed=sheet.name, printed=sheet.dump(), issued_at=now,
        issued_on=today, valid_until=award.valid_until, replaces_id=replaces.id if replaces else None,
    )  # fmt: skip
    session.add(certificate)
    session.flush()
    tell(session, certificate, CertificateEventType.ISSUED, now=now)
    enqueue(session, "certificate.file", f"certificate:{certificate.id}", {"certificate": certificate.id}, now=now)
    return certificate


def _types(session: Session, certificate: Certificate) -> set[str]:
    return set(session.scalars(select(CertificateEvent.type).where(CertificateEvent.certificate_id == certificate.id)))


def _has_ended(session: Session, certificate: Certificate) -> bool:
    return bool(_types(session, certificate) & set(ENDED))
