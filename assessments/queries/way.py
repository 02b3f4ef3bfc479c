"""The way through a case on its page: the clock, watched periods, decisions taken and what followed from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.opened import HIDDEN, watched
from assessments.cases.variants import filled
from assessments.items import present
from assessments.models import Attempt, AttemptItem, ItemEdition
from assessments.queries.texts import Words, said
from assessments.walks.models import CaseStep, StepKind
from assessments.walks.state import Walk


@dataclass(frozen=True)
class Watched:
    """A period on the clock: running, met, missed, or hidden while its day is still to be found."""

    title: Words
    state: str
    ends: date | None
    if_missed: Words
    recovery: Words


@dataclass(frozen=True)
class Clock:
    """What the clock of the case shows."""

    day: date
    spent: int
    """Days since the case began."""
    periods: Sequence[Watched]

    @property
    def missed(self) -> Sequence[Watched]:
        return [each for each in self.periods if each.state == "missed"]


@dataclass(frozen=True)
class Taken:
    """A decision that was taken, and what followed."""

    number: int
    """Number of the question in the attempt."""
    stage: Words
    prompt: str
    choice: str
    lang: str
    """Language of the question."""
    told: Words
    day: date | None
    stage_no: int


@dataclass(frozen=True)
class Hint:
    """The hint of a stage in practice: its words once it was taken, before that only what it costs."""

    cost: Decimal
    words: Words | None


def clock_of(walk: Walk, shown: dict[str, Any], lang: str) -> Clock | None:
    """The clock of a case that has one."""
    if walk.plan.clock is None or walk.state.day is None:
        return None
    rows = watched(walk.public, shown, flags=walk.state.flags, day=walk.state.day)
    periods = [
        Watched(
            said(row["title"], lang), row["state"], None if row["state"] == HIDDEN else date.fromisoformat(row["ends"]),
            said(row.get("if_missed"), lang), said(row.get("recovery"), lang),
        )
        for row in rows
    ]  # fmt: skip
    return Clock(walk.state.day, (walk.state.day - walk.plan.clock.start).days, periods)


def taken(session: Session, attempt: Attempt, walk: Walk) -> list[Taken]:
    """Every decision so far, in the order of taking; nothing is read where none was taken."""
    steps = [step for step in walk.steps if step.kind == StepKind.DECIDED]
    if not steps:
        return []
    query = (
        select(AttemptItem.id, AttemptItem.position, ItemEdition.public)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(AttemptItem.id.in_([step.attempt_item_id for step in steps]))
    )
    rows = {row.id: row for row in session.execute(query)}
    titles = {stage["number"]: said(stage["title"], attempt.language) for stage in walk.public["stages"]}
    return [_taken(step, rows[step.attempt_item_id], attempt, walk, titles) for step in steps]


def _taken(step: CaseStep, row: Any, attempt: Attempt, walk: Walk, titles: dict[int, Words]) -> Taken:
    view = present(row.public, attempt.language, attempt.seed)
    choice = next(option["text"] for option in view["options"] if option["id"] == step.choice)
    told = said(filled(step.told, walk.names()), attempt.language)
    return Taken(
        row.position, titles[step.stage_no], view["prompt"], choice, view["lang"], told, step.day, step.stage_no
    )


def hint_of(walk: Walk, stage: dict[str, Any], lang: str) -> Hint | None:
    """The hint of a stage; none in certifying, where there are no hints."""
    if not walk.is_practice or not stage.get("hint"):
        return None
    read = stage["id"] in walk.state.hints
    return Hint(Decimal(str(stage["hint"]["cost"])), said(stage["hint"]["text"], lang) if read else None)
