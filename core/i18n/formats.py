"""Dates, times and numbers as people in Kazakhstan write them, in ru, kk and en. Pure functions; the language is an argument."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

NBSP = "\u00a0"
MINUS = "\u2212"

DAY = {"ru": f"d{NBSP}MMMM y{NBSP}'г.'", "kk": f"y{NBSP}'жылғы' d{NBSP}MMMM", "en": f"d{NBSP}MMMM y"}
DAY_AND_MONTH = f"d{NBSP}MMMM"
WEEKDAY = "ccc"
MONTH_SHORT = "LLL"
HOURS = {"ru": "ч", "kk": "сағ", "en": "h"}
MINUTES = {"ru": "мин", "kk": "мин", "en": "min"}
UNITS = {"ru": ("Б", "КБ", "МБ", "ГБ"), "kk": ("Б", "КБ", "МБ", "ГБ"), "en": ("B", "KB", "MB", "GB")}


def day(value: date, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return «22 ноября 2026 г.», «2026 жылғы 22 қараша» or "22 November 2026".

    :param value: a day, or an aware time, whose day in `zone` is meant
    """
    return _pattern(_as_day(value, zone), DAY[lang], lang)


def day_and_month(value: date, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return «22 ноября»: for days of the year that the page already names."""
    return _pattern(_as_day(value, zone), DAY_AND_MONTH, lang)


def short_day(value: date, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return «22.11.2026»: for tables and numbers of documents. The same in all three languages."""
    return _as_day(value, zone).strftime("%d.%m.%Y")


def month_short(value: date, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return the three letters on the leaf of a date: «ноя», «қар», "Nov"."""
    return _pattern(_as_day(value, zone), MONTH_SHORT, lang)[:3]


def weekday(value: date, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return the short name of the weekday: «чт», «бс», "Thu"."""
    return _pattern(_as_day(value, zone), WEEKDAY, lang)


def clock(value: datetime, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return «18:42» in the installation's zone."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(value: datetime, lang: str, zone: str = "Asia/Almaty") -> str:
    """Return «22 ноября 2026 г., 18:42» in the installation's zone."""
    return f"{day(value, lang, zone)}, {clock(value, lang, zone)}"


def number(value: int | float | Decimal, lang: str, digits: int = 0) -> str:
    """Return «25 000,5»: non-breaking space between thousands, decimal comma (a point in English).

    :param digits: digits after the comma; the value is rounded to them
    """
    whole, _, rest = f"{abs(value):,.{digits}f}".partition(".")
    sign = MINUS if value < 0 else ""
    point = "." if lang == "en" else ","
    return sign + whole.replace(",", NBSP) + (point + rest if rest else "")


def percent(share: float, lang: str) -> str:
    """Return «50 %» for 0.5, with a non-breaking space."""
    return f"{number(share * 100, lang)}{NBSP}%"


def duration(minutes: int, lang: str) -> str:
    """Return «2 ч 10 мин» for 130, «45 мин» for 45."""
    hours, rest = divmod(max(minutes, 0), 60)
    parts = [(hours, HOURS[lang]), (rest, MINUTES[lang])]
    shown = [f"{value}{NBSP}{unit}" for value, unit in parts if value] or [f"0{NBSP}{MINUTES[lang]}"]
    return NBSP.join(shown)


def countdown(left: timedelta) -> str:
    """Return «47:12», or «1:47:12» from an hour up; never below zero."""
    seconds = max(int(left.total_seconds()), 0)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes:02}:{seconds % 60:02}"


def size(octets: int, lang: str) -> str:
    """Return «2,4 МБ»; steps of 1,024, one digit after the comma from megabytes up."""
    value, step = float(octets), 0
    while value >= 1024 and step < len(UNITS[lang]) - 1:
        value, step = value / 1024, step + 1
    return f"{number(value, lang, 1 if step > 1 else 0)}{NBSP}{UNITS[lang][step]}"


def _as_day(value: date, zone: str) -> date:
    return value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _pattern(value: date, pattern: str, lang: str) -> str:
    """Format through CLDR and keep the result: a list of people shows the same few days again and again."""
    return format_date(value, pattern, locale=lang)
