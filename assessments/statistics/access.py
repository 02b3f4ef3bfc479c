"""Who sees the figures of whose candidates. Keys stand on these pages, so learners never do, and nobody while they sit the exam."""

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, or_, select

from access.actors import Actor, Role
from access.guard import Ctx
from assessments.access import known_ref
from assessments.models import Attempt, AttemptItem, AttemptState, Exam, ExamEdition, ExamPoolItem, ItemEdition
from assessments.statistics.errors import SittingNow
from assessments.statistics.models import StatisticsRun
from core.errors import NotFound

EXAMINERS = (Role.TRAINER, Role.JURIST, Role.SYSTEM_ADMIN)


@dataclass(frozen=True)
class Reach:
    """Whose candidates somebody may look at: everybody's, or those of one federation.

    :ivar federation_id: None means everybody
    """

    federation_id: int | None


def reach_of(actor: Actor) -> Reach | None:
    """Everybody for a grant over the installation, one's federation for a grant over it; None for less than a federation.

    Figures of a part of a federation would tell of few people, and items are the same for all.
    """
    places = {scope.organisation_id for scope in actor.scopes_of(*EXAMINERS)}
    if None in places:
        return Reach(None)
    return Reach(actor.federation_id) if actor.federation_id is not None and actor.federation_id in places else None


def has_reach(ctx: Ctx, thing: Any) -> bool:
    """The actor looks after a federation or the installation."""
    return ctx.actor is not None and reach_of(ctx.actor) is not None


def visible_runs(actor: Actor) -> Select[StatisticsRun]:
    """Runs over the candidates within the actor's reach; the only way from a page to them."""
    reach = reach_of(actor)
    if reach is None:
        return select(StatisticsRun).where(StatisticsRun.id < 0)
    return select(StatisticsRun).where(StatisticsRun.federation_id.is_not_distinct_from(reach.federation_id))


@dataclass(frozen=True)
class Subject:
    """An edition of an exam, as statistics look at it."""

    exam: Exam
    edition: ExamEdition


def load_subject(ctx: Ctx, slug: str) -> Subject:
    """The edition of an exam that the address or the form names, or its newest one; exams stand in the catalogue that all share.

    :raises NotFound: there is no such exam or edition
    """
    query = select(Exam, ExamEdition).join(ExamEdition, ExamEdition.exam_id == Exam.id).where(Exam.slug == slug)
    if asked := request.values.get("edition"):
        query = query.where(ExamEdition.number == _number(asked))
    row = ctx.session.execute(query.order_by(ExamEdition.number.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound
    return _checked(ctx, Subject(row[0], row[1]))


def _number(text: str) -> int:
    """What was asked for as a number; 0, which no edition has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@dataclass(frozen=True)
class Looked:
    """One run with its exam edition."""

    run: StatisticsRun
    subject: Subject


def load_run(ctx: Ctx, ref: str) -> Looked:
    """A run of an address.

    :raises NotFound: there is none, or it is over other people's candidates
    :raises SittingNow: the reader sits an exam with one of these items
    """
    run = ctx.session.scalar(visible_runs(ctx.me).where(StatisticsRun.ref == known_ref(ref)))
    if run is None:
        raise NotFound
    exam, edition = ctx.session.execute(
        select(Exam, ExamEdition)
        .join(ExamEdition, ExamEdition.exam_id == Exam.id)
        .where(ExamEdition.id == run.exam_edition_id)
    ).one()
    return Looked(run, _checked(ctx, Subject(exam, edition)))


def _checked(ctx: Ctx, subject: Subject) -> Subject:
    """Keys are closed to whoever has an open attempt with one of these items, in whatever edition (security 2.5)."""
    pool = (
        select(ItemEdition.item_id)
        .join(ExamPoolItem, ExamPoolItem.item_edition_id == ItemEdition.id)
        .where(ExamPoolItem.exam_edition_id == subject.edition.id)
    )
    asked = (
        select(Attempt.id)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(Attempt.person_id == ctx.me.person_id, Attempt.state == AttemptState.OPEN)
        .where(or_(Attempt.exam_id == subject.exam.id, ItemEdition.item_id.in_(pool)))
        .limit(1)
    )
    if ctx.session.scalar(asked) is not None:
        raise SittingNow
    return subject
