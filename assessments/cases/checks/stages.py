"""Checks 6 to 9: the way through the stages and the sums of points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assessments.cases.checks.ground import Ground
from assessments.cases.read import ReadCase
from assessments.items import item_faults
from assessments.items.essay import Essay
from core.content.problems import Fault

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def way_to_court(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """6. Every stage is reached, there is no loop, and the way ends at the court."""
    stages = {stage.id: n for n, stage in enumerate(read.case.stages)}
    at, way = read.case.stages[0].id, [read.case.stages[0].id]
    while True:
        target = read.case.stages[stages[at]].next
        path = ("stages", stages[at], "next")
        if target == "court":
            break
        if not isinstance(target, str) or target not in stages:
            yield Fault(path, f"there is no stage “{target}”: {' → '.join(way)}", "the next stage, or court")
            return
        if target in way:
            yield Fault(path, f"the way goes in a circle: {' → '.join([*way, target])}", "the next stage, or court")
            return
        way.append(target)
        at = target
    for name, n in stages.items():
        if name not in way:
            yield Fault(("stages", n), f"the stage “{name}” is never reached: {' → '.join(way)} → court", "a way to it")
    if way != [stage.id for stage in read.case.stages][: len(way)]:
        yield Fault(("stages",), "the stages do not stand in the order of the way", " → ".join(way))


def sums(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """7. Items add up to stages, stages to the total of 100, competencies to the sums over the items."""
    case = read.case
    for n, stage in enumerate(case.stages):
        total = sum((item.max_points for item in read.of_stage(stage.id)), ZERO)
        if total != stage.points:
            what = f"the items of {stage.id} add up to {total}, the stage says {stage.points}"
            yield Fault(("stages", n, "points"), what, f"points: {total}")
    declared = {stage.id: stage.points for stage in case.stages}
    if case.scoring.stages != declared:
        yield Fault(
            ("scoring", "stages"), "the points of the stages differ", str({k: str(v) for k, v in declared.items()})
        )
    if sum(declared.values(), ZERO) != case.scoring.total or case.scoring.total != HUNDRED:
        yield Fault(("scoring", "total"), f"the stages add up to {sum(declared.values(), ZERO)}", "total: 100")


def competency_sums(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """7. The points of each competency equal the sums over the items; floors can be reached."""
    found: dict[str, Decimal] = {}
    for each in read.items:
        for name, points in each.item.by_competency().items():
            found[name] = found.get(name, ZERO) + points
    for n, competency in enumerate(read.case.competencies):
        if found.get(competency.id, ZERO) != competency.points:
            what = f"{competency.id} has {competency.points} points, the items give {found.get(competency.id, ZERO)}"
            yield Fault(("competencies", n), what, f"points: {found.get(competency.id, ZERO)}")
    for name, floor in read.case.scoring.pass_rule.floors.items():
        if floor > found.get(name, ZERO):
            yield Fault(
                ("scoring", "pass", "floors", name),
                f"the floor {floor} cannot be reached",
                f"at most {found.get(name, ZERO)}",
            )


def items_hold(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """8, 9, 16, 17. Every item holds by itself: key, sums, feedback."""
    for each in read.items:
        for fault in item_faults(each.item, "case"):
            yield fault.under(*each.path)


def pairs(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """Norm and conclusion are scored apart: each side exists and carries its mark."""
    marks = {each.item.id: each.item.scores for each in read.items}
    for each in read.items:
        if isinstance(each.item, Essay):
            marks |= {criterion.id: criterion.scores for criterion in each.item.rubric.criteria}
    for n, pair in enumerate(read.case.scoring.norm_and_conclusion.pairs):
        for side, name in (("norm", pair.norm), ("conclusion", pair.conclusion)):
            if marks.get(name, "") != side:
                path = ("scoring", "norm_and_conclusion", "pairs", n, side)
                yield Fault(path, f"“{name}” does not score the {side}", f"an item or criterion with scores: {side}")


def bands(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """Bands fall from the best to 0."""
    least = [band.least for band in read.case.scoring.bands]
    if least != sorted(set(least), reverse=True) or least[-1] != ZERO:
        yield Fault(("scoring", "bands"), "the bands do not fall to 0", "from: 85, 65, 40, 0")


def kazakh_side(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """19. The Kazakh block covers every stage and every court point."""
    stages, points = {stage.id for stage in read.case.stages}, {point.n for point in read.case.court.points}
    if set(read.case.kk.stages) != stages:
        missing = ", ".join(sorted(stages ^ set(read.case.kk.stages)))
        yield Fault(("kk", "stages"), f"stages differ in Kazakh: {missing}", "every stage once")
    if set(read.case.kk.court.points) != points:
        missing = ", ".join(map(str, sorted(points ^ set(read.case.kk.court.points))))
        yield Fault(("kk", "court", "points"), f"court points differ in Kazakh: {missing}", "every point once")
