"""Lessons: the markup they become, what of them agrees in both languages, and what is refused."""

from decimal import Decimal

import pytest

from courses.content.lesson import read_lesson
from courses.content.lesson_model import planned_minutes
from courses.content.links import resolved
from courses.content.pairs import merged_checks, pair_problems
from courses.content.render import clean
from tests.content import WEEK, broken, refusals

RU = WEEK / "05-labour-or-civil-contract.ru.md"
KK = WEEK / "05-labour-or-civil-contract.kk.md"
SUMMARY = WEEK / "01-sources-of-labour-law.kk.md"


def lesson(path):
    return read_lesson(path.read_text("utf-8"), path.name)


def test_the_example_lesson_reads_as_it_stands():
    read = lesson(RU)
    assert read.check_ids == ("w1-loc-c1", "w1-loc-c2", "w1-loc-c3", "w1-loc-c4")
    assert [segment.kind for segment in read.segments].count("decision") == 1
    assert [segment.id for segment in read.segments if segment.kind == "template"] == ["letter-recognise-contract"]
    assert read.toc[0] == ("s1", "Слесарь, которого «нет в штате»")
    assert read.pins[0] == "tk-27"
    assert 1500 < read.words < 1700
    assert read.planned_minutes == Decimal(19)


def test_law_is_a_chip_that_leads_to_its_panel():
    html = "".join(segment.html for segment in lesson(RU).segments)
    assert '<a class="norm" href="#norm-tk-27" data-norm="tk-27" rel="noopener noreferrer">ст. 27 ТК</a>' in html
    assert '<aside class="keyidea"><p class="keyidea__t">Главное</p>' in html
    assert "<strong>Норма изменилась. Не раньше 7 июня 2026 года</strong>" in html
    assert '<table class="table"><caption>О чём спросить и чем подтвердить</caption>' in html
    assert '<span class="blank">работодатель</span>' in html
    assert html.count("<h1") == 0


def test_both_languages_are_one_lesson():
    ru, kk = lesson(RU), lesson(KK)
    assert list(pair_problems(ru, kk)) == []
    items, problems = merged_checks(ru, kk)
    assert problems == []
    assert [item.prompt.kk is not None and item.prompt.ru is not None for item in items] == [True] * 4


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("(norm:tk-133)", "(norm:tk-88)", "pins differ"),
        ("280 000", "290 000", "numbers or verdicts differ"),
        ("key: 2026-12-09", "key: 2026-12-10", "the check differs"),
        ("law_as_of: 2026-11-22", "law_as_of: 2026-11-21", "“law_as_of” differs"),
        (":::changed not-before=2026-06-07", ":::changed date=2026-06-07", "stands where"),
        ("verdict: harmful", "verdict: weak", "verdicts differ"),
    ],
)
def test_a_kazakh_side_that_differs_is_refused(old, new, what):
    text, line = broken(KK, old, new)
    if "law_as_of" in old:
        text = text.replace(":::law-as-of 2026-11-22", ":::law-as-of 2026-11-21")
    ru, kk = lesson(RU), read_lesson(text, KK.name)
    problems = [*pair_problems(ru, kk), *merged_checks(ru, kk)[1]]
    assert any(what in problem.what and problem.line <= line for problem in problems), problems


BROKEN = [
    ("---\nid:", "id:", "no front matter", 0),
    ("kind: lesson", "kind: lecture", "“kind”", 0),
    ("week: 1", "week: one", "“week”: should be a whole number", 0),
    ("status: draft", "status: draft\nminutes: 30", "unknown field “minutes”", 1),
    ("# Трудовой договор или", "# Договор или", "the heading differs from the title", 0),
    (":::law-as-of 2026-11-22", ":::law-as-of 2026-11-23", "differs from the front matter", 0),
    (":::law-as-of 2026-11-22", ":::law-as-of yesterday", "the arguments of “law-as-of”", 0),
    (":::aims", ":::goals", "unknown block “goals”", 0),
    (":::key\n", ":::key\n:::doubt\n", "inside the block “key”", 1),
    (":::table caption=", ":::table title=", "the arguments of “table”", 0),
    (":::changed not-before=2026-06-07", ":::changed", "the arguments of “changed”", 0),
    (
        ":::court basis=real-case source=case:W1-01",
        ":::court basis=rumour source=case:W1-01",
        "the arguments of “court”",
        0,
    ),
    ("(norm:tk-88)", "(law:tk-88)", "unknown link “law:tk-88”", 0),
    ("(norm:tk-88)", "(http://example.org/)", "unknown link", 0),
    ("(norm:tk-88)", "(javascript:alert)", "a link that cannot be read", 0),
    ("## Три признака", "# Три признака", "a heading of level 1", 0),
    ("## Три признака", "## Три признака\n\n<script>x</script>", "HTML or program code", 2),
    ("## Три признака", "## Три признака\n\nтекст <b>жирный</b>", "HTML in a lesson", 2),
    ("## Три признака", "## Три признака\n\n![x](norm:tk-27)", "a picture", 2),
    ("## Три признака", "## Три признака\n\n| a | b |\n|---|---|\n| 1 | 2 |", "a pipe table stands outside", 2),
    ("type: single", "type: singel", "unknown type of item", 0),
    ("    right: true\n", "", "exactly one right option", None),
    ('    mistake: "Три вместо одного"\n', "", "does not name its mistake", None),
    ("key: 2026-12-09", "key: 2026-12-08", "stands twice among key and near", None),
    ("    verdict: strong", "    verdict: weak", "not exactly one strong option", None),
    (":::summary", ":::summery", "unknown block", 0),
]


@pytest.mark.parametrize(("old", "new", "what", "shift"), BROKEN, ids=[f"{n}" for n in range(len(BROKEN))])
def test_a_broken_lesson_is_refused_with_its_line(old, new, what, shift):
    text, line = broken(RU, old, new)
    problems = refusals(read_lesson, text, RU.name)
    assert all(problem.file == RU.name for problem in problems)
    near = [problem for problem in problems if what in str(problem)]
    assert near, problems
    assert shift is None or line + shift in {problem.line for problem in near}, (line + shift, near)


def test_a_summary_holds_no_more_than_a_summary():
    text, line = broken(SUMMARY, ":::key", ":::doubt\nx\n:::\n\n:::key")
    problems = refusals(read_lesson, text, SUMMARY.name)
    assert any(problem.line == line and "in a summary" in problem.what for problem in problems)


def test_minutes_follow_the_stated_rule():
    assert planned_minutes(1300, 4, 1) == Decimal(17)
    assert planned_minutes(1, 0, 0) == Decimal(0)
    assert planned_minutes(1340, 5, 0) == Decimal(18)


def test_the_sanitiser_has_the_last_word():
    dirty = '<p onclick="x()" style="color:red">a<script>b</script><img src=x><a href="javascript:x">c</a><iframe></iframe></p>'
    assert clean(dirty) == '<p>a<a rel="noopener noreferrer">c</a></p>'


def test_links_become_addresses_or_plain_text():
    html = clean('<a href="lesson:w1-x">урок</a> <a href="case:W1-02">дело</a>')
    there = {("lesson", "w1-x"): "/learn/hr-and-law/w1-x"}
    assert (
        resolved(html, lambda kind, name: there.get((kind, name)))
        == '<a href="/learn/hr-and-law/w1-x">урок</a> <span>дело</span>'
    )
