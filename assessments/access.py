"""Who sees which attempts: their own, nobody else's. Every loader goes through these selects."""

import re
from typing import Any

from sqlalchemy import Row, Select, Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session, aliased

from access.actors import Actor
from access.guard import Ctx
from assessments.errors import Overdue
from assessments.item_store import item_of
from assessments.models import Answer, Attempt, AttemptItem, AttemptState, ItemEdition, ItemKey
from assessments.rules import is_over
from assessments.services import Place
from core.db import fetch
from core.errors import NotFound
from core.hashing import ZERO

REF = re.compile(r"[0-9a-f]{32}")


_MINE = Attempt.person_id == bindparam("person")
_BY_REF = Attempt.ref == bindparam("ref")


def visible_attempts(actor: Actor) -> Select[Attempt]:
    """The attempts that the person made."""
    return select(Attempt).where(Attempt.person_id == actor.person_id)


_ATTEMPT = select(Attempt).where(_MINE, _BY_REF)
"""`visible_attempts` narrowed to one address, made once."""


def known_ref(ref: str) -> str:
    """The id if it has the form of one: nothing else goes to the database."""
    if not REF.fullmatch(ref):
        raise NotFound
    return ref


def load_attempt(ctx: Ctx, ref: str) -> Attempt:
    """An own attempt. A page of one whose time is over first has it submitted, in a unit of work of its own.

    :raises NotFound: unknown or foreign
    :raises Overdue: still open after its deadline
    """
    attempt = ctx.session.scalar(_ATTEMPT, {"person": ctx.me.person_id, "ref": known_ref(ref)})
    if attempt is None:
        raise NotFound
    if attempt.state == AttemptState.OPEN and is_over(attempt.deadline_at, ctx.now):
        raise Overdue(attempt.id)
    return attempt


def load_place(ctx: Ctx, ref: str, n: int) -> Place:
    """A question of an own attempt with its newest answer, in one statement.

    :raises NotFound: unknown, foreign, or no such number
    """
    return place_of(ctx.session, ctx.me.person_id, known_ref(ref), n)


def place_of(session: Session, person_id: int, ref: str, n: int) -> Place:
    """The same for a person's id: a question of an attempt that this person made.

    :raises NotFound: unknown, foreign, or no such number
    """
    row = fetch(session, _PLACE, person=person_id, ref=ref, n=n).one_or_none()
    if row is None:
        raise NotFound
    return _place(row)


def stage_places(session: Session, actor: Actor, attempt_id: int, stage_no: int) -> list[Place]:
    """All questions of one stage of an own case."""
    found = fetch(session, _STAGE, person=actor.person_id, attempt=attempt_id, stage=stage_no)
    return [_place(row) for row in found]


def _places() -> Select[*tuple[Any, ...]]:
    """Questions of own attempts with their newest answers."""
    newest = aliased(Answer)
    last_seq = (
        select(func.max(Answer.seq))
        .where(Answer.attempt_item_id == AttemptItem.id)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    return (
        select(
            Attempt.id, Attempt.ref, Attempt.state, Attempt.deadline_at, Attempt.submitted_at, Attempt.stage_no.label("open_stage"), Attempt.tab_id,
            AttemptItem.id.label("place_id"), AttemptItem.position, AttemptItem.stage_no, ItemEdition.hash.label("edition"),
            cast(ItemKey.content, Text).label("content"),
            newest.seq, newest.key, newest.value, newest.received_at, newest.late, newest.hash,
        )
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .outerjoin(newest, and_(newest.attempt_item_id == AttemptItem.id, newest.seq == last_seq))
        .where(_MINE)
    )  # fmt: skip


_PLACE = _places().where(_BY_REF, AttemptItem.position == bindparam("n"))
_STAGE = (
    _places()
    .where(Attempt.id == bindparam("attempt"), AttemptItem.stage_no == bindparam("stage"))
    .order_by(AttemptItem.position)
)


def _place(row: Row[*tuple[Any, ...]]) -> Place:
    return Place(
        attempt_id=row.id, attempt_ref=row.ref, attempt_item_id=row.place_id, position=row.position,
        state=AttemptState(row.state), deadline_at=row.deadline_at, submitted_at=row.submitted_at, open_stage=row.open_stage, stage_no=row.stage_no,
        tab_id=row.tab_id, item=item_of(row.edition, row.content), seq=row.seq or 0, key=row.key or "", value=row.value,
        stored_at=row.received_at, late=bool(row.late), hash=row.hash or ZERO,
    )  # fmt: skip
