"""Working days and periods in Kazakhstan, as `curricula/law/calendar.yaml` knows them."""

from datetime import date, timedelta

import holidays
import pytest

from core.content.problems import ContentRefused
from core.content.yaml_file import read_yaml
from law.calendar import DoubtfulDay, same_day
from law.calendar_file import read_calendar
from tests.content import CURRICULA, foundation

FILE = CURRICULA / "law" / "calendar.yaml"


@pytest.fixture(scope="module")
def calendar():
    return foundation().calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-09", False),  # 8 March fell on a Sunday
        ("2026-03-24", False),  # Nauryz on Saturday and Sunday sends two days on
        ("2026-03-25", False),
        ("2026-03-26", True),
        ("2026-05-11", False),  # 9 May fell on a Saturday
        ("2026-01-07", False),
        ("2026-05-27", False),  # Kurban-ait: a day of rest
        ("2025-01-03", False),  # moved by the government
        ("2025-01-05", True),  # the Sunday worked instead
        ("2025-09-01", False),  # Constitution Day fell on a Saturday
        ("2027-03-15", False),  # the new Constitution Day
        ("2027-08-30", True),
        ("2026-11-28", False),
        ("2026-11-30", True),
    ],
)
def test_a_day_is_worked_or_not(calendar, day, works):
    assert calendar.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    "day", ["2026-08-30", "2026-08-31", "2027-05-15", "2027-05-16", "2027-05-17", "2024-05-20", "2028-01-10"]
)
def test_a_day_that_is_not_settled_is_not_answered(calendar, day):
    with pytest.raises(DoubtfulDay) as doubt:
        calendar.is_working_day(date.fromisoformat(day))
    assert doubt.value.day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "length", "unit", "end"),
    [
        ("2026-03-26", 5, "working_day", "2026-04-02"),
        ("2026-03-27", 3, "working_day", "2026-04-01"),
        ("2026-04-01", 1, "month", "2026-05-04"),  # 1 May is a holiday, a weekend follows
        ("2026-04-27", 2, "month", "2026-06-29"),  # a Saturday
        ("2026-04-06", 15, "working_day", "2026-04-27"),
        ("2025-12-05", 1, "year", "2026-12-07"),
        ("2026-01-31", 1, "month", "2026-03-02"),  # February has no 31st; the 28th is a Saturday
        ("2026-04-10", 10, "calendar_day", "2026-04-20"),
        ("2026-04-29", 2, "calendar_day", "2026-05-04"),
    ],
)
def test_a_period_ends_where_article_13_says(calendar, start, length, unit, end):
    assert calendar.end_of(date.fromisoformat(start), length, unit) == date.fromisoformat(end)


def test_a_period_through_a_doubtful_day_is_not_counted(calendar):
    with pytest.raises(DoubtfulDay):
        calendar.add_working_days(date(2026, 8, 27), 3)
    assert calendar.add_working_days(date(2026, 8, 27), 1) == date(2026, 8, 28)


def test_working_days_between_two_days_count_both_ends(calendar):
    assert calendar.working_days(date(2026, 4, 1), date(2026, 6, 30)) == 61
    assert calendar.working_days(date(2026, 6, 9), date(2026, 7, 31)) == 38


def test_a_given_year_counts_and_a_settled_one_is_not_overruled(calendar):
    given = calendar.with_given([2023, 2026], [date(2023, 3, 8), date(2026, 4, 2)])
    assert given.end_of(date(2023, 3, 3), 3, "working_day") == date(2023, 3, 9)
    assert given.is_working_day(date(2026, 4, 2))


def test_the_last_day_of_a_short_month_is_taken():
    assert same_day(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert same_day(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_a_holiday_library_agrees_but_for_what_it_cannot_know(calendar):
    """The library serves as a cross-check only; every difference is listed here and has a reason."""
    library = holidays.country_holidays("KZ", years=[2025, 2026, 2027])
    differing = set()
    for year in (2025, 2026, 2027):
        for n in range(365):
            day = date(year, 1, 1) + timedelta(days=n)
            if day.weekday() < 5 and day not in calendar.doubtful and calendar.is_working_day(day) == (day in library):
                differing.add(day.isoformat())
    assert differing <= {
        "2027-03-15",  # Constitution Day of the Constitution of 2026
        "2027-08-30",  # no longer Constitution Day
    }
    assert date(2026, 8, 31) in calendar.doubtful


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("kurban_ait: 2026-05-27", "kurban_ait: 2026-02-30", "there is no day 2026-02-30"),
        ("kurban_ait: 2026-05-27", "kurban_ait: 2025-05-27", "the year 2026 is not complete"),
        ('"03-08"', '"13-08"', "entry 2"),
        ("checked: true\n  2026", "checked: yes\n  2026", "“yes” is read by YAML as bool"),
    ],
)
def test_a_wrong_calendar_is_refused(old, new, what):
    text = FILE.read_text("utf-8")
    assert old in text
    with pytest.raises(ContentRefused) as refused:
        read_calendar(read_yaml(text.replace(old, new, 1), "law/calendar.yaml"))
    assert any(what in str(problem) for problem in refused.value.problems), str(refused.value)
