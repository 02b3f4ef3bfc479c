"""Checks 7 to 9 and 19: the sums of points, items, pairs, the Kazakh side. The ways themselves stand in `ways`."""

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


def sums(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """7. Items add up to stages, stages to the total of 100, competencies to the sums over the items."""
    case = read.case
    for n, stage in enumerate(case.stages):
        total = sum((item.max_points for item in read.of_stage(stage.id)), ZERO)
        if total != stage.points:
            what = f"the items of {stage.id} add up to {total}, the stage says {stage.points}"
            yield Fault(("stages", n, "points"), what, f"points: {total}")
    declared = {stage.id: stage.points for stage in case.main_stages()}
    if case.scoring.stages != declared:
        yield Fault(
            ("scoring", "stages"), "the points of the stages differ", str({k: str(v) for k, v in declared.items()})
        )
    branches = {stage.id: stage.points for stage in case.stages if stage.branch}
    if case.scoring.branch_stages != branches:
        yield Fault(("scoring",), "the branches differ", f"branch_stages: {{{', '.join(f'{k}: 0' for k in branches)}}}")
    for n, stage in enumerate(case.stages):
        if stage.branch and stage.points:
            yield Fault(("stages", n, "points"), f"the branch “{stage.id}” has points of its own", "points: 0")
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
    if set(read.case.kk.court.outcome_by_route) != set(read.case.court.outcome_by_route):
        missing = ", ".join(sorted(set(read.case.kk.court.outcome_by_route) ^ set(read.case.court.outcome_by_route)))
        yield Fault(("kk", "court"), f"outcomes by route differ in Kazakh: {missing}", "outcome_by_route: {…}")
