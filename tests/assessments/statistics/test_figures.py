"""The figures against published worked examples, each named with where and when it was read; a few by hand, and said so."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.statistics import figures, items, queries, reliability, versions
from assessments.statistics.flags import Flag, flags_of
from assessments.statistics.models import Method
from assessments.statistics.sheet import Choice, Choices, Sheet, complete
from tests.factories.statistics import rasch

TEN_STUDENTS = [
    [1, 1, 1, 1, 1, 1, 0, 1, 1, 0], [1, 0, 1, 1, 0, 1, 1, 1, 0, 1], [1, 1, 1, 1, 0, 1, 1, 0, 0, 1], [0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 0, 0, 1, 0, 0, 1, 0], [1, 1, 1, 0, 1, 1, 1, 1, 1, 1], [1, 1, 0, 1, 1, 1, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 0, 1],
    [0, 1, 0, 1, 1, 1, 1, 1, 0, 1], [1, 1, 0, 1, 1, 0, 1, 1, 1, 0],
]  # fmt: skip
SIX_BY_FOUR = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)


def test_the_ten_students_of_the_kr20_lesson():
    """https://core.ecu.edu/wuenschk/StatHelp/KR20.txt, read on 2026-11-22: share of right answers per item, Σpq = 2.18, variance 5.84.

    The coefficient itself is left to the reader there; from its printed parts it is 10/9 · (1 − 2.18/5.84) = 0.6963.
    """
    answers = np.array(TEN_STUDENTS, dtype=np.float64)
    shares = [float(answers[:, n].mean()) for n in range(10)]
    assert shares == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])
    assert sum(p * (1 - p) for p in shares) == pytest.approx(2.18)
    assert float(answers.sum(axis=1).var()) == pytest.approx(5.84)
    assert reliability.alpha(answers) == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))


def test_the_six_targets_of_shrout_and_fleiss():
    """Shrout & Fleiss 1979, as the tests of the R package psych repeat them (read on 2026-11-22): ICC(1,4) = .44, ICC(3,4) = .91.

    Alpha is ICC(3,k). The limits are those of psych's own print: −.88 to .91, and .68 to .99.
    """
    found = reliability.one_way(SIX_BY_FOUR)
    assert found is not None
    assert [round(value, 2) for value in found] == [0.44, -0.88, 0.91]
    alpha = reliability.alpha(SIX_BY_FOUR)
    assert alpha is not None
    assert round(alpha, 2) == 0.91
    assert [round(value, 2) for value in reliability.feldt(alpha, 6, 4)] == [0.68, 0.99]


def test_the_limits_of_feldt():
    """https://rdrr.io/cran/statpsych/man/ci.cronbach.html, read on 2026-11-22: ci.cronbach(.05, .85, 7, 89) gives .7971 and .8932."""
    assert [round(value, 4) for value in reliability.feldt(0.85, 89, 7)] == [0.7971, 0.8932]


def test_the_point_biserial_of_eight_students():
    """J. D. Brown, https://hosted.jalt.org/test/bro_12.htm, read on 2026-11-22: items 1 and 2 give .91 and −.91, item 3 (all right) none.

    Brown holds the item against the whole test; the correction, leaving the item out of it, is shown by hand below.
    """
    total = np.array([50, 45, 45, 40, 35, 30, 30, 25], dtype=np.float64)
    first = np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=np.float64)
    assert items.correlation(first, total) == pytest.approx(0.905, abs=0.001)
    assert items.correlation(1 - first, total) == pytest.approx(-0.905, abs=0.001)
    assert items.correlation(np.ones(8), total) is None


def test_an_item_is_held_against_the_others_only():
    """By hand: points 0 0 1 1 against the other item's 0 1 0 1 correlate with 0; with itself in the total it would be 0.71."""
    sheet = complete([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert items.rest(sheet, 0).tolist() == [0, 1, 0, 1]
    assert items.correlation(sheet.share[:, 0], items.rest(sheet, 0)) == pytest.approx(0)
    assert items.correlation(sheet.share[:, 0], sheet.reached) == pytest.approx(math.sqrt(0.5))


def test_the_rest_of_a_drawn_exam_is_a_share_of_what_was_drawn():
    """By hand: 2 of 3 points elsewhere for the first, 0 of 1 for the second."""
    sheet = Sheet(
        np.array([[1, 1, 0, np.nan], [1, np.nan, np.nan, 0]]), np.array([1.0, 2.0, 1.0, 1.0]), np.ones((2, 4), bool),
        np.full((2, 4), np.nan), np.zeros(2, bool),
    )  # fmt: skip
    assert items.rest(sheet, 0).tolist() == pytest.approx([2 / 3, 0])


def rabbits() -> list[np.ndarray]:
    """Agresti's penicillin levels: cured and died, at once and after 1.5 hours."""
    table = np.array([0, 0, 6, 5, 3, 0, 3, 6, 6, 2, 0, 4, 5, 6, 1, 0, 2, 5, 0, 0], dtype=np.float64).reshape(5, 2, 2)
    return [table[:, 0, 0], table[:, 1, 0], table[:, 0, 1], table[:, 1, 1]]


def test_the_rabbits_of_agresti():
    """R's manual of mantelhaen.test, example `Rabbits` (read on 2026-11-22): p = 0.047.

    The common odds ratio by hand: (3·6/12 + 6·4/12) / (1·6/12) = 7, so delta is −2.35 · ln 7.
    """
    found = versions.of_tables(*rabbits())
    assert found is not None
    assert round(found.p, 3) == 0.047
    assert found.delta == pytest.approx(-2.35 * math.log(7))


@pytest.mark.parametrize(
    ("delta", "error", "p", "kind"),
    [(0.9, 0.1, 0.001, "A"), (-1.2, 0.9, 0.2, "A"), (-1.2, 0.2, 0.001, "B"), (1.6, 0.5, 0.01, "B"), (-1.6, 0.3, 0.001, "C"), (2.5, 0.4, 0.001, "C")],
)  # fmt: skip
def test_the_classes_of_ets(delta: float, error: float, p: float, kind: str):
    assert versions.ets_class(delta, error, p) == kind


def test_a_version_with_too_few_answers_is_not_compared():
    solved = rasch(250, 20).astype(np.float64)
    sheet = Sheet(solved, np.ones(20), np.ones(solved.shape, bool), np.full(solved.shape, np.nan), np.arange(250) < 99)
    assert versions.difference(sheet, 0) is None
    enough = Sheet(solved, sheet.points, sheet.answered, sheet.seconds, np.arange(250) < 100)
    assert versions.difference(enough, 0) is not None


def test_an_item_made_harder_in_kazakh_is_class_c_and_the_others_are_not():
    chance, count = np.random.default_rng(5), 3000
    ability, kazakh = chance.normal(0, 1, count), np.arange(count) % 2 == 0
    difficulty = np.linspace(-1, 1, 30)[None, :] + np.zeros((count, 1))
    difficulty[:, 7] += np.where(kazakh, 1.0, 0.0)
    solved = (chance.random((count, 30)) < 1 / (1 + np.exp(difficulty - ability[:, None]))).astype(np.float64)
    sheet = Sheet(solved, np.ones(30), np.ones(solved.shape, bool), np.full(solved.shape, np.nan), kazakh)
    kinds = [found.kind for n in range(30) if (found := versions.difference(sheet, n))]
    assert [n for n, kind in enumerate(kinds) if kind == "C"] == [7]
    harder = versions.difference(sheet, 7)
    assert harder is not None
    assert harder.delta == pytest.approx(-2.35, abs=0.6)


class TestHonesty:
    def test_fewer_than_thirty_candidates_have_no_figures(self):
        found = figures.found(complete(rasch(29, 5).astype(float).tolist()))
        assert (found.mean, found.reliability.method, found.reliability.why_not) == (None, Method.NONE, "few")
        assert [each.worked.difficulty for each in found.items] == [None] * 5

    def test_thirty_have(self):
        found = figures.found(complete(rasch(30, 5).astype(float).tolist()))
        assert found.reliability.method is Method.KR20
        assert all(each.worked.difficulty is not None for each in found.items)

    def test_items_of_different_weight_have_alpha_and_no_kr20(self):
        assert (
            reliability.reliability(complete(rasch(60, 4).astype(float).tolist(), [1, 1, 1, 2])).method is Method.ALPHA
        )
        half = rasch(60, 4).astype(float)
        half[0, 0] = 0.5
        assert reliability.reliability(complete(half.tolist())).method is Method.ALPHA

    def test_results_that_never_differ_have_no_reliability(self):
        assert reliability.reliability(complete([[1, 0]] * 40)).why_not == "constant"

    def test_attempts_of_different_length_have_none(self):
        share = rasch(40, 6).astype(float)
        share[0, 0] = np.nan
        assert reliability.reliability(complete(share.tolist())).why_not == "uneven"

    def test_drawn_attempts_of_one_length_have_that_of_the_one_way_model(self):
        share = rasch(200, 6).astype(float)
        for row in range(200):
            share[row, row % 6] = np.nan
        found = reliability.reliability(complete(share.tolist()))
        rows = np.array([[value for value in row if not np.isnan(value)] for row in share.tolist()])
        expected = reliability.one_way(rows)
        assert expected is not None
        assert found.method == Method.DRAWN
        assert found.value == pytest.approx(expected[0])

    def test_pages_say_the_same_number_as_the_figures(self):
        assert queries.FEWEST == items.FEWEST == reliability.FEWEST


def chosen(answers: list[str], share: list[float]) -> Sheet:
    """One item with options a and b (right), beside nine others that rank the candidates from weak to strong."""
    count = len(answers)
    others = [[1.0 if n < 9 * turn / count else 0.0 for n in range(9)] for turn in range(count)]
    array = np.array([[own, *rest] for own, rest in zip(share, others, strict=True)])
    known = tuple(Choice(name, {"ru": name, "kk": name}, name == "b") for name in "ab")
    given = np.array([{"a": 0, "b": 1}.get(answer, -1) for answer in answers], dtype=np.int64)
    return Sheet(
        array, np.ones(10), np.column_stack([given >= 0] * 10), np.full(array.shape, np.nan), np.zeros(count, bool),
        {0: Choices(known, ((0,), (1,)), given)},
    )  # fmt: skip


class TestChoices:
    def test_who_chose_what(self):
        """By hand: of 40, the weaker half chose a; 27 % of 40 are 11 at either end."""
        sheet = chosen(["a"] * 20 + ["b"] * 20, [0.0] * 20 + [1.0] * 20)
        rows = items.worked(sheet, 0).choices
        assert [(row.choice.key, row.chosen, row.share, row.upper, row.lower) for row in rows] == [
            ("a", 20, 0.5, 0.0, 1.0), ("b", 20, 0.5, 1.0, 0.0),
        ]  # fmt: skip
        assert rows[0].mean_rest is not None
        assert rows[1].mean_rest is not None
        assert rows[0].mean_rest < rows[1].mean_rest

    def test_an_item_left_empty_is_in_no_row(self):
        sheet = chosen(["a"] * 20 + [""] * 20, [0.0] * 40)
        worked = items.worked(sheet, 0)
        assert [row.chosen for row in worked.choices] == [20, 0]
        assert worked.choices[1].mean_rest is None
        assert worked.omitted == pytest.approx(0.5)

    def test_the_key_is_doubted_when_the_strong_choose_something_else(self):
        sheet = chosen(["b"] * 20 + ["a"] * 20, [1.0] * 20 + [0.0] * 20)
        assert self.flags(sheet)[0] is Flag.KEY

    def test_a_good_item_raises_nothing(self):
        assert self.flags(chosen(["a"] * 20 + ["b"] * 20, [0.0] * 20 + [1.0] * 20)) == []

    def test_what_is_left_empty_and_what_is_easy_is_said(self):
        assert Flag.OMITTED in self.flags(chosen([""] * 10 + ["b"] * 30, [0.0] * 10 + [1.0] * 30))
        assert Flag.EASY in self.flags(chosen(["a"] + ["b"] * 39, [0.0] + [1.0] * 39))

    def flags(self, sheet: Sheet) -> list[Flag]:
        return flags_of(figures.found(sheet).items[0], item_seconds=60, drawn=False)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(30, 60), st.integers(2, 8), st.floats(0, 0.5))
def test_whatever_is_answered_figures_stay_within_their_bounds(seed: int, persons: int, count: int, empty: float):
    chance = np.random.default_rng(seed)
    share = chance.choice([0.0, 0.5, 1.0], (persons, count))
    share[chance.random((persons, count)) < empty] = np.nan
    sheet = complete(share.tolist(), chance.choice([1.0, 2.0, 5.0], count).tolist())
    found = figures.found(sheet)
    assert sum(found.results) == persons
    whole = found.reliability
    assert whole.value is None or (
        whole.low is not None and whole.high is not None and whole.low <= whole.value <= whole.high
    )
    for each in found.items:
        assert each.worked.difficulty is None or 0 <= each.worked.difficulty <= 1
        assert each.worked.discrimination is None or -1 <= each.worked.discrimination <= 1
