"""The acts on the way through a case: beginning, deciding, reading a hint, closing a stage. Each adds one step."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.cases.walk import NotOpen, State, Undecided, begin, close, decide, take_hint
from assessments.chains import append_event
from assessments.errors import AlreadyDecided, AttemptClosed, DecisionNeeded, HintsClosed, StageNotOpen
from assessments.items.decision import Decision
from assessments.models import Attempt, AttemptItem, AttemptState, ItemEdition
from assessments.walks.audit import step_digest
from assessments.walks.models import CaseStep, StepKind, WalkMode
from assessments.walks.state import Walk, walk_of


def begin_walk(session: Session, attempt: Attempt, *, mode: WalkMode, now: datetime) -> str:
    """Write the first step of a new attempt at a case; return its digest for the event."""
    walk = walk_of(session, attempt)
    if walk is None:
        raise ValueError("an exam has no way")
    step = _added(session, attempt, walk, begin(walk.plan), StepKind.BEGUN, now=now, mode=mode)
    return step_digest(step)


def take_decision(
    session: Session, attempt: Attempt, place_id: int, item: Decision, option: str, *, person_id: int, now: datetime
) -> CaseStep:
    """Take the decision for good: the clock moves on, the case remembers it, what follows is told.

    :raises AttemptClosed: the case is over
    :raises AlreadyDecided: it was taken before
    :raises StageNotOpen: it does not stand at the open stage
    """
    walk = _open(session, attempt)
    if place_id in walk.decided():
        raise AlreadyDecided
    try:
        after = decide(walk.plan, walk.state, item.id, option)
    except NotOpen:
        raise StageNotOpen(open_stage=attempt.stage_no) from None
    told = item.act(option).consequence
    try:
        with session.begin_nested():
            step = _added(
                session, attempt, walk, after, StepKind.DECIDED, now=now, attempt_item_id=place_id, item=item.id,
                choice=option, told=told.dump() if told else {},
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyDecided from None
    append_event(
        session, attempt, "decided", now=now, actor_id=person_id, stage=attempt.stage_no, step=step_digest(step)
    )
    return step


def read_hint(session: Session, attempt: Attempt, *, person_id: int, now: datetime) -> None:
    """Show the hint of the open stage, for its points; a second time changes nothing.

    :raises HintsClosed: not practice, or the stage has none
    """
    walk = _open(session, attempt)
    stage = walk.public["stages"][attempt.stage_no - 1]
    if not walk.is_practice or not stage.get("hint"):
        raise HintsClosed
    if walk.state.stage in walk.state.hints:
        return
    step = _added(session, attempt, walk, take_hint(walk.plan, walk.state), StepKind.HINT, now=now)
    append_event(
        session, attempt, "hint_taken", now=now, actor_id=person_id, stage=attempt.stage_no, step=step_digest(step)
    )


def next_stage(session: Session, attempt: Attempt) -> tuple[Walk, State]:
    """The way so far, and the state once the open stage is closed.

    :raises DecisionNeeded: a decision of the stage is not taken; `question` is its number
    """
    walk = _open(session, attempt)
    try:
        return walk, close(walk.plan, walk.state)
    except Undecided as open_one:
        raise DecisionNeeded(question=_number(session, attempt, open_one.item)) from None


def add_closed(session: Session, attempt: Attempt, walk: Walk, after: State, stage_no: int, *, now: datetime) -> str:
    """Write that a stage was closed and where it led; return the digest for the event."""
    to = walk.plan.number(after.stage)
    step = _added(session, attempt, walk, after, StepKind.CLOSED, now=now, stage_no=stage_no, to_stage_no=to)
    return step_digest(step)


def is_decided(session: Session, place_id: int) -> bool:
    """Whether the decision at this place was taken."""
    return session.scalar(select(CaseStep.id).where(CaseStep.attempt_item_id == place_id)) is not None


def _open(session: Session, attempt: Attempt) -> Walk:
    walk = walk_of(session, attempt)
    if walk is None or attempt.state != AttemptState.OPEN:
        raise AttemptClosed
    return walk


def _number(session: Session, attempt: Attempt, item: str) -> int:
    """The number of the question with this id in the case."""
    query = (
        select(AttemptItem.position, ItemEdition.public)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.stage_no == attempt.stage_no)
    )
    for row in session.execute(query):
        if next(iter(row.public.values()))["id"] == item:
            return int(row.position)
    return 0


def _added(
    session: Session, attempt: Attempt, walk: Walk, after: State, kind: StepKind, *, now: datetime, **more: Any
) -> CaseStep:
    values = {"mode": walk.mode, "stage_no": attempt.stage_no} | more
    step = CaseStep(
        attempt_id=attempt.id,
        n=len(walk.steps) + 1,
        kind=kind,
        flags=dict(after.flags),
        day=after.day,
        at=now,
        **values,
    )
    session.add(step)
    session.flush()
    return step
