"""The way through a case, without a session: which stage is open, what the clock says, what the case remembers.

A `Plan` is all that the way depends on. `begin`, `decide` and `close` make one state from another; equal answers give equal ways.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assessments.cases.clock import ROUTE, Clock
from assessments.cases.read import ReadCase
from assessments.items.base import ZERO
from assessments.items.decision import Act, Decision

COURT = "court"


@dataclass(frozen=True)
class PlannedStage:
    id: str
    number: int
    """1-based place in the file."""
    next: str = ""
    """The stage that follows; empty where a decision names it."""
    by_item: str = ""
    branch: bool = False
    day_by_route: str = ""
    hint: Decimal = ZERO
    """What its hint costs."""


@dataclass(frozen=True)
class Plan:
    stages: tuple[PlannedStage, ...]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """By the id of the item in the case."""
    clock: Clock | None = None

    def stage(self, name: str) -> PlannedStage:
        return next(each for each in self.stages if each.id == name)

    def number(self, name: str) -> int:
        """Place of a stage; the court comes after the last one."""
        return len(self.stages) + 1 if name == COURT else self.stage(name).number

    def decisions_at(self, stage: str) -> list[Decision]:
        return [item for name, item in self.decisions.items() if name.partition(".")[0] == stage]


@dataclass(frozen=True)
class State:
    """Where somebody stands. `way` are the stages entered, the open one last."""

    stage: str
    way: tuple[str, ...]
    flags: Mapping[str, str] = field(default_factory=dict)
    day: dt.date | None = None
    """What the clock of the case says; None for a case without one."""
    decided: Mapping[str, str] = field(default_factory=dict)
    """Decision → option."""
    hints: frozenset[str] = frozenset()

    @property
    def is_over(self) -> bool:
        return self.stage == COURT

    @property
    def route(self) -> str:
        return self.flags.get(ROUTE, "")


class Undecided(Exception):
    """The stage cannot close before this decision is taken."""

    def __init__(self, item: str) -> None:
        self.item = item
        super().__init__(item)


class NotOpen(Exception):
    """The decision is taken already, or does not stand at the open stage."""


def plan_of(read: ReadCase) -> Plan:
    """The plan of a case as read from its file."""
    dump = read.case.dump()
    clock = dump.get("clock")
    decisions = {each.item.id: each.item for each in read.items if isinstance(each.item, Decision)}
    return stored_plan({"stages": numbered(dump["stages"]), "clock": clock}, decisions)


def numbered(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**stage, "number": n} for n, stage in enumerate(stages, 1)]


def stored_plan(public: Mapping[str, Any], decisions: Mapping[str, Decision]) -> Plan:
    """The plan of a stored edition; a stage without `next` is followed by the next one in the file."""
    ids = [stage["id"] for stage in public["stages"]] + [COURT]
    stages = tuple(_stage(stage, ids[n]) for n, stage in enumerate(public["stages"], 1))
    clock = public.get("clock")
    return Plan(stages, decisions, Clock.model_validate(clock, context={"lang": "ru"}) if clock else None)


def _stage(stage: Mapping[str, Any], following: str) -> PlannedStage:
    after = stage.get("next", following)
    by_item = after["by_item"] if isinstance(after, Mapping) else ""
    cost = (stage.get("hint") or {}).get("cost", 0)
    return PlannedStage(
        stage["id"], stage["number"], "" if by_item else after, by_item, bool(stage.get("branch")),
        stage.get("day_by_route") or "", Decimal(str(cost)),
    )  # fmt: skip


def begin(plan: Plan) -> State:
    """The first stage, nothing decided."""
    first = plan.stages[0].id
    if plan.clock is None:
        return State(first, (first,))
    return _entered(plan, State(first, (first,), plan.clock.initial(), plan.clock.start))


def decide(plan: Plan, state: State, item: str, option: str) -> State:
    """The same stage after a decision: flags set, the clock moved on. It cannot be taken twice.

    :raises NotOpen: taken already, or of another stage
    """
    if item in state.decided or item not in {each.id for each in plan.decisions_at(state.stage)}:
        raise NotOpen
    act = plan.decisions[item].act(option)
    return replace(
        state,
        flags={**state.flags, **act.flags},
        day=_after(state.day, act),
        decided={**state.decided, item: option},
    )


def _after(day: dt.date | None, act: Act) -> dt.date | None:
    """The day on which the case stands after an act; the clock never runs back."""
    if day is None:
        return None
    return max(day, act.clock_to) if act.clock_to else day + dt.timedelta(days=act.cost_days or 0)


def take_hint(plan: Plan, state: State) -> State:
    """The hint of the open stage is read; its cost counts once."""
    return replace(state, hints=state.hints | {state.stage})


def close(plan: Plan, state: State) -> State:
    """The stage that follows, or the court.

    :raises Undecided: a decision of the stage is not taken
    """
    for each in plan.decisions_at(state.stage):
        if each.id not in state.decided:
            raise Undecided(each.id)
    name = following(plan, state)
    return _entered(plan, replace(state, stage=name, way=(*state.way, name)))


def following(plan: Plan, state: State) -> str:
    """Where the open stage leads after what was decided."""
    stage = plan.stage(state.stage)
    if not stage.by_item:
        return stage.next
    return plan.decisions[stage.by_item].act(state.decided[stage.by_item]).next or ""


def _entered(plan: Plan, state: State) -> State:
    """The clock stands on the day that the route gives for the stage, where it gives one."""
    if plan.clock is None or state.day is None or state.is_over:
        return state
    day = plan.clock.day(state.route, plan.stage(state.stage).day_by_route)
    return replace(state, day=max(state.day, day)) if day else state


def walked(plan: Plan, choices: Mapping[str, str]) -> State:
    """The whole way of somebody who decides so.

    :param choices: decision → option; only those that stand on the way are looked at
    :raises Undecided: one on the way is missing
    """
    state = begin(plan)
    while not state.is_over:
        for each in plan.decisions_at(state.stage):
            if each.id in choices:
                state = decide(plan, state, each.id, choices[each.id])
        state = close(plan, state)
    return state


def every_way(plan: Plan, most: int = 20_000) -> Iterator[State]:
    """Every way that decisions can take, at its end. Needs a plan without circles.

    :raises ValueError: more than `most` ways
    """
    count = 0
    open_ones = [begin(plan)]
    while open_ones:
        state = open_ones.pop()
        if state.is_over:
            count += 1
            if count > most:
                raise ValueError(f"more than {most} ways")
            yield state
            continue
        waiting = [each for each in plan.decisions_at(state.stage) if each.id not in state.decided]
        if waiting:
            item = waiting[0]
            open_ones += [decide(plan, state, item.id, act.id) for act in reversed(item.options)]
        else:
            open_ones.append(close(plan, state))


def bonuses(plan: Plan, state: State) -> dict[str, Decimal]:
    """Decision → points given back by repairs on this way, within the cap of each repair."""
    found: dict[str, Decimal] = {}
    for name, option in state.decided.items():
        item = plan.decisions[name]
        if item.bonus is not None:
            got = min(item.act(option).bonus or ZERO, item.bonus.max)
            found[item.bonus.to] = found.get(item.bonus.to, ZERO) + got
    return found


def with_bonus(points: Decimal, bonus: Decimal, most: Decimal) -> Decimal:
    """Points of a decision with what was given back: never more than it had."""
    return min(most, points + bonus)


def hint_cost(plan: Plan, state: State) -> Decimal:
    """What the hints taken cost."""
    return sum((plan.stage(name).hint for name in state.hints), ZERO)
