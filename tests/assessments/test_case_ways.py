"""The ways of a case: branches, routes, clock, flags. Broken copies of the example are refused with their line."""

import pytest

from assessments.cases.check import case_problems
from assessments.cases.read import read_case
from assessments.cases.walk import every_way, plan_of
from core.content.problems import ContentRefused, Problem
from core.content.yaml_file import read_yaml
from tests.content import EXAMPLE_CASE, broken, example_case, foundation

DIRECT = "direct:        {filed: 2026-04-06, minutes_date: 2026-04-22, review_by: 2026-04-27, copy_by: 2026-04-27, served: 2026-04-27, court_by: 2026-06-29, claim: 2026-05-12, decision: 2026-06-30, absence_working_days: 61}"


def found_in(*changes: tuple[str, str]) -> tuple[list[Problem], int]:
    """Problems of the example with these changes, whichever step finds them, and the line of the first."""
    text, line = broken(EXAMPLE_CASE, *changes[0])
    for old, new in changes[1:]:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        read = read_case(read_yaml(text, "case.yaml"))
    except ContentRefused as refused:
        return refused.problems, line
    return case_problems(read, foundation().ground), line


BROKEN = {
    "a stage that nothing leads to": ("clock_to: 2026-04-29, next: s5b, text", "clock_to: 2026-04-29, next: s6, text", "the stage “s5b” is never reached: s1 → s2"),
    "a circle": ("next: s5c, text: 'Обжаловать", "next: s5, text: 'Обжаловать", "the way goes in a circle: s1 → s2 → s3 → s4 → s5 → s5b → s5"),
    "a dead end": ("clock_to: 2026-04-06, next: s6, text: 'Заявление в согласительную комиссию с", "clock_to: 2026-04-06, text: 'Заявление в согласительную комиссию с", "the way ends here: the option “a1” of s5.action leads nowhere"),
    "a stage that does not exist": ("next: s6, text: 'Подать в комиссию сегодня.'", "next: s7, text: 'Подать в комиссию сегодня.'", "there is no stage “s7”: s1 → s2 → s3 → s4 → s5 → s5b"),
    "a branch on no decision": ("next: {by_item: s5.action}", "next: {by_item: s5.steps}", "“s5.steps” is no decision of s5"),
    "a next that is never asked": ("set: {opinion: timely}, text", "set: {opinion: timely}, next: s2, text", "“s1.today” does not choose the next stage"),
    "a main stage passed by": ("set: {route: direct}, clock_to: 2026-04-06, next: s6, text: 'Заявление в согласительную", "set: {route: direct}, clock_to: 2026-04-06, next: court, text: 'Заявление в согласительную", "passes by the stage “s6”"),
    "a branch entered without a decision": ("    points: 16\n    next: s5\n", "    points: 16\n    next: s5b\n", "is a branch, only a decision leads there"),
    "a branch with points": ("prompt: {ru: 'Сегодня 29 апреля. Суд вернул иск: согласительную комиссию пропустили. Что дальше?'}\n    points: 0", "prompt: {ru: 'Сегодня 29 апреля. Суд вернул иск: согласительную комиссию пропустили. Что дальше?'}\n    points: 2", "the branch “s5b” has points of its own"),
    "branches that scoring does not name": ("branch_stages: {s5b: 0, s5c: 0}", "branch_stages: {s5b: 0}", "the branches differ"),
    "too few points on the best way": ("{id: a, points: 4, cost_days: 4", "{id: a, points: 3, cost_days: 4", "the best way gives 99 points"),
    "a bonus above its cap": ("{id: b1, bonus: 3", "{id: b1, bonus: 4", "the bonus 4 is above its cap"),
    "a bonus above the decision": ("bonus: {to: s5.action, max: 3}", "bonus: {to: s1.today, max: 3}", "the bonus 3 is above the points of “s1.today”"),
    "a bonus to nothing": ("bonus: {to: s5.action, max: 3}", "bonus: {to: s5.steps, max: 3}", "“s5.steps” is no decision with points"),
    "a decision without a consequence": ("consequence: 'В комиссию вы придёте без журнала.', ", "", "no consequence"),
    "a decision without a cost": ("{id: b, points: 2, cost_days: 1,", "{id: b, points: 2,", "the decision has no cost, or two"),
    "an option without feedback": (", feedback: 'Так нельзя: это подмена доказательства. Первая объяснительная уже зарегистрирована.'", "", "no feedback"),
    "a clock that runs back": ("set: {route: delayed}, clock_to: 2026-04-21, next: s6, text: 'Письмо", "set: {route: delayed}, clock_to: 2026-04-01, next: s6, text: 'Письмо", "“a5” puts the clock on 2026-04-01, it already shows"),
    "an unknown flag": ("set: {journal: photo}", "set: {jornal: photo}", "there is no flag “jornal”"),
    "an unknown value": ("set: {journal: photo}", "set: {journal: foto}", "the flag “journal” has no value “foto”"),
    "a flag that begins wrong": ("initial: kept}", "initial: whole}", "the flag “integrity” has no value “whole”"),
    "a fatal flag that never occurs": ("{flag: integrity, value: broken, ru", "{flag: opinion, value: never, ru", "no way ends with opinion: never"),
    "a variant of an unknown value": ("            photo: 'Фотография листа, сделана", "            foto: 'Фотография листа, сделана", "the flag “journal” has no value “foto”"),
    "a variant of an unknown route": ("          late_restored: 'Срок обращения истёк", "          late_saved: 'Срок обращения истёк", "there is no route “late_saved”"),
    "a placeholder without a value": ("зарегистрировано {filed}", "зарегистрировано {filled}", "the placeholder {filled} has no value"),
    "a day no route gives": ("date_by_route: minutes_date\n", "date_by_route: minutes_day\n", "no route gives the day “minutes_day”"),
    "a route that lacks a day": (DIRECT, DIRECT.replace("served: 2026-04-27, ", ""), "the route “direct” does not give “served”"),
    "a filing on a weekend": (DIRECT, DIRECT.replace("filed: 2026-04-06", "filed: 2026-04-05"), "ev-filed of the route “direct” falls on a day off: 2026-04-05"),
    "a session after the limit": (DIRECT, DIRECT.replace("minutes_date: 2026-04-22", "minutes_date: 2026-04-28"), "after the end of pr-review on 2026-04-27"),
    "a claim after the limit": (DIRECT, DIRECT.replace("claim: 2026-05-12", "claim: 2026-06-30"), "after the end of pr-court on 2026-06-29"),
    "days out of order": (DIRECT, DIRECT.replace("served: 2026-04-27", "served: 2026-04-21"), "ev-minutes-served comes on 2026-04-21, before ev-minutes"),
    "a period off by the holiday": (DIRECT, DIRECT.replace("court_by: 2026-06-29", "court_by: 2026-06-27"), "pr-court ends on 2026-06-29, not on 2026-06-27"),
    "a late route that is not late": ("late_on: [late_restored, late_lost]", "late_on: [returned, late_restored, late_lost]", "the route “returned” is called late, but ev-filed comes on 2026-04-29"),
    "a late route that is not called so": ("late_on: [late_restored, late_lost]", "late_on: [late_lost]", "ev-filed comes on 2026-05-08, after the end of pr-commission on 2026-05-04"),
    "a doubtful day inside": ("late_lost:     {filed: 2026-05-08, minutes_date: 2026-05-28, review_by: 2026-06-02, copy_by: 2026-06-02, served: 2026-06-01, court_by: 2026-08-03, claim: 2026-06-15, decision: 2026-08-28", "late_lost:     {filed: 2026-05-08, minutes_date: 2026-05-28, review_by: 2026-06-02, copy_by: 2026-06-02, served: 2026-06-01, court_by: 2026-08-03, claim: 2026-06-15, decision: 2026-09-01", "2026-08-3"),
    "working days miscounted": (DIRECT, DIRECT.replace("absence_working_days: 61", "absence_working_days: 62"), "61 working days from 2026-04-01 to 2026-06-30, not 62"),
    "an amount that does not recompute": ("key_by_route: {direct: 854000,", "key_by_route: {direct: 868000,", "on the route “direct” the key is 868000"),
    "an award unlike the question": ("amount_by_route: {direct: 854000,", "amount_by_route: {direct: 854001,", "the court awards 854001"),
    "a table that does not add up": ("апрель 22 / 301 000", "апрель 22 / 301 500", "d8.10 adds up to 3192500, not to 3192000"),
    "a watched period nobody can keep": (", kept_by: ev-filed, late_on: [late_restored, late_lost]}", "}", "nothing says what keeps “pr-commission”"),
    "a watched period that does not exist": ("{period: pr-court, if_missed", "{period: pr-cort, if_missed", "there is no period “pr-cort”"),
    "a card of an unknown document": ("{id: c6, ref: d6, key", "{id: c6, ref: d9, key", "“text” is missing"),
    "a card of a later document": ("{id: c6, ref: d6, key", "{id: c6, ref: d7, key", "uses d7, which opens at s4"),
    "a card worth too little": ("{relevance: {none: 0.75}, reliability: {weak: 0.75}}", "{relevance: {none: 0.5}, reliability: {weak: 0.75}}", "no choice gives all the points"),
    "a card without feedback": (", feedback: 'Ни документа, ни связи с приказом. Такой довод уводит суд от слабого места работодателя.'", "", "no feedback"),
    "a Kazakh side without the lost route": ("    outcome_by_route:\n      late_lost: 'Талап қанағаттандырылмады: мерзім өтіп кеткен, себебін ешкім айтпаған.'\n", "", "outcomes by route differ in Kazakh"),
    "a decision outside the clock": ("    journal: {values: [certified, photo, none], initial: none}\n", "", "there is no flag “journal”"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_copy_is_refused_with_its_line(name: str) -> None:
    old, new, what = BROKEN[name]
    problems, line = found_in((old, new))
    assert problems
    assert all(problem.would_be_right for problem in problems)
    near = [problem for problem in problems if what in problem.what]
    assert near, problems
    assert all(problem.line > 1 for problem in near), (line, near)


def test_a_case_without_its_clock_says_that_decisions_need_it() -> None:
    text = EXAMPLE_CASE.read_text("utf-8")
    start, end = (
        text.index("clock:\n"),
        text.index("# ---------------------------------------------------------------- этапы"),
    )
    problems, _ = found_in((text[start:end], ""))
    assert any("the case has no clock" in problem.what for problem in problems)


def test_a_stage_does_not_open_before_the_day_that_the_clock_shows() -> None:
    problems, _ = found_in(
        ("day_by_route: claim", "day_by_route: filed"),
        (DIRECT, DIRECT.replace("filed: 2026-04-06", "filed: 2026-04-03")),
    )
    assert any("s6 opens on 2026-04-03, the clock already shows 2026-04-06" in problem.what for problem in problems)


def test_every_way_through_the_example_ends_at_the_court() -> None:
    ways = list(every_way(plan_of(example_case())))
    assert len(ways) == 224
    assert {state.way[-1] for state in ways} == {"court"}
    assert {state.route for state in ways} == {"direct", "delayed", "returned", "late_restored", "late_lost"}
