"""Where a period stands under the days of a chronology."""

import re
from datetime import date
from pathlib import Path

import pytest

from assessments.queries.case import MOST_DAYS
from assessments.queries.texts import Words, first_part
from assessments.rules import Bar, bar, in_rows, is_late, line_of

DAYS = [date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 20)]


def test_a_day_stands_in_its_own_column_and_between_two_in_the_middle():
    assert [line_of(DAYS, day) for day in DAYS] == [1, 3, 5]
    assert line_of(DAYS, date(2026, 6, 3)) == 2
    assert line_of(DAYS, date(2026, 6, 19)) == 4


def test_what_lies_outside_the_days_stays_on_the_band():
    assert line_of(DAYS, date(2026, 5, 1)) == 1
    assert bar(DAYS, date(2026, 6, 20), date(2027, 1, 1)) == Bar(5, 7)


def test_a_bar_runs_from_its_start_to_its_end():
    assert bar(DAYS, date(2026, 6, 1), date(2026, 6, 20)) == Bar(1, 5)
    assert bar(DAYS, date(2026, 6, 8), date(2026, 6, 11)) == Bar(3, 4)


def test_an_end_that_nobody_knows_is_the_right_edge_wherever_it_starts():
    assert [bar(DAYS, day, None) for day in DAYS] == [Bar(1, 7), Bar(3, 7), Bar(5, 7)]


def test_a_bar_is_never_without_length():
    assert bar(DAYS, date(2026, 6, 8), date(2026, 6, 8)) == Bar(3, 4)
    assert bar(DAYS, date(2026, 7, 8), date(2026, 6, 8)) == Bar(6, 7)


def test_bars_share_a_row_only_where_their_words_do_not_meet():
    short, later = Bar(1, 2), Bar(3, 4)
    assert [each.row for each in in_rows(4, [(short, 1), (later, 1)])] == [1, 1]
    assert [each.row for each in in_rows(4, [(short, 4), (later, 1)])] == [1, 2]


def test_late_words_run_to_the_left_and_are_counted_there():
    late = Bar(7, 9)
    assert is_late(late, 4)
    assert not is_late(Bar(5, 9), 4)
    assert [each.row for each in in_rows(4, [(Bar(1, 4), 1), (late, 6)])] == [1, 2]
    assert [each.row for each in in_rows(4, [(Bar(1, 3), 1), (late, 6)])] == [1, 1]


def test_the_style_sheet_has_a_class_for_every_place_that_may_be_asked_for():
    css = Path("static/css/chronology.css").read_text()
    assert {int(n) for n in re.findall(r"chron__bars--(\d+) ", css)} == set(range(1, MOST_DAYS + 1))
    assert {int(n) for n in re.findall(r"cb-f(\d+)", css)} == set(range(1, 2 * MOST_DAYS + 1))
    assert {int(n) for n in re.findall(r"cb-t(\d+)", css)} == set(range(2, 2 * MOST_DAYS + 2))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "Вы — председатель профкома ТОО «А Б» (96 работников). Сегодня среда.",
            "Вы — председатель профкома ТОО «А Б».",
        ),
        ("Вы — юрист. Работник Г. Н. пришёл сам.", "Вы — юрист."),
        ("Вы — помощник Г. Н. Серика; сегодня среда.", "Вы — помощник Г. Н. Серика."),
        ("Вы — организатор", "Вы — организатор"),
    ],
)
def test_a_role_in_short_ends_where_the_circumstances_begin(text, short):
    assert first_part(Words(text)).text == short
