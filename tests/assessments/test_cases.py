"""The case file: the example reads, the cases of the programme hold, broken copies are refused with their line."""

import json

import pytest

from assessments.cases.check import case_problems
from assessments.cases.opened import at_stage
from assessments.cases.public import court_content, public_case
from assessments.cases.read import read_case, stored_case
from assessments.cases.score import case_score
from assessments.items import Score, public_content
from core.content.yaml_file import read_yaml
from courses.content.editions import case_edition
from tests.content import EXAMPLE_CASE, broken, curricula, example_case, foundation, refusals

CASE = EXAMPLE_CASE.parent / "case-category-supplement.yaml"
CASES = {
    read.file: read
    for p in curricula().programmes.values()
    for m in p.modules.values()
    for read in m.tree.cases.values()
}


def read_text(text):
    return read_case(read_yaml(text, "case.yaml"))


def found_in(path, old, new):
    """Problems of the case with one thing changed, whichever step finds them, and the line of the change."""
    text, line = broken(path, old, new)
    try:
        read = read_text(text)
    except Exception:
        return refusals(read_text, text), line
    return case_problems(read, foundation().ground), line


def test_all_cases_of_the_week_hold():
    assert len(CASES) >= 6
    for read in CASES.values():
        assert case_problems(read, foundation().ground) == []


def test_the_example_case_reads_whole_and_holds():
    read = example_case()
    assert [stage.id for stage in read.case.stages] == ["s1", "s2", "s3", "s4", "s5", "s5b", "s5c", "s6"]
    assert len(read.items) == 19
    assert case_problems(read, foundation().ground) == []


BROKEN = [
    ("format: 1", "format: 2", "“format”"),
    ("slug: category-supplement", "slug: category-supplement\ncolour: red", "unknown field “colour”"),
    ("  - {id: law-sources, points: 22, level: 3}", "  - {id: law-sorces, points: 22, level: 3}", "unknown competency"),
    ("  - {id: law-sources, points: 22, level: 3}", "  - {id: law-sources, points: 21, level: 3}", "has 21 points, the items give 22"),
    ("  id: primary-chair", "  id: primary-chairman", "unknown office"),
    ("{id: tk-154, edition: 2026-07-01", "{id: tk-154, edition: 2025-07-01", "the register has “tk-154” in edition 2026-07-01"),
    ("  - {id: tk-10, edition: 2026-07-01, use: key", "  - {id: tk-10, edition: 2026-07-01, use: trap", None),
    ("{id: tk-111, edition: 2026-07-01, use: trap, at_facts: changed", "{id: tk-111, edition: 2026-07-01, use: trap, at_facts: same", "changes “tk-111” after the facts"),
    ("pattern: W1-05", "pattern: W1-06", "unknown pattern"),
    ("basis: real-case", "basis: norm-based", "the pattern W1-05 is real-case"),
    ("      - {n: 2, text: 'На основании", "      - {n: 3, text: 'На основании", "stands in place 2"),
    ("where: [d3.2, d3.3]", "where: [d3.2, d3.33]", "there is no paragraph d3.33"),
    ("where: [d3.2, d3.3]", "where: [d8.2, d3.3]", None),
    ("    next: s2", "    next: s9", "there is no stage “s9”"),
    ("    next: s3", "    next: s1", "the way goes in a circle"),
    ("    points: 12\n    next: s2", "    points: 14\n    next: s2", "add up to 12, the stage says 14"),
    ("        scoring: {per_pair: 0.5}", "        scoring: {per_pair: 0.25}", None),
    ("scoring: {per_option: 1}", "scoring: {per_option: 2}", None),
    ("        type: norm_pick", "        type: norm_pik", "unknown type of item"),
    ("    - {id: f7, truth: unknown, proved_by: []}\n", "", None),
    ("    - {norm: s1.norm, conclusion: s1.conclusion}", "    - {norm: s1.facts, conclusion: s1.conclusion}", None),
    ("    - {id: df4, doc: d5.2", "    - {id: df4, doc: d5.1", "no item uses the planted defect d5.1"),
    ("        calc: {period: pr-review}", "        calc: {period: pr-revue}", None),
    ("          - {at: d1.6, feedback:", "          - {at: d1.2, feedback:", None),
    ("  - {id: tk-153, edition: 2026-07-01, use: support, at_facts: same}\n", "", None),
    ("\n  total: 100\n", "\n  total: 90\n", "add up to 100"),
    ("      - {n: 1, text: '«Қарлығаш»", "      - {n: 1, text: '{filed} «Қарлығаш»", "the placeholder {filed}"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what"), BROKEN, ids=[f"{n}" for n in range(len(BROKEN))])
def test_a_broken_copy_is_refused(old, new, what):
    problems, line = found_in(CASE, old, new)
    assert problems
    assert all(problem.line > 1 or line == 1 for problem in problems)
    if what is not None:
        near = [problem for problem in problems if what in problem.what]
        assert near, problems
        assert any(0 <= problem.line - line <= 3 for problem in near), (line, near)


def test_a_pin_that_turns_into_a_trap_is_found_where_a_key_rests_on_it():
    problems, _ = found_in(
        CASE, "  - {id: tk-10, edition: 2026-07-01, use: key", "  - {id: tk-10, edition: 2026-07-01, use: trap"
    )
    lines = CASE.read_text("utf-8").splitlines()
    assert any(
        "rests on “tk-10”" in problem.what and "tk-10: {points: 2" in lines[problem.line - 1] for problem in problems
    )


def test_a_period_that_ends_a_day_off_is_found():
    text = CASE.read_text("utf-8")
    line, row = next((n, row) for n, row in enumerate(text.splitlines(), 1) if "id: pr-review" in row)
    day = row.split("ends: ")[1][:10]
    problems, _ = found_in(CASE, row, row.replace(day, f"{day[:8]}{int(day[8:]) % 27 + 1:02d}"))
    assert any(problem.line == line and "pr-review ends on" in problem.what for problem in problems)


def test_a_stage_does_not_reveal_what_it_asks():
    text = CASE.read_text("utf-8")
    line, row = next((n, row) for n, row in enumerate(text.splitlines(), 1) if "id: pr-review" in row)
    problems, _ = found_in(CASE, row, row.replace(f"reveal: {row.split('reveal: ')[1]}", "reveal: s1}"))
    assert any(problem.line == line and "asks for it" in problem.what for problem in problems)


@pytest.mark.parametrize("file", CASES)
def test_a_stage_shows_nothing_of_later_stages_and_nothing_of_the_court(file):
    read = CASES[file]
    public = public_case(read)
    everything = json.dumps(public, ensure_ascii=False)
    for point in read.case.court.points:
        assert point.court.get("ru") not in everything
    assert read.case.author.thesis not in everything
    for number in range(1, len(read.case.stages) + 1):
        shown = json.dumps(at_stage(public, number), ensure_ascii=False)
        for document in read.case.dossier:
            opened = read.case.stage_number(document.opens) <= number
            assert (json.dumps(document.paragraphs[-1].text.get("ru"), ensure_ascii=False) in shown) is opened
        for stage in read.case.stages[number:]:
            assert stage.prompt.get("ru") not in shown
            for item in read.of_stage(stage.id):
                assert public_content(item)["ru"]["prompt"] not in shown
        for period in read.case.timeline.periods:
            if read.case.stage_number(period.reveal) > number:
                row: dict[str, object] = next(
                    (p for p in at_stage(public, number)["timeline"]["periods"] if p["id"] == period.id), {}
                )
                assert "ends" not in row
    assert court_content(read)["court"]["points"]


@pytest.mark.parametrize("file", CASES)
def test_the_stored_case_is_the_same_case(file):
    read = CASES[file]
    again = stored_case(json.loads(json.dumps(case_edition(read).content)))
    assert [each.item for each in again.items] == [each.item for each in read.items]
    assert case_edition(again).hash == case_edition(read).hash


@pytest.mark.parametrize("file", CASES)
def test_the_best_answers_reach_exactly_everything(file):
    read = CASES[file]
    full = {each.item.id: Score(each.item.max_points, each.item.max_points) for each in read.items}
    best = case_score(read, full)
    assert best.points == best.total == 100
    assert all(reached == possible for reached, possible in best.by_competency.values())
    assert set(best.points_of_court.values()) == {"matched"}
    assert best.passed(read.case.scoring.pass_rule.total)
    nothing = case_score(read, {})
    assert nothing.points == 0
    assert set(nothing.points_of_court.values()) == {"differs"}
    assert set(nothing.pairs) == {"neither"}
    assert not nothing.passed(read.case.scoring.pass_rule.total)
