"""Dates and numbers are written as people in Kazakhstan write them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from core.i18n import formats

DAY = date(2026, 11, 22)
LATE = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
"""In Astana it is half past midnight of the next day already."""


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("shape", "ru", "kk", "en"),
    [
        (formats.day, "22 ноября 2026 г.", "2026 жылғы 22 қараша", "22 November 2026"),
        (formats.day_and_month, "22 ноября", "22 қараша", "22 November"),
        (formats.short_day, "22.11.2026", "22.11.2026", "22.11.2026"),
        (formats.month_short, "ноя", "қар", "Nov"),
        (formats.weekday, "вс", "жс", "Sun"),
    ],
)
def test_a_day_is_written_in_the_readers_language(shape: Callable[[date, str], str], ru: str, kk: str, en: str) -> None:
    assert [plain(shape(DAY, lang)) for lang in ("ru", "kk", "en")] == [ru, kk, en]


def test_the_day_and_its_month_never_part_at_the_end_of_a_line() -> None:
    assert "22\u00a0ноября" in formats.day(DAY, "ru")
    assert "2026\u00a0г." in formats.day(DAY, "ru")
    assert "22\u00a0қараша" in formats.day(DAY, "kk")


def test_a_moment_is_shown_in_the_zone_of_the_installation() -> None:
    assert plain(formats.moment(LATE, "ru")) == "23 ноября 2026 г., 00:30"
    assert plain(formats.moment(LATE, "ru", "UTC")) == "22 ноября 2026 г., 19:30"
    assert formats.clock(LATE, "kk") == "00:30"
    assert formats.short_day(LATE, "ru") == "23.11.2026"


@pytest.mark.parametrize(
    ("value", "digits", "ru", "en"),
    [
        (5200, 0, "5\u00a0200", "5\u00a0200"),
        (1234567.891, 2, "1\u00a0234\u00a0567,89", "1\u00a0234\u00a0567.89"),
        (-999.5, 1, "\u2212999,5", "\u2212999.5"),
        (0, 0, "0", "0"),
    ],
)
def test_thousands_stand_apart_by_a_space_that_does_not_break(value: float, digits: int, ru: str, en: str) -> None:
    assert formats.number(value, "ru", digits) == formats.number(value, "kk", digits) == ru
    assert formats.number(value, "en", digits) == en


@pytest.mark.parametrize(
    ("minutes", "ru", "kk", "en"),
    [
        (130, "2 ч 10 мин", "2 сағ 10 мин", "2 h 10 min"),
        (120, "2 ч", "2 сағ", "2 h"),
        (45, "45 мин", "45 мин", "45 min"),
        (0, "0 мин", "0 мин", "0 min"),
        (-5, "0 мин", "0 мин", "0 min"),
    ],
)
def test_a_duration_names_only_what_it_has(minutes: int, ru: str, kk: str, en: str) -> None:
    assert [plain(formats.duration(minutes, lang)) for lang in ("ru", "kk", "en")] == [ru, kk, en]


def test_shares_and_sizes_carry_their_unit() -> None:
    assert formats.percent(0.5, "ru") == "50\u00a0%"
    assert plain(formats.size(2_500_000, "ru")) == "2,4 МБ"
    assert plain(formats.size(2_500_000, "en")) == "2.4 MB"
    assert plain(formats.size(900, "kk")) == "900 Б"


@pytest.mark.parametrize(
    ("left", "text"), [(2832, "47:12"), (6432, "1:47:12"), (59, "00:59"), (0, "00:00"), (-3, "00:00")]
)
def test_a_countdown_never_goes_below_zero(left: int, text: str) -> None:
    assert formats.countdown(timedelta(seconds=left)) == text
