"""A lesson as the reader shows it, and what belongs to its reader alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from core.db import fetch
from core.languages import content_language
from courses.models import ReadingPlace, Unit, UnitNote, UnitText

FULL, SUMMARY = "full", "summary"


@dataclass(frozen=True)
class Text:
    """One language of a lesson."""

    lang: str
    minutes: int
    segments: Sequence[Mapping[str, Any]]
    toc: Sequence[Sequence[str]]
    norms: Sequence[str]


@dataclass(frozen=True)
class Lesson:
    """`text` is shown in whole; `summary` is the short side in the reader's language where there is only that."""

    text: Text
    summary: Text | None


@dataclass(frozen=True)
class Own:
    """A person's note and place in a lesson; nobody else ever sees them."""

    note: str = ""
    note_at: datetime | None = None
    anchor: str = ""
    share: float = 0.0


_whole = aliased(UnitText)
_OF_EDITION: BindParameter[int] = bindparam("edition")
_WANTED: BindParameter[str] = bindparam("wanted")
_HAS_WHOLE = (
    select(_whole.id).where(_whole.unit_edition_id == _OF_EDITION, _whole.lang == _WANTED, _whole.part == FULL).exists()
)
TEXTS = select(
    UnitText.lang, UnitText.part, UnitText.reading_minutes, UnitText.segments, UnitText.toc, UnitText.norms
).where(
    UnitText.unit_edition_id == _OF_EDITION,
    or_(UnitText.lang == _WANTED, and_(UnitText.lang == "ru", ~_HAS_WHOLE)),
)
"""The lesson in the wanted language; with the Russian one where that is not whole."""
_PERSON: BindParameter[int] = bindparam("person")
OWN = (
    select(UnitNote.text, UnitNote.at, ReadingPlace.anchor, ReadingPlace.share)
    .select_from(Unit)
    .outerjoin(UnitNote, and_(UnitNote.unit_id == Unit.id, UnitNote.person_id == _PERSON))
    .outerjoin(ReadingPlace, and_(ReadingPlace.unit_id == Unit.id, ReadingPlace.person_id == _PERSON))
    .where(Unit.id == bindparam("unit"))
)


def lesson(session: Session, unit_edition_id: int, lang: str) -> Lesson:
    """The lesson in Kazakh where it is asked for and whole, otherwise in Russian with the Kazakh summary."""
    wanted = content_language(lang)
    rows = fetch(session, TEXTS, edition=unit_edition_id, wanted=wanted).all()
    texts = {row.part: Text(row.lang, row.reading_minutes, row.segments, row.toc, row.norms) for row in rows}
    return Lesson(texts[FULL], texts.get(SUMMARY))


def own(session: Session, unit_id: int, person_id: int) -> Own:
    """Note and place of this person in this lesson."""
    row = fetch(session, OWN, unit=unit_id, person=person_id).one()
    return Own(row.text or "", row.at, row.anchor or "", float(row.share or 0))
