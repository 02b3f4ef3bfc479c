"""What a marker has of their own: the code, the languages, the remarks kept for the next time."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.marking.models import Marker, StockComment
from people.models import Person

LANGUAGES = ("ru", "kk")
MOST_KEPT = 60


def marker_of(session: Session, person_id: int, *, now: datetime) -> Marker:
    """The person as a marker; the first time they get a code, and read the language of their pages."""
    mine = select(Marker).where(Marker.person_id == person_id)
    if found := session.scalar(mine):
        return found
    language = session.get_one(Person, person_id).language
    made = Marker(person_id=person_id, languages=[language if language in LANGUAGES else "ru"], made_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return session.scalars(mine).one()
    return made


def set_languages(session: Session, person_id: int, languages: Sequence[str], *, now: datetime) -> Marker:
    """Say in which languages the person marks; at least one stays."""
    marker = marker_of(session, person_id, now=now)
    chosen = [each for each in LANGUAGES if each in languages]
    if chosen:
        marker.languages = chosen
    return marker


def keep_comment(session: Session, person_id: int, text: str, *, now: datetime) -> StockComment | None:
    """Keep a remark for the next time; one that is kept already, or one too many, changes nothing."""
    mine = (StockComment.marker_id == person_id, StockComment.ended_at.is_(None))
    kept = session.scalar(select(func.count()).select_from(StockComment).where(*mine)) or 0
    known = session.scalar(select(StockComment.id).where(*mine, StockComment.text == text))
    if not text or known is not None or kept >= MOST_KEPT:
        return None
    row = StockComment(ref=secrets.token_hex(16), marker_id=person_id, text=text, made_at=now)
    session.add(row)
    session.flush()
    return row


def stop_comment(session: Session, comment: StockComment, *, now: datetime) -> None:
    """Offer a remark no more; where it was used it stays."""
    comment.ended_at = comment.ended_at or now
