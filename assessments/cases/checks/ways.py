"""Checks 6, 7 and 14: every way through the stages, and what decisions set on it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assessments.cases.checks.ground import Ground
from assessments.cases.format import ByItem, Stage
from assessments.cases.read import ReadCase, StageItem
from assessments.cases.walk import COURT, Plan, State, begin, bonuses, close, decide, every_way, plan_of, with_bonus
from assessments.items.base import ZERO
from assessments.items.decision import Act, Decision
from core.content.problems import Fault
from core.content.source import Path

HUNDRED = Decimal(100)
MOST_WAYS = 20_000


def way_to_court(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """6. Every stage is reached, no way goes in a circle, and all of them end at the court."""
    faults = [*_branching(read), *_targets(read)]
    yield from faults
    if faults:
        return
    ways, circles = _ways(read)
    yield from circles
    if circles:
        return
    yield from _reached(read, ways)
    yield from _kinds_of_stage(read, ways)


def sound(read: ReadCase, ground: Ground) -> bool:
    """Whether the ways can be walked at all: without this the other checks of ways say nothing."""
    return not any(way_to_court(read, ground)) and not any(_decisions(read)) and not any(_clock_names(read))


def _decision(read: ReadCase, stage: Stage) -> StageItem | None:
    wanted = stage.next.by_item if isinstance(stage.next, ByItem) else ""
    found = (each for each in read.items if each.item.id == wanted and each.stage == stage.id)
    return next((each for each in found if isinstance(each.item, Decision)), None)


def _acts(each: StageItem) -> list[Act]:
    return each.item.options if isinstance(each.item, Decision) else []


def _branching(read: ReadCase) -> Iterator[Fault]:
    """Every option of a branching decision names the next stage, and no other option does."""
    branching = set()
    for n, stage in enumerate(read.case.stages):
        if not isinstance(stage.next, ByItem):
            continue
        found = _decision(read, stage)
        if found is None:
            what = f"“{stage.next.by_item}” is no decision of {stage.id}"
            yield Fault(("stages", n, "next"), what, "by_item: a decision of this stage")
            continue
        branching.add(found.item.id)
        for m, act in enumerate(_acts(found)):
            if act.next is None:
                what = f"the way ends here: the option “{act.id}” of {found.item.id} leads nowhere"
                yield Fault((*found.path, "options", m), what, "next: a stage, or court")
    for each in read.items:
        for m, act in enumerate(_acts(each)):
            if act.next is not None and each.item.id not in branching:
                what = f"“{each.item.id}” does not choose the next stage"
                yield Fault((*each.path, "options", m, "next"), what, f"next: {{by_item: {each.item.id}}} in the stage")


def _targets(read: ReadCase) -> Iterator[Fault]:
    known = {stage.id for stage in read.case.stages} | {COURT}
    for stage in read.case.stages:
        for target, path in _leads(read, stage):
            if target not in known:
                way = _way_to(read, stage.id)
                yield Fault(path, f"there is no stage “{target}”: {way}", "the next stage, or court")


def _leads(read: ReadCase, stage: Stage) -> list[tuple[str, Path]]:
    """Where a stage may lead, each with the place that says so."""
    n = read.case.stage_number(stage.id) - 1
    if isinstance(stage.next, str):
        return [(stage.next, ("stages", n, "next"))]
    found = _decision(read, stage)
    if found is None:
        return []
    return [(act.next, (*found.path, "options", m, "next")) for m, act in enumerate(_acts(found)) if act.next]


def _way_to(read: ReadCase, wanted: str) -> str:
    """The first way found to a stage, in words."""
    open_ones: list[tuple[str, ...]] = [(read.case.stages[0].id,)]
    stages = {stage.id: stage for stage in read.case.stages}
    seen: set[str] = set()
    while open_ones:
        way = open_ones.pop(0)
        if way[-1] == wanted:
            return " → ".join(way)
        if way[-1] in seen or way[-1] not in stages:
            continue
        seen.add(way[-1])
        open_ones += [(*way, target) for target, _ in _leads(read, stages[way[-1]])]
    return wanted


def _ways(read: ReadCase) -> tuple[list[tuple[str, ...]], list[Fault]]:
    """All ways over the stages, and the circles with the place that closes each."""
    stages = {stage.id: stage for stage in read.case.stages}
    open_ones: list[tuple[str, ...]] = [(read.case.stages[0].id,)]
    ways: list[tuple[str, ...]] = []
    circles: dict[Path, Fault] = {}
    while open_ones and len(ways) <= MOST_WAYS:
        way = open_ones.pop()
        if way[-1] == COURT:
            ways.append(way)
            continue
        for target, path in _leads(read, stages[way[-1]]):
            if target in way:
                what = f"the way goes in a circle: {' → '.join([*way, target])}"
                circles.setdefault(path, Fault(path, what, "a later stage, or court"))
            else:
                open_ones.append((*way, target))
    return ways, list(circles.values())


def _reached(read: ReadCase, ways: list[tuple[str, ...]]) -> Iterator[Fault]:
    reached = {name for way in ways for name in way}
    for n, stage in enumerate(read.case.stages):
        if stage.id not in reached:
            what = f"the stage “{stage.id}” is never reached: {' → '.join(ways[0])}"
            yield Fault(("stages", n), what, "a way to it")
    for way in ways:
        numbers = [read.case.stage_number(name) for name in way]
        if numbers != sorted(numbers):
            yield Fault(("stages",), "the stages do not stand in the order of the way", " → ".join(way))
            return


def _kinds_of_stage(read: ReadCase, ways: list[tuple[str, ...]]) -> Iterator[Fault]:
    """A branch is entered by a decision only; every other stage lies on all ways."""
    for n, stage in enumerate(read.case.stages):
        missing = next((way for way in ways if stage.id not in way), None)
        if not stage.branch and missing is not None:
            what = f"the way {' → '.join(missing)} passes by the stage “{stage.id}”"
            yield Fault(("stages", n), what, "branch: true, or a way through it")
        if isinstance(stage.next, str) and any(each.id == stage.next and each.branch for each in read.case.stages):
            yield Fault(("stages", n, "next"), f"“{stage.next}” is a branch, only a decision leads there", "by_item: …")


def decisions(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """7, 14. A decision needs the clock, and sets flags and values that it has; a repair gives back to an earlier decision."""
    yield from _decisions(read)
    items = {each.item.id: each for each in read.items}
    for each in read.items:
        bonus = each.item.bonus if isinstance(each.item, Decision) else None
        if bonus is None:
            continue
        target = items.get(bonus.to)
        path = (*each.path, "bonus")
        if target is None or not isinstance(target.item, Decision) or target.item.bonus is not None:
            yield Fault((*path, "to"), f"“{bonus.to}” is no decision with points", "an earlier decision")
        elif read.case.stage_number(target.stage) >= read.case.stage_number(each.stage):
            yield Fault((*path, "to"), f"“{bonus.to}” does not come before the repair", "an earlier decision")
        elif bonus.max > target.item.max_points:
            what = f"the bonus {bonus.max} is above the points of “{bonus.to}”"
            yield Fault((*path, "max"), what, f"at most {target.item.max_points}")


def _decisions(read: ReadCase) -> Iterator[Fault]:
    flags = read.case.clock.flags if read.case.clock else {}
    for each in read.items:
        if isinstance(each.item, Decision) and read.case.clock is None:
            yield Fault(each.path, f"“{each.item.id}” costs days, but the case has no clock", "clock: {start: …}")
        for n, act in enumerate(_acts(each)):
            for name, value in act.flags.items():
                path = (*each.path, "options", n, "set", name)
                if name not in flags:
                    yield Fault(path, f"there is no flag “{name}”", ", ".join(sorted(flags)) or "clock: {flags: …}")
                elif value not in flags[name].values:
                    yield Fault(path, f"the flag “{name}” has no value “{value}”", ", ".join(flags[name].values))


def _clock_names(read: ReadCase) -> Iterator[Fault]:
    clock = read.case.clock
    for name, flag in (clock.flags if clock else {}).items():
        if flag.initial not in flag.values:
            path = ("clock", "flags", name, "initial")
            yield Fault(path, f"the flag “{name}” has no value “{flag.initial}”", ", ".join(flag.values))


def flags(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """14. Flags begin with a value of theirs."""
    yield from _clock_names(read)


def points_on_every_way(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """7. The best way gives exactly 100 points, and no way more."""
    ways = _all(read, ground)
    if ways is None:
        if sound(read, ground):
            yield Fault(("stages",), f"more than {MOST_WAYS} ways through the case", "fewer decisions or options")
        return
    plan = plan_of(read)
    if not plan.decisions:
        return  # Then the stages alone make the sum.
    fixed = sum((each.item.max_points for each in read.items if not isinstance(each.item, Decision)), ZERO)
    reached = [(fixed + decided_points(plan, state), state) for state in ways]
    best, state = max(reached, key=lambda each: each[0])
    if best != HUNDRED:
        what = f"the best way gives {best} points: {' → '.join(state.way)}"
        yield Fault(("scoring", "total"), what, "100 on the best way, and no way above it")


def decided_points(plan: Plan, state: State) -> Decimal:
    """What the decisions of a way give, with what repairs gave back."""
    found = bonuses(plan, state)
    total = ZERO
    for name, option in state.decided.items():
        item = plan.decisions[name]
        total += with_bonus(item.act(option).points or ZERO, found.get(name, ZERO), item.max_points)
    return total


def _all(read: ReadCase, ground: Ground) -> list[State] | None:
    """All ways at their end; None where they cannot be walked or are too many."""
    if not sound(read, ground):
        return None
    try:
        return list(every_way(plan_of(read), MOST_WAYS))
    except ValueError:
        return None


def clock_runs_forward(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """12. No act and no stage puts the clock before the day that it already shows on some way there."""
    if _all(read, ground) is None or read.case.clock is None:
        return
    plan, told = plan_of(read), set()
    open_ones = [begin(plan)]
    paths = {each.item.id: each.path for each in read.items}
    while open_ones:
        state = open_ones.pop()
        if state.is_over:
            continue
        stage = plan.stage(state.stage)
        stands = read.case.clock.day(state.route, stage.day_by_route)
        just_opened = not any(each.id in state.decided for each in plan.decisions_at(state.stage))
        if just_opened and stands and state.day and stands < state.day and stage.id not in told:
            told.add(stage.id)
            what = f"{stage.id} opens on {stands}, the clock already shows {state.day}: {' → '.join(state.way)}"
            yield Fault(("stages", stage.number - 1, "day_by_route"), what, "a later day on this route")
        waiting = [each for each in plan.decisions_at(state.stage) if each.id not in state.decided]
        if not waiting:
            open_ones.append(close(plan, state))
            continue
        item = waiting[0]
        for n, act in enumerate(item.options):
            if act.clock_to and state.day and act.clock_to < state.day and f"{item.id}/{act.id}" not in told:
                told.add(f"{item.id}/{act.id}")
                what = f"“{act.id}” puts the clock on {act.clock_to}, it already shows {state.day}"
                yield Fault((*paths[item.id], "options", n, "clock_to"), what, f"{state.day} or later")
            open_ones.append(decide(plan, state, item.id, act.id))


def fatal_can_occur(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """14. A fatal flag can really be set on some way, and not on the best one; each route is taken by some way."""
    ways = _all(read, ground)
    if ways is None:
        return
    ends = [state.flags for state in ways]
    for n, fatal in enumerate(read.case.scoring.pass_rule.fatal):
        if not any(flags.get(fatal.flag) == fatal.value for flags in ends):
            what = f"no way ends with {fatal.flag}: {fatal.value}"
            yield Fault(("scoring", "pass", "fatal", n), what, "a flag and value that a decision sets")
        elif all(flags.get(fatal.flag) == fatal.value for flags in ends):
            what = f"every way ends with {fatal.flag}: {fatal.value}"
            yield Fault(("scoring", "pass", "fatal", n), what, "a value that the best way does not set")
    taken = {state.route for state in ways}
    for name in read.case.clock.routes if read.case.clock else {}:
        if name not in taken:
            yield Fault(("clock", "routes", name), f"no way takes the route “{name}”", "a decision that sets it")
