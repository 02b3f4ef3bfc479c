"""The content folder as a whole: clean as it stands, and each kind of mistake found in its file and line."""

import shutil
import subprocess
import sys

import pytest

from courses.content.editions import bank_editions, programme_edition, unit_editions
from courses.content.programme_tree import read_programme
from courses.content.tree import read_curricula
from tests.content import CURRICULA, curricula, foundation


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(CURRICULA, tmp_path / "curricula")
    return tmp_path / "curricula"


@pytest.fixture
def small(copy):
    """Without the cases, which take long to read; the lines of the other files stay where they are."""
    shutil.rmtree(copy / "hr-and-law/week-1/cases")
    module = copy / "hr-and-law/week-1/module.yaml"
    module.write_text(module.read_text("utf-8").replace("- {kind: case", "# - {kind: case"), "utf-8")
    return copy


def test_the_folder_is_clean():
    assert curricula().problems == ()
    module = curricula().programmes["hr-and-law"].modules[1]
    assert len(module.tree.lessons) >= 5
    assert len(module.tree.bank) >= 60
    assert len({each.item.type for each in module.tree.bank.values()}) >= 8
    assert 243 <= module.required_minutes <= 310


def test_reading_twice_gives_the_same_hashes(copy):
    again = read_curricula(copy)
    one, two = (read.programmes["hr-and-law"] for read in (curricula(), again))
    assert programme_edition(one).hash == programme_edition(two).hash
    assert unit_editions(one.modules[1].tree, one.modules[1].file) == unit_editions(
        two.modules[1].tree, two.modules[1].file
    )
    assert list(bank_editions(one.modules[1].tree)) == list(bank_editions(two.modules[1].tree))


def test_a_change_of_one_word_changes_the_hashes_above_it(copy):
    path = copy / "hr-and-law/week-1/items/labour-or-civil-contract.yaml"
    path.write_text(path.read_text("utf-8").replace("Школа. Сторож", "Лицей. Сторож", 1), "utf-8")
    read, problems = read_programme(copy, copy / "hr-and-law", foundation())
    assert not problems
    assert read is not None
    before = curricula().programmes["hr-and-law"]
    changed = {
        name
        for name, edition in unit_editions(read.modules[1].tree, read.modules[1].file).items()
        if edition.hash != unit_editions(before.modules[1].tree, before.modules[1].file)[name].hash
    }
    assert changed == {"w1-module-exam"}
    assert programme_edition(read).hash != programme_edition(before).hash


PROGRAMME, MODULE = "hr-and-law/programme.yaml", "hr-and-law/week-1/module.yaml"
EXAM, TEST = "hr-and-law/week-1/exams/module-exam.yaml", "hr-and-law/week-1/exams/module-test.yaml"
ITEMS = "hr-and-law/week-1/items/labour-or-civil-contract.yaml"
LESSON = "hr-and-law/week-1/05-labour-or-civil-contract.ru.md"
BROKEN = [
    (PROGRAMME, "hours: {total: 42", "hours: {total: 40", "the weeks add up to 42 hours"),
    (PROGRAMME, "open_lesson: w1-sources-of-labour-law", "open_lesson: w1-sources", "there is no lesson"),
    (PROGRAMME, "    exam: w1-module-exam", "    exam: w1-module-test", "there is no exam"),
    (PROGRAMME, "    hours: 6\n    validity_months", "    hours: 42\n    validity_months", "the weeks have 6 hours"),
    (PROGRAMME, "- number: 2", "- number: 3", "not numbered in order"),
    (PROGRAMME, "- liability-check", "- liabilty-check", "unknown competency"),
    (MODULE, "- {kind: lesson, id: w1-hiring}\n", "", "the lesson “w1-hiring” is in no unit"),
    (MODULE, "id: w1-probation}", "id: w1-probatoin}", "there is no lesson “w1-probatoin”"),
    (MODULE, "hours: 6", "hours: 3", "the required units take"),
    (EXAM, "- w1-src-02", "- w1-src-01", "“w1-src-01” is practised in w1-module-test"),
    (EXAM, "- w1-src-02", "- w1-loc-c1", "there is no item “w1-loc-c1”"),
    (EXAM, "- w1-src-02", "- w1-loc-10", "“w1-loc-10” is marked by people"),
    (EXAM, "- w1-src-02", "- w1-loc-11", "“w1-loc-11” gives no points"),
    (EXAM, "- {competency: termination-check, count: 1}", "- {competency: termination-check, count: 3}", "are sure to be left"),
    (EXAM, "attempts: 2", "attempts: 0", "an exam has a number of attempts"),
    (EXAM, "floors: {contract-audit: 50", "floors: {union-status: 50", "no row of the blueprint draws"),
    (TEST, "pass_line: {total: 60}", "pass_line: {total: 160}", "less than or equal to 100"),
    (ITEMS, "norms: [tk-27]", "norms: [tk-2700]", "the norm “tk-2700” is not in the register"),
    (ITEMS, "competencies: [contract-audit]", "competencies: [contract-audits]", "unknown competency"),
    (ITEMS, "basis: case:W1-02", "basis: case:W9-02", "unknown basis"),
    (ITEMS, "  key: 2026-12-07", "  key: 2026-08-31", "not settled"),
    (ITEMS, '    kk: "Мектеп. Күзетші', '    kz: "Мектеп. Күзетші', "unknown field “kz”"),
    (ITEMS, "- id: w1-loc-02", "- id: w1-loc-01", "stands twice"),
    (ITEMS, "answer: 15}", "answer: 16}", "seed 1: answer is 16, should be 15"),
    (ITEMS, "  - \"annual_days >= 24\"", "  - \"annual_days >= 30\"", "does not hold"),
    (LESSON, "(norm:tk-113-3)", "(norm:tk-113-33)", "the norm “tk-113-33” is not in the register"),
    (LESSON, "(case:W1-02)", "(case:W1-99)", "unknown case “W1-99”"),
    (LESSON, "(lesson:w6-conciliation-commission)", "(lesson:w1-nowhere)", "there is no lesson “w1-nowhere”"),
    (LESSON, "audience: [primary-chair", "audience: [primary-chairs", "unknown office"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "what"), BROKEN, ids=[f"{row[0].split('/')[-1]}-{n}" for n, row in enumerate(BROKEN)]
)
def test_a_broken_copy_loads_nothing_and_names_file_and_line(small, name, old, new, what):
    path = small / name
    text = path.read_text("utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    _, problems = read_programme(small, small / "hr-and-law", foundation())
    near = [problem for problem in problems if what in problem.what]
    assert near, problems
    assert all(problem.file == name for problem in near)
    loose = ("in no unit", "stands twice", "unknown office")
    assert any(word in what for word in loose) or any(abs(problem.line - line) <= 1 for problem in near), (line, near)


def test_an_unread_norm_is_no_ground(small):
    unread = next(norm.id for norm in foundation().register.norms.values() if not norm.checked)
    path = small / ITEMS
    path.write_text(path.read_text("utf-8").replace("norms: [tk-27]", f"norms: [{unread}]", 1), "utf-8")
    _, problems = read_programme(small, small / "hr-and-law", foundation())
    assert any(f"nobody has read the norm “{unread}”" in problem.what for problem in problems)


def test_the_command_prints_file_and_line_and_fails(copy):
    path = copy / "law/norms.yaml"
    path.write_text(path.read_text("utf-8").replace("act: TK\n", "act: TKK\n", 1), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "courses.content", str(copy)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "law/norms.yaml:" in run.stdout
    assert "unknown act “TKK” (a code of acts.yaml)" in run.stdout


def test_a_file_that_is_missing_is_named(copy):
    (copy / "competencies.yaml").unlink()
    read = read_curricula(copy)
    assert [str(problem) for problem in read.problems] == ["competencies.yaml:1: the file is missing (the file)"]
    assert read.programmes == {}
