"""What somebody comes to who answers so: the way taken and the score of it, from nothing but the case and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.cases.read import ReadCase
from assessments.cases.score import CaseScore, case_score
from assessments.cases.settle import settled
from assessments.cases.walk import State, plan_of, walked
from assessments.items import Score, parse_answer, score
from assessments.items.decision import Decision
from assessments.items.essay import Essay, rubric_score


def case_outcome(
    read: ReadCase, answers: Mapping[str, Any], levels: Mapping[str, Mapping[str, int]] | None = None
) -> tuple[State, CaseScore]:
    """The way at its end, and the score.

    :param answers: item id → answer as JSON; every decision on the way must be among them
    :param levels: essay id → criterion → level a marker gave; an essay without them waits
    :raises Undecided: a decision on the way is missing
    :raises WrongShape: not an answer
    """
    choices = {each.item.id: answers.get(each.item.id) for each in read.items if isinstance(each.item, Decision)}
    state = walked(plan_of(read), {name: option for name, option in choices.items() if option is not None})
    return state, case_score(read, scores_on(read, state, answers, levels or {}), state)


def scores_on(
    read: ReadCase, state: State, answers: Mapping[str, Any], levels: Mapping[str, Mapping[str, int]]
) -> dict[str, Score]:
    """The score of every question on the way; those of stages never entered are not there."""
    clock = read.case.clock.dump() if read.case.clock else None
    scores = {}
    for each in read.items:
        if each.stage not in state.way:
            continue
        item = settled(each.item, clock, state.flags)
        if isinstance(item, Essay) and item.id in levels:
            scores[item.id] = rubric_score(item, levels[item.id])
        else:
            scores[item.id] = score(item, parse_answer(item, answers.get(item.id)), "")
    return scores
