"""The score of a whole case: by stage, by competency, by court point, norm and conclusion apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assessments.cases.read import ReadCase
from assessments.cases.walk import State, bonuses, hint_cost, plan_of, with_bonus
from assessments.items import Item, Score
from assessments.items.base import rounded
from assessments.items.essay import Essay

ZERO = Decimal(0)
Agreement = Literal["matched", "partial", "differs"]
PairResult = Literal["both", "norm_only", "conclusion_only", "neither"]


@dataclass(frozen=True)
class CaseScore:
    points: Decimal
    total: Decimal
    by_stage: dict[str, Decimal]
    by_competency: dict[str, tuple[Decimal, Decimal]]
    """Points reached and points possible."""
    points_of_court: dict[int, Agreement]
    pairs: tuple[PairResult, ...]
    missed_floors: tuple[str, ...]
    waits_for_marker: bool
    fatal: tuple[str, ...] = ()
    """Flags set on the way with which the case is not passed, as `flag=value`."""

    def passed(self, least: Decimal) -> bool:
        return self.points >= least and not self.missed_floors and not self.fatal and not self.waits_for_marker


def case_score(read: ReadCase, scores: Mapping[str, Score], state: State | None = None) -> CaseScore:
    """The result of a case.

    :param scores: item id to score; an item without one counts nothing, an essay that waits for its marker has 0 points
    :param state: the way taken, at its end; repairs give points back, hints cost, a fatal flag fails
    """
    scores = {**scores, **_with_bonuses(read, scores, state)}
    by_stage = {stage.id: _sum(scores, (item.id for item in read.of_stage(stage.id))) for stage in read.case.stages}
    competencies = _by_competency(read, scores)
    floors = read.case.scoring.pass_rule.floors
    pairs = read.case.scoring.norm_and_conclusion.pairs
    hints = hint_cost(plan_of(read), state) if state else ZERO
    return CaseScore(
        points=max(ZERO, sum(by_stage.values(), ZERO) - hints),
        total=read.case.scoring.total,
        by_stage=by_stage,
        by_competency=competencies,
        points_of_court={point.n: _agreement(read, point.items, scores) for point in read.case.court.points},
        pairs=tuple(_pair(read, scores, pair.norm, pair.conclusion) for pair in pairs),
        missed_floors=tuple(name for name, floor in floors.items() if competencies.get(name, (ZERO, ZERO))[0] < floor),
        waits_for_marker=any(score.needs_marker for score in scores.values()),
        fatal=tuple(fatal_flags(read.case.scoring.pass_rule.dump().get("fatal", []), state.flags)) if state else (),
    )


def _with_bonuses(read: ReadCase, scores: Mapping[str, Score], state: State | None) -> dict[str, Score]:
    found = bonuses(plan_of(read), state) if state else {}
    return {
        name: replace(scores[name], points=with_bonus(scores[name].points, bonus, scores[name].max_points))
        for name, bonus in found.items()
        if name in scores
    }


def fatal_flags(rule: Iterable[Mapping[str, str]], flags: Mapping[str, str]) -> list[str]:
    """Which of the rule's flags are set so that the case is not passed, as `flag=value`."""
    return [f"{each['flag']}={each['value']}" for each in rule if flags.get(each["flag"]) == each["value"]]


def _sum(scores: Mapping[str, Score], names: Iterable[str]) -> Decimal:
    return sum((scores[name].points for name in names if name in scores), ZERO)


def _by_competency(read: ReadCase, scores: Mapping[str, Score]) -> dict[str, tuple[Decimal, Decimal]]:
    """The points of an item go to its competencies in the proportion of their points; those of an essay by criterion."""
    result = {each.id: (ZERO, each.points) for each in read.case.competencies}
    for each in read.items:
        score = scores.get(each.item.id)
        if score is None or not score.max_points:
            continue
        for name, points in _gained(each.item, score).items():
            result[name] = (result[name][0] + points, result[name][1])
    return result


def _gained(item: Item, score: Score) -> dict[str, Decimal]:
    if isinstance(item, Essay) and score.by_part:
        gained: dict[str, Decimal] = {}
        for criterion in item.rubric.criteria:
            points = score.by_part.get(criterion.id, ZERO)
            gained[criterion.competency] = gained.get(criterion.competency, ZERO) + points
        return gained
    return {name: rounded(points * score.points / score.max_points) for name, points in item.by_competency().items()}


def _agreement(read: ReadCase, names: list[str], scores: Mapping[str, Score]) -> Agreement:
    possible = sum((each.item.max_points for each in read.items if each.item.id in names), ZERO)
    reached = _sum(scores, names)
    match = read.case.court.match
    if possible and reached >= match.matched * possible:
        return "matched"
    return "partial" if possible and reached >= match.partial * possible else "differs"


def _pair(read: ReadCase, scores: Mapping[str, Score], norm: str, conclusion: str) -> PairResult:
    strong = read.case.scoring.norm_and_conclusion.strong_from
    results: dict[tuple[bool, bool], PairResult] = {
        (True, True): "both", (True, False): "norm_only", (False, True): "conclusion_only", (False, False): "neither"
    }  # fmt: skip
    return results[(_share(read, scores, norm) >= strong, _share(read, scores, conclusion) >= strong)]


def _share(read: ReadCase, scores: Mapping[str, Score], name: str) -> Decimal:
    """Share of the points of an item, or of a criterion of a marked essay."""
    if name in scores and scores[name].max_points:
        return scores[name].points / scores[name].max_points
    for each in read.items:
        if isinstance(each.item, Essay) and each.item.id in scores:
            for criterion in each.item.rubric.criteria:
                if criterion.id == name:
                    return scores[each.item.id].by_part.get(name, ZERO) / criterion.points
    return ZERO
