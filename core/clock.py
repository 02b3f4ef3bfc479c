"""The server's clock. It alone decides deadlines; nothing else in the program asks for the time."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_latest = datetime.min.replace(tzinfo=UTC)


def now() -> datetime:
    """The present moment, aware, in UTC; never before a moment that this process has already given out.

    Source: docs/decisions/0006 and design, security 7.5 (a clock that is set back must not reopen a closed exam).
    """
    global _latest
    _latest = max(_latest, datetime.now(UTC))
    return _latest


def forget_latest() -> None:
    """For tests that travel in time: let the clock go back."""
    global _latest
    _latest = datetime.min.replace(tzinfo=UTC)


@lru_cache(maxsize=4)
def zone(name: str) -> ZoneInfo:
    """The zone from the pinned tzdata package (Asia/Almaty is UTC+5 since 1 March 2024)."""
    return ZoneInfo(name)


def local_day(moment: datetime, zone_name: str = "Asia/Almaty") -> date:
    """The calendar day on which a moment falls for people in the given zone."""
    return moment.astimezone(zone(zone_name)).date()
