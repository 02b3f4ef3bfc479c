"""Which programme and which unit an address means for a person: the pinned edition if enrolled, the newest one otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from access.guard import Ctx
from core.db import fetch
from core.errors import NotFound
from courses.models import Enrolment, Programme, ProgrammeEdition
from courses.queries.outline import outline
from courses.rules import Step


@dataclass(frozen=True)
class Entry:
    """A programme as one person meets it."""

    programme_id: int
    slug: str
    edition_id: int
    number: int
    title_ru: str
    title_kk: str
    open_lesson: str
    enrolment_id: int | None
    enrolled_at: datetime | None
    person_id: int | None
    content: Mapping[str, Any] | None = None
    """The words of the edition; only where they were asked for."""

    def title(self, lang: str) -> str:
        """The title in Kazakh where it is asked for and there is one."""
        return (self.title_kk if lang == "kk" else "") or self.title_ru


@dataclass(frozen=True)
class Place:
    """A unit within its programme: `steps` are all units in order."""

    entry: Entry
    step: Step
    steps: tuple[Step, ...]

    @property
    def is_open(self) -> bool:
        """Whether anybody may read it: only the first lesson."""
        return self.step.slug == self.entry.open_lesson


def visible_entry(*more: Any) -> Select[*tuple[Any, ...]]:
    """The one select from an address (`:slug`) to the programme edition that `:person` takes."""
    newest = (
        select(ProgrammeEdition.id)
        .where(ProgrammeEdition.programme_id == Programme.id)
        .order_by(ProgrammeEdition.number.desc())
        .limit(1)
        .correlate(Programme)
        .scalar_subquery()
    )
    mine = and_(
        Enrolment.programme_id == Programme.id, Enrolment.person_id == bindparam("person"), Enrolment.left_at.is_(None)
    )
    pinned = Enrolment.programme_edition_id
    return (
        select(
            Programme.id, Programme.slug, ProgrammeEdition.id.label("edition_id"), ProgrammeEdition.number,
            ProgrammeEdition.title_ru, ProgrammeEdition.title_kk,
            ProgrammeEdition.content["open_lesson"].as_string().label("open_lesson"),
            Enrolment.id.label("enrolment_id"), Enrolment.enrolled_at, *more,
        )
        .select_from(Programme)
        .outerjoin(Enrolment, mine)
        .join(ProgrammeEdition, ProgrammeEdition.id == func.coalesce(pinned, newest))
        .where(Programme.slug == bindparam("slug"))
    )  # fmt: skip


ENTRY = visible_entry()
WHOLE_ENTRY = visible_entry(ProgrammeEdition.content)


def entry_of(session: Session, slug: str, person_id: int | None) -> Entry:
    """:raises NotFound: there is no such programme"""
    row = fetch(session, ENTRY, slug=slug, person=person_id or 0).first()
    if row is None:
        raise NotFound
    return _entry(row, person_id)


def _entry(row: Any, person_id: int | None, content: Mapping[str, Any] | None = None) -> Entry:
    return Entry(
        row.id, row.slug, row.edition_id, row.number, row.title_ru, row.title_kk, row.open_lesson, row.enrolment_id,
        row.enrolled_at, person_id, content,
    )  # fmt: skip


def load_whole_entry(ctx: Ctx, programme: str) -> Entry:
    """The programme of an address, with its words."""
    person_id = ctx.actor.person_id if ctx.actor else None
    row = fetch(ctx.session, WHOLE_ENTRY, slug=programme, person=person_id or 0).first()
    if row is None:
        raise NotFound
    return _entry(row, person_id, row.content)


def load_entry(ctx: Ctx, programme: str) -> Entry:
    """The programme of an address."""
    return entry_of(ctx.session, programme, ctx.actor.person_id if ctx.actor else None)


def load_place(ctx: Ctx, programme: str, unit: str) -> Place:
    """The unit of an address, in the edition that this person takes.

    :raises NotFound: the edition has no such unit
    """
    entry = load_entry(ctx, programme)
    steps = tuple(outline(ctx.session, [(entry.edition_id, entry.enrolment_id)], ctx.lang)[entry.edition_id])
    step = next((step for step in steps if step.slug == unit), None)
    if step is None:
        raise NotFound
    return Place(entry, step, steps)


def load_own_place(ctx: Ctx, programme: str, unit: str) -> Place:
    """The same, for what only somebody enrolled may do.

    :raises NotFound: the person does not take the programme
    """
    place = load_place(ctx, programme, unit)
    if place.entry.enrolment_id is None:
        raise NotFound
    return place
