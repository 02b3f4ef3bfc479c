"""The case engine without a session: ways, clock, scores. The three people of the design reach what the design says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.cases.opened import at_stage, watched
from assessments.cases.outcome import case_outcome
from assessments.cases.public import public_case
from assessments.cases.settle import settled
from assessments.cases.walk import (
    COURT,
    NotOpen,
    Plan,
    State,
    Undecided,
    begin,
    bonuses,
    close,
    decide,
    every_way,
    hint_cost,
    plan_of,
    take_hint,
    walked,
    with_bonus,
)
from assessments.items import public_content, score
from assessments.items.decision import Decision
from assessments.items.evidence_board import EvidenceBoard
from assessments.items.number import NumberItem
from tests.content import example_case

PERSONAS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "personas.yaml").read_text("utf-8"))
FULL = {"r-issue": 3, "r-rule": 3, "r-evidence": 3, "r-procedure": 3, "r-conclusion": 3}
AMOUNTS = {"direct": 854000, "delayed": 854000, "returned": 1162000, "late_restored": 1442000, "late_lost": 1442000}


@cache
def plan() -> Plan:
    return plan_of(example_case())


@cache
def public() -> dict[str, Any]:
    return public_case(example_case())


@cache
def best() -> dict[str, Any]:
    """The best answer to everything; the amount is that of the direct route."""
    return {
        **PERSONAS["careful"]["answers"], "s1.norm": {"ground": "tk-52-1-8", "procedure": "tk-53-6", "union": "tk-157-2"},
        "s2.defects": {**PERSONAS["careful"]["answers"]["s2.defects"], "d3.4": "basis"},
        "s3.board": {**PERSONAS["careful"]["answers"]["s3.board"], "c1": {"relevance": "fact", "reliability": "weak"}},
        "s5.action": "a1",
    }  # fmt: skip


def reached(**decisions: str) -> tuple[State, Any]:
    """What the best answers come to with these decisions (`_` for the point in their ids)."""
    choices = {name.replace("_", "."): option for name, option in decisions.items()}
    state = walked(plan(), {**best(), **choices})
    answers = {**best(), **choices, "s6.amount": AMOUNTS[state.route]}
    return case_outcome(example_case(), answers, {"s6.position": FULL})


@pytest.mark.parametrize("name", PERSONAS)
def test_three_people_reach_what_the_design_says(name: str) -> None:
    person = PERSONAS[name]
    state, result = case_outcome(example_case(), person["answers"], {"s6.position": person["levels"]})
    said = person["reaches"]
    assert list(state.way) == said["way"]
    assert result.by_stage == {stage: Decimal(str(points)) for stage, points in said["stages"].items()}
    assert result.points == Decimal(str(said["total"]))
    assert result.passed(Decimal(65)) is said["passed"]
    assert list(result.missed_floors) == said["floors"]
    assert list(result.pairs) == said["pairs"]


@pytest.mark.parametrize(
    ("decisions", "points", "passed"),
    [
        ({"s5_action": "a1"}, 100, True),
        ({"s5_action": "a6"}, 99, True),
        ({"s5_action": "a4"}, 97, True),
        ({"s5_action": "a2", "s5b_recover": "b1"}, 96, True),
        ({"s5_action": "a5"}, 95, True),
        ({"s5_action": "a3", "s5c_recover": "c1"}, 95, True),
        ({"s5_action": "a3", "s5c_recover": "c2"}, 92, False),
        ({"s5_action": "a2", "s5b_recover": "b2", "s5c_recover": "c2"}, 93, False),
        ({"s5_action": "a3", "s5c_recover": "c3"}, 92, False),
    ],
)
def test_only_the_first_step_differs(decisions: dict[str, str], points: int, passed: bool) -> None:
    _, result = reached(**decisions)
    assert result.points == points
    assert result.passed(Decimal(65)) is passed


def test_a_lost_right_and_a_false_paper_fail_whatever_the_points() -> None:
    assert reached(s5_action="a3", s5c_recover="c2")[1].fatal == ("route=late_lost",)
    assert reached(s3_secure="d")[1].fatal == ("integrity=broken",)
    assert reached()[1].fatal == ()


def test_a_hint_costs_its_points_once() -> None:
    state = take_hint(plan(), take_hint(plan(), begin(plan())))
    assert hint_cost(plan(), state) == 1


def test_a_decision_cannot_be_taken_twice_nor_at_another_stage() -> None:
    once = decide(plan(), begin(plan()), "s1.today", "b")
    with pytest.raises(NotOpen):
        decide(plan(), once, "s1.today", "a")
    with pytest.raises(NotOpen):
        decide(plan(), once, "s3.secure", "a")


def test_a_stage_does_not_close_over_an_open_decision() -> None:
    with pytest.raises(Undecided) as stopped:
        close(plan(), begin(plan()))
    assert stopped.value.item == "s1.today"


def test_the_clock_counts_the_days_that_acts_take() -> None:
    state = decide(plan(), begin(plan()), "s1.today", "a")
    assert state.day == date(2026, 4, 2)
    for _ in range(2):
        state = close(plan(), state)
    state = decide(plan(), state, "s3.secure", "a")
    assert (state.day, state.flags["journal"]) == (date(2026, 4, 6), "certified")
    late = reached(s5_action="a3", s5c_recover="c2")[0]
    assert late.day == date(2026, 6, 15)


def numbers(state: State) -> list[int]:
    return [plan().number(name) for name in state.way]


def seen(state: State) -> dict[str, Any]:
    return at_stage(public(), plan().number(state.stage), flags=state.flags, way=numbers(state))


def periods(state: State) -> dict[str, str]:
    assert state.day is not None
    rows = watched(public(), seen(state), flags=state.flags, day=state.day)
    return {row["period"]: row["state"] for row in rows}


def until(stage: str, **decisions: str) -> State:
    """Where somebody stands who decides so, when the stage opens."""
    choices = {**best(), **{name.replace("_", "."): option for name, option in decisions.items()}}
    state = begin(plan())
    while state.stage != stage:
        for each in plan().decisions_at(state.stage):
            state = decide(plan(), state, each.id, choices[each.id])
        state = close(plan(), state)
    return state


def test_a_watched_period_is_hidden_until_its_day_is_found_then_runs_and_is_met_or_missed() -> None:
    assert periods(begin(plan())) == {"pr-opinion": "hidden", "pr-commission": "hidden"}
    assert periods(until("s5")) == {"pr-opinion": "met", "pr-commission": "running"}
    assert periods(until("s5", s1_today="b"))["pr-opinion"] == "missed"
    assert periods(until("s5b", s5_action="a2"))["pr-commission"] == "running"
    assert periods(until("s5c", s5_action="a3"))["pr-commission"] == "missed"
    assert periods(until("s6")) == {"pr-opinion": "met", "pr-commission": "met", "pr-court": "met"}
    assert periods(until("s6", s5_action="a3", s5c_recover="c1"))["pr-commission"] == "missed"


def test_a_missed_period_is_explained_and_says_how_to_repair_it() -> None:
    state = until("s5c", s5_action="a3")
    assert state.day is not None
    rows = {row["period"]: row for row in watched(public(), seen(state), flags=state.flags, day=state.day)}
    assert "tk-160-4" in rows["pr-commission"]["if_missed"]["ru"]
    assert "Просьба о восстановлении" in rows["pr-commission"]["recovery"]["ru"]
    assert "if_missed" not in rows["pr-opinion"]


def texts(state: State, document: str) -> dict[int, str]:
    paper = next(each for each in seen(state)["dossier"] if each["id"] == document)
    return {each["n"]: each["text"]["ru"] for each in paper["paragraphs"]}


def test_a_later_paper_is_as_the_decision_made_it() -> None:
    assert "Копия верна" in texts(until("s4"), "d7")[5]
    assert "на телефон 3 апреля" in texts(until("s4", s3_secure="b"), "d7")[5]
    assert "зарегистрировано 6 апреля 2026 года; заседание 22 апреля 2026 года" in texts(until("s6"), "d8")[1]
    late = until("s6", s5_action="a3", s5c_recover="c1")
    assert "срок восстановила" in texts(late, "d8")[2]
    assert "заседание 28 мая 2026 года" in texts(late, "d8")[1]


def test_the_branch_that_was_not_entered_is_not_seen() -> None:
    shown = seen(until("s6"))
    assert {stage["id"] for stage in shown["stages"] if stage["items"]} == {"s1", "s2", "s3", "s4", "s5", "s6"}
    assert set(shown["kk"]["stages"]) == {"s1", "s2", "s3", "s4", "s5", "s6"}
    assert not any("Сегодня 8 мая" in str(stage) for stage in shown["stages"])


def test_the_amount_is_that_of_the_route() -> None:
    item = example_case().item("s6.amount")
    assert isinstance(item, NumberItem)
    clock = public()["clock"]
    for route, amount in AMOUNTS.items():
        on = settled(item, clock, {"route": route})
        assert score(on, str(amount), "").points == 6
        assert score(on, str(amount + 14000), "").points == 4
    direct = settled(item, clock, {"route": "direct"})
    assert score(direct, "791512.20", "").points == 2
    assert score(direct, "791513", "").points == 2
    assert score(direct, "1274000", "").points == 1
    assert "30 июня 2026 года" in direct.prompt.get("ru")


def test_a_decision_shows_no_consequence_and_the_board_no_key() -> None:
    for name in ("s5.action", "s3.board"):
        item = example_case().item(name)
        assert isinstance(item, Decision | EvidenceBoard)
        shown = str(public_content(item))
        assert "Зарегистрировано" not in shown
        assert "feedback" not in shown
        assert "points'" not in shown.replace("max_points'", "")
        assert "clock_to" not in shown


@st.composite
def choices(draw: st.DrawFn) -> dict[str, str]:
    return {name: draw(st.sampled_from([act.id for act in item.options])) for name, item in plan().decisions.items()}


@settings(max_examples=200, deadline=None)
@given(choices())
def test_every_path_ends_at_the_court_and_never_exceeds_a_hundred(decided: dict[str, str]) -> None:
    state = walked(plan(), decided)
    assert state.way[-1] == COURT
    assert len(set(state.way)) == len(state.way)
    answers = {**best(), **decided, "s6.amount": AMOUNTS[state.route]}
    _, result = case_outcome(example_case(), answers, {"s6.position": FULL})
    assert 0 <= result.points <= 100
    assert result.points == sum(result.by_stage.values())
    assert all(points <= most for points, most in result.by_competency.values())


@settings(max_examples=200, deadline=None)
@given(choices())
def test_a_repair_never_gives_back_more_than_was_lost(decided: dict[str, str]) -> None:
    state = walked(plan(), decided)
    for name, bonus in bonuses(plan(), state).items():
        item = plan().decisions[name]
        own = item.act(state.decided[name]).points or Decimal(0)
        assert bonus <= 3
        assert with_bonus(own, bonus, item.max_points) <= item.max_points


@settings(max_examples=100, deadline=None)
@given(choices())
def test_the_clock_never_runs_back_and_the_way_only_grows(decided: dict[str, str]) -> None:
    state = begin(plan())
    while not state.is_over:
        before = state
        for each in plan().decisions_at(state.stage):
            state = decide(plan(), state, each.id, decided[each.id])
        state = close(plan(), state)
        assert before.day is not None
        assert state.day is not None
        assert state.day >= before.day
        assert state.way[: len(before.way)] == before.way
        assert plan().number(state.stage) > plan().number(before.stage)


def test_all_ways_are_found() -> None:
    assert len({tuple(sorted(state.decided.items())) for state in every_way(plan())}) == 224
