"""The learner's home: what they take, where they stopped, what now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from assessments.models import Attempt, AttemptState, CaseEdition, ExamEdition
from core.db import fetch
from courses.models import Enrolment, Programme, ProgrammeEdition, ReadingPlace
from courses.queries.outline import in_language, outline
from courses.rules import Step, minutes_by_day, minutes_left, minutes_of, next_step, share_done, week_of


@dataclass(frozen=True)
class Resume:
    """Where to go on: the lesson read last, or the next unit."""

    step: Step
    anchor: str
    share: int
    """Whole per cent of the lesson that is behind."""
    left: int
    """Minutes still planned."""


@dataclass(frozen=True)
class Taken:
    """A programme that a person takes, in its pinned edition."""

    slug: str
    title: str
    lang: str
    enrolled_at: datetime
    steps: Sequence[Step]
    now: Step | None
    week: int
    """Number of the week in work; 0 when everything that is ready is done."""
    week_title: str
    week_lang: str
    share: int
    resume: Resume | None
    newer: bool
    """A newer edition was published after the enrolment."""

    @property
    def week_steps(self) -> list[Step]:
        """The units of the week in work, or of the last one."""
        number = self.week or max((step.week for step in self.steps), default=0)
        return [step for step in self.steps if step.week == number]

    @property
    def week_done(self) -> int:
        """Planned minutes of what is done in the week."""
        return sum(step.minutes for step in self.week_steps if step.done and step.required)

    @property
    def week_planned(self) -> int:
        """Planned minutes of all that the week needs."""
        return minutes_of(self.week_steps, 0).planned


@dataclass(frozen=True)
class Unfinished:
    """An attempt that is still open.

    :ivar kind: `case`, `check` or `exam`
    :ivar stage: the open stage of a case and the number of its stages
    :ivar until: when an exam closes by itself
    """

    ref: str
    title: str
    lang: str
    kind: str
    stage: tuple[int, int] | None
    until: datetime | None


@dataclass(frozen=True)
class Home:
    """Everything of `/learn`; `days` are this week's days with the minutes of what was completed on them."""

    taken: Sequence[Taken]
    days: Sequence[tuple[date, int]] = ()
    unfinished: Sequence[Unfinished] = field(default=())


def home(session: Session, person_id: int, today: date, lang: str) -> Home:
    """Four statements for any number of programmes and units."""
    rows = fetch(session, ENROLMENTS, person=person_id).all()
    if not rows:
        return Home(())
    steps = outline(session, [(row.edition_id, row.enrolment_id) for row in rows], lang)
    extra = _places(session, person_id)
    left = [_unfinished(row, lang) for row in fetch(session, OPEN_ATTEMPTS, person=person_id)]
    taken = [_taken(row, steps[row.edition_id], extra, lang) for row in rows]
    week = week_of(today)
    every = [step for each in taken for step in each.steps]
    return Home(taken, list(zip(week, minutes_by_day(every, week), strict=True)), left)


_PERSON: BindParameter[int] = bindparam("person")
_NEWEST = (
    select(ProgrammeEdition.number)
    .where(ProgrammeEdition.programme_id == Programme.id)
    .order_by(ProgrammeEdition.number.desc())
    .limit(1)
    .correlate(Programme)
    .scalar_subquery()
)
ENROLMENTS = (
    select(
        Enrolment.id.label("enrolment_id"), Enrolment.enrolled_at, Programme.slug, ProgrammeEdition.id.label("edition_id"),
        ProgrammeEdition.title_ru, ProgrammeEdition.title_kk, ProgrammeEdition.number,
        ProgrammeEdition.content["weeks"].label("weeks"), _NEWEST.label("newest"),
    )
    .join(Programme, Programme.id == Enrolment.programme_id)
    .join(ProgrammeEdition, ProgrammeEdition.id == Enrolment.programme_edition_id)
    .where(Enrolment.person_id == _PERSON, Enrolment.left_at.is_(None))
    .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
)  # fmt: skip
"""The person's programmes, the one taken last first, with the titles of their weeks as one JSON text each."""
PLACES = select(ReadingPlace.unit_id, ReadingPlace.anchor, ReadingPlace.share, ReadingPlace.at).where(
    ReadingPlace.person_id == _PERSON
)
OPEN_ATTEMPTS = (
    select(
        Attempt.ref, Attempt.stage_no, Attempt.deadline_at, CaseEdition.stage_count, ExamEdition.kind,
        func.coalesce(ExamEdition.title_ru, CaseEdition.title_ru).label("title_ru"),
        func.coalesce(ExamEdition.title_kk, CaseEdition.title_kk, "").label("title_kk"),
    )
    .outerjoin(ExamEdition, ExamEdition.id == Attempt.exam_edition_id)
    .outerjoin(CaseEdition, CaseEdition.id == Attempt.case_edition_id)
    .where(Attempt.person_id == _PERSON, Attempt.state == AttemptState.OPEN)
    .order_by(Attempt.opened_at.desc())
)  # fmt: skip


def _places(session: Session, person_id: int) -> dict[int, Any]:
    return {row.unit_id: row for row in fetch(session, PLACES, person=person_id)}


def _unfinished(row: Any, lang: str) -> Unfinished:
    title, title_lang = in_language(row.title_ru, row.title_kk, lang)
    stage = (row.stage_no, row.stage_count) if row.stage_count else None
    return Unfinished(row.ref, title, title_lang, row.kind or "case", stage, row.deadline_at)


def _taken(row: Any, steps: Sequence[Step], places: dict[int, Any], lang: str) -> Taken:
    title, title_lang = in_language(row.title_ru, row.title_kk, lang)
    now = next_step(steps)
    week = now.week if now else 0
    words = next((each["title"] for each in row.weeks if each["number"] == week), {"ru": "", "kk": ""})
    week_title, week_lang = in_language(words["ru"], words.get("kk", ""), lang)
    return Taken(
        slug=row.slug, title=title, lang=title_lang, enrolled_at=row.enrolled_at, steps=steps, now=now, week=week,
        week_title=week_title, week_lang=week_lang, share=share_done(steps), resume=_resume(steps, now, places),
        newer=row.number < row.newest,
    )  # fmt: skip


def _resume(steps: Sequence[Step], now: Step | None, places: dict[int, Any]) -> Resume | None:
    """The lesson left unfinished last; without one, what comes next."""
    begun = [step for step in steps if not step.done and step.unit_id in places]
    step = max(begun, key=lambda step: places[step.unit_id].at) if begun else now
    if step is None:
        return None
    place = places.get(step.unit_id)
    share = float(place.share) if place else 0.0
    return Resume(step, place.anchor if place else "", round(share * 100), minutes_left(step.minutes, share))
