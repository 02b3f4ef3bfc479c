"""Where an attempt at a case stands, from its stored steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.opened import at_stage
from assessments.cases.score import fatal_flags
from assessments.cases.settle import settled
from assessments.cases.variants import names_of
from assessments.cases.walk import COURT, Plan, State, begin, bonuses, hint_cost, stored_plan, with_bonus
from assessments.item_store import item_of
from assessments.items import Item, Score
from assessments.items.decision import Decision
from assessments.models import Attempt, CaseEdition, CaseEditionItem, ItemEdition, ItemKey
from assessments.walks.models import CaseStep, StepKind, WalkMode


@dataclass(frozen=True)
class Walk:
    """The case, its plan, the steps so far and the state after them."""

    public: dict[str, Any]
    plan: Plan
    steps: Sequence[CaseStep]
    state: State
    mode: WalkMode

    @property
    def way(self) -> list[int]:
        """Numbers of the stages entered, in order; the court is not one of them."""
        return [self.plan.number(name) for name in self.state.way if name != COURT]

    @property
    def is_practice(self) -> bool:
        return self.mode == WalkMode.PRACTICE

    def on_the_way(self, item: Item) -> Item:
        """The question as it is on this route."""
        return settled(item, self.public.get("clock"), self.state.flags)

    def repaired(self, item: Item, got: Score) -> Score:
        """The score with what a later repair gave back."""
        bonus = bonuses(self.plan, self.state).get(item.id)
        if not bonus:
            return got
        points = with_bonus(got.points, bonus, got.max_points)
        return replace(got, points=points, by_part={**got.by_part, "bonus": points - got.points})

    def hints_cost(self) -> Decimal:
        return hint_cost(self.plan, self.state)

    def fatal(self, rule: list[dict[str, str]]) -> list[str]:
        """Flags with which the case is not passed, as `flag=value`."""
        return fatal_flags(rule, self.state.flags)

    def shown(self) -> dict[str, Any]:
        """The public case as it is now: at the open stage, on the way taken."""
        last = len(self.plan.stages)
        number = min(self.plan.number(self.state.stage), last)
        return at_stage(self.public, number, flags=self.state.flags, way=self.way)

    def names(self) -> dict[str, Any]:
        """Values of the placeholders on this route."""
        return names_of(self.public.get("clock"), self.state.flags)

    def decided(self) -> dict[int, CaseStep]:
        """Decisions taken, by the id of their place."""
        return {step.attempt_item_id: step for step in self.steps if step.attempt_item_id is not None}


def walk_of(session: Session, attempt: Attempt, *, to_read: bool = False) -> Walk | None:
    """The way of an attempt at a case; None for an exam.

    :param to_read: for a page that only shows where the attempt stands; then the decisions of the plan are left out
    """
    if attempt.case_edition_id is None:
        return None
    edition = session.get_one(CaseEdition, attempt.case_edition_id)
    steps = steps_of(session, attempt.id)
    plan = stored_plan(edition.public, {} if to_read else _decisions(session, edition))
    mode = steps[0].mode if steps else WalkMode.CERTIFYING
    return Walk(edition.public, plan, steps, _state(plan, attempt, steps), mode)


def steps_of(session: Session, attempt_id: int) -> Sequence[CaseStep]:
    """The steps of an attempt in their order."""
    return session.scalars(select(CaseStep).where(CaseStep.attempt_id == attempt_id).order_by(CaseStep.n)).all()


def _decisions(session: Session, edition: CaseEdition) -> dict[str, Decision]:
    if not edition.public.get("clock"):
        return {}
    query = (
        select(ItemEdition.hash, ItemKey.content)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .join(CaseEditionItem, CaseEditionItem.item_edition_id == ItemEdition.id)
        .where(CaseEditionItem.case_edition_id == edition.id, ItemEdition.type == "decision")
        .order_by(CaseEditionItem.stage_no, CaseEditionItem.position)
    )
    found = [item_of(row.hash, row.content) for row in session.execute(query)]
    return {item.id: item for item in found if isinstance(item, Decision)}


def _state(plan: Plan, attempt: Attempt, steps: Sequence[CaseStep]) -> State:
    """An attempt that has no steps went straight on, stage by stage."""
    names = {each.number: each.id for each in plan.stages} | {len(plan.stages) + 1: COURT}
    first = begin(plan)
    if not steps:
        way = tuple(names[n] for n in range(1, attempt.stage_no + 1))
        return replace(first, stage=way[-1], way=way)
    closed = [step.to_stage_no for step in steps if step.to_stage_no is not None]
    way = (first.stage, *(names[n] for n in closed))
    return State(
        stage=way[-1],
        way=way,
        flags=dict(steps[-1].flags),
        day=steps[-1].day,
        decided={step.item: step.choice for step in steps if step.kind == StepKind.DECIDED},
        hints=frozenset(names[step.stage_no] for step in steps if step.kind == StepKind.HINT),
    )
