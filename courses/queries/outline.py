"""The units of programme editions in order, with one person's progress: one statement for any number of them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from core.clock import local_day
from core.db import fetch
from core.languages import content_language
from courses.models import (
    ModuleEditionUnit,
    ProgrammeEditionModule,
    ProgressType,
    Unit,
    UnitEdition,
    UnitKind,
    UnitProgress,
)
from courses.rules import Step


def in_language(ru: str, kk: str, lang: str) -> tuple[str, str]:
    """The text for this page, and its language when that is not the page's (empty when it is)."""
    if content_language(lang) == "kk" and kk:
        return kk, ""
    return ru, "" if lang == "ru" else "ru"


_DONE = func.max(UnitProgress.at).filter(UnitProgress.type == ProgressType.COMPLETED).label("done_at")
_MINE = and_(UnitProgress.unit_id == Unit.id, UnitProgress.enrolment_id.in_(bindparam("enrolments", expanding=True)))
OUTLINE = (
    select(
        ProgrammeEditionModule.programme_edition_id, ProgrammeEditionModule.position.label("week"),
        Unit.id, Unit.slug, UnitEdition.id.label("edition_id"), UnitEdition.kind, UnitEdition.title_ru,
        UnitEdition.title_kk, UnitEdition.planned_minutes, ModuleEditionUnit.required,
        UnitEdition.content["items"].as_integer().label("items"), _DONE, func.count(UnitProgress.id).label("events"),
    )
    .join(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ProgrammeEditionModule.module_edition_id)
    .join(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
    .join(Unit, Unit.id == UnitEdition.unit_id)
    .outerjoin(UnitProgress, _MINE)
    .where(ProgrammeEditionModule.programme_edition_id.in_(bindparam("editions", expanding=True)))
    .group_by(ProgrammeEditionModule.id, ModuleEditionUnit.id, Unit.id, UnitEdition.id)
    .order_by(ProgrammeEditionModule.position, ModuleEditionUnit.position)
)  # fmt: skip
"""Units of programme editions `:editions` in order, with the progress of `:enrolments`."""


def outline(session: Session, editions: Sequence[tuple[int, int | None]], lang: str) -> dict[int, list[Step]]:
    """Programme edition → its units in order.

    :param editions: pairs of a programme edition and the enrolment whose progress counts in it
    """
    found = fetch(
        session,
        OUTLINE,
        editions=[edition for edition, _ in editions],
        enrolments=[enrolment for _, enrolment in editions if enrolment is not None],
    )
    steps: dict[int, list[Step]] = {edition: [] for edition, _ in editions}
    for row in found:
        title, title_lang = in_language(row.title_ru, row.title_kk, lang)
        steps[row.programme_edition_id].append(
            Step(
                unit_id=row.id, unit_edition_id=row.edition_id, slug=row.slug, kind=UnitKind(row.kind), title=title,
                lang=title_lang, minutes=row.planned_minutes, required=row.required, week=row.week,
                done=row.done_at is not None, opened=row.events > 0, done_on=_day(row.done_at), items=row.items or 0,
            )
        )  # fmt: skip
    return steps


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
