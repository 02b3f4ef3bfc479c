"""Starting an attempt: everything it will need is frozen here, and later editions never touch it."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.blueprint import BlueprintRow, PoolItem, PoolTooSmall, draw
from assessments.chains import append_event
from assessments.errors import AttemptsUsedUp, DrawImpossible, TooEarly
from assessments.items.parametric import Params, chosen
from assessments.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    CaseEdition,
    CaseEditionItem,
    ExamEdition,
    ExamPoolItem,
    Item,
    ItemEdition,
)
from assessments.services.finish import submit_if_overdue
from assessments.walks.models import WalkMode
from assessments.walks.steps import begin_walk
from core.content.canonical import json_safe
from core.errors import StorageTrouble


def start_attempt(
    session: Session,
    edition: ExamEdition | CaseEdition,
    *,
    person_id: int,
    language: str,
    now: datetime,
    mode: WalkMode = WalkMode.CERTIFYING,
) -> Attempt:
    """Return the person's open attempt at this exam or case; a new one when there is none.

    :param language: ru or kk; the content stays in it until the end
    :param mode: of a case: with hints and explanations on the way, or without
    :raises AttemptsUsedUp: as many as the exam allows were made
    :raises TooEarly: the exam asks for a pause after the last one
    :raises DrawImpossible: the pool does not hold what the blueprint asks for
    """
    mine = _mine(session, edition, person_id)
    if mine and mine[-1].state == AttemptState.OPEN and not submit_if_overdue(session, mine[-1], now=now):
        return mine[-1]
    if isinstance(edition, ExamEdition):
        _may_begin(edition, mine, now)
    attempt = _opened(edition, person_id, mine[-1].number + 1 if mine else 1, language, now)
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError:
        return _other_request(session, edition, person_id)
    places = _drawn(session, edition, attempt.seed) if isinstance(edition, ExamEdition) else _staged(session, edition)
    for n, (item, slug, stage_no) in enumerate(places, 1):
        session.add(
            AttemptItem(
                attempt_id=attempt.id, item_edition_id=item.id, position=n, stage_no=stage_no, points=item.points,
                params=_params(item, slug, attempt.seed),
            )
        )  # fmt: skip
    step = {"step": begin_walk(session, attempt, mode=mode, now=now)} if isinstance(edition, CaseEdition) else {}
    append_event(
        session, attempt, "opened", now=now, actor_id=person_id, edition=edition.hash, seed=attempt.seed,
        items=[item.hash for item, _, _ in places], **step,
    )  # fmt: skip
    return attempt


def _other_request(session: Session, edition: ExamEdition | CaseEdition, person_id: int) -> Attempt:
    """The attempt that another request of the same person began at the same moment."""
    mine = _mine(session, edition, person_id)
    if mine and mine[-1].state == AttemptState.OPEN:
        return mine[-1]
    raise StorageTrouble(retry_after=1)


def _mine(session: Session, edition: ExamEdition | CaseEdition, person_id: int) -> Sequence[Attempt]:
    same = (
        Attempt.exam_id == edition.exam_id if isinstance(edition, ExamEdition) else Attempt.case_id == edition.case_id
    )
    query = select(Attempt).where(Attempt.person_id == person_id, same).order_by(Attempt.number)
    return session.scalars(query).all()


def _may_begin(edition: ExamEdition, mine: Sequence[Attempt], now: datetime) -> None:
    if edition.attempts_allowed and len(mine) >= edition.attempts_allowed:
        raise AttemptsUsedUp(allowed=edition.attempts_allowed)
    pause = timedelta(hours=float(edition.content.get("wait_hours") or 0))
    last = mine[-1].submitted_at if mine else None
    if last and now < last + pause:
        raise TooEarly(until=(last + pause).isoformat())


def _opened(edition: ExamEdition | CaseEdition, person_id: int, number: int, language: str, now: datetime) -> Attempt:
    attempt = Attempt(
        ref=uuid.uuid4().hex, person_id=person_id, number=number, language="kk" if language == "kk" else "ru",
        state=AttemptState.OPEN, seed=secrets.token_hex(16), opened_at=now, stage_no=1, tab_id="",
    )  # fmt: skip
    if isinstance(edition, ExamEdition):
        attempt.exam_id, attempt.exam_edition_id = edition.exam_id, edition.id
        attempt.deadline_at = now + timedelta(minutes=edition.limit_minutes)
    else:
        attempt.case_id, attempt.case_edition_id = edition.case_id, edition.id
    return attempt


def _drawn(session: Session, edition: ExamEdition, seed: str) -> list[tuple[ItemEdition, str, int]]:
    """The items of this attempt in their order, by the blueprint and the seed."""
    query = (
        select(ItemEdition, Item.slug)
        .join(ExamPoolItem, ExamPoolItem.item_edition_id == ItemEdition.id)
        .join(Item, Item.id == ItemEdition.item_id)
        .where(ExamPoolItem.exam_edition_id == edition.id)
        .order_by(ExamPoolItem.id)
    )
    pool = {slug: (item, slug) for item, slug in session.execute(query)}
    rows = [BlueprintRow.model_validate(row) for row in edition.content["blueprint"]]
    candidates = [PoolItem(slug, tuple(item.competencies), item.difficulty) for item, slug in pool.values()]
    try:
        drawn = draw(rows, candidates, seed, shuffle=bool(edition.content.get("shuffle", True)))
    except PoolTooSmall as short:
        raise DrawImpossible(exam=edition.id) from short
    return [(*pool[slug], 1) for slug in drawn]


def _staged(session: Session, edition: CaseEdition) -> list[tuple[ItemEdition, str, int]]:
    query = (
        select(ItemEdition, Item.slug, CaseEditionItem.stage_no)
        .join(CaseEditionItem, CaseEditionItem.item_edition_id == ItemEdition.id)
        .join(Item, Item.id == ItemEdition.item_id)
        .where(CaseEditionItem.case_edition_id == edition.id)
        .order_by(CaseEditionItem.stage_no, CaseEditionItem.position)
    )
    return [(item, slug, stage_no) for item, slug, stage_no in session.execute(query)]


def _params(item: ItemEdition, slug: str, seed: str) -> dict[str, Any]:
    """The values of a parametric item that this seed gives; empty for all others."""
    content: dict[str, Any] = next(iter(item.public.values()), {})
    variant = content.get("variant")
    if not variant:
        return {}
    values: dict[str, Any] = json_safe(chosen(Params.model_validate(variant["params"]), seed, content["id"]))
    return values
