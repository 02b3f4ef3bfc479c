"""A person's own public link: what it shows is chosen field by field, and it ends when the person says so."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from core import audit
from core.clock import local_day, zone
from core.errors import NotFound
from people.models import Person
from qualifications.errors import LinkRefused
from qualifications.models import PublicLink


class Field(StrEnum):
    """What a link may show. Nothing else of a person can get onto the public page."""

    NAME = "name"
    PROGRAMME = "programme"
    DATES = "dates"
    COMPETENCIES = "competencies"
    NUMBER = "number"
    EXPIRED = "expired"
    ORGANISATION = "organisation"


USUAL = (Field.NAME, Field.PROGRAMME, Field.DATES, Field.COMPETENCIES)
"""Ticked when nobody has chosen yet. Organisation and office are not: they tell that somebody belongs to a union."""
ALONE_SAY_NOTHING = frozenset({Field.NAME, Field.DATES, Field.NUMBER, Field.EXPIRED})
"""Fields that describe others; a link needs a programme, competencies or an office beside them."""


def alive(now: datetime) -> ColumnElement[bool]:
    """The condition of a link that can be opened."""
    return and_(PublicLink.made_at <= now, or_(PublicLink.ended_at.is_(None), PublicLink.ended_at > now))


def live_link(session: Session, person_id: int, now: datetime) -> PublicLink | None:
    """The person's link that can be opened now."""
    own = select(PublicLink).where(PublicLink.person_id == person_id, alive(now))
    return session.scalar(own.order_by(PublicLink.id.desc()).limit(1))


def share(
    session: Session, person_id: int, *, fields: Sequence[str], until: date | None, zone_name: str, now: datetime
) -> PublicLink:
    """Make the person's link, or let the one there is show these fields from now on.

    :param until: the last day on which it opens; None until it is ended
    :raises LinkRefused: nothing would be shown, or the day has passed
    """
    chosen = [field for field in Field if field in fields]
    if not set(chosen) - ALONE_SAY_NOTHING or (until is not None and until < local_day(now, zone_name)):
        raise LinkRefused
    _alone(session, person_id)
    link = live_link(session, person_id, now)
    if link is None:
        link = PublicLink(token=secrets.token_hex(16), person_id=person_id, fields=[], made_at=now)
        session.add(link)
    link.fields = [field.value for field in chosen]
    link.ended_at = _end_of(until, zone_name) if until else None
    session.flush()
    audit.record(session, "record.shared", now=now, actor_id=person_id, thing=f"link:{link.id}", fields=link.fields)
    return link


def end(session: Session, person_id: int, *, now: datetime) -> PublicLink:
    """From now on the link opens for nobody; a later one gets another address.

    :raises NotFound: there is no link that opens
    """
    _alone(session, person_id)
    link = live_link(session, person_id, now)
    if link is None:
        raise NotFound
    link.ended_at = now
    session.flush()
    audit.record(session, "record.unshared", now=now, actor_id=person_id, thing=f"link:{link.id}")
    return link


def _alone(session: Session, person_id: int) -> None:
    """Wait for another request about the same person's link, so that there is never a second one that nobody ends."""
    session.scalar(select(Person.id).where(Person.id == person_id).with_for_update())


def _end_of(day: date, zone_name: str) -> datetime:
    """The moment when the day is over for people in the zone."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone(zone_name))


def last_day_of(link: PublicLink, zone_name: str) -> date | None:
    """The last day on which the link opens."""
    return local_day(link.ended_at - timedelta(seconds=1), zone_name) if link.ended_at else None
