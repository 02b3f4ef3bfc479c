"""The server's clock. It alone decides deadlines; nothing else in the program asks for the time."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

BEGINNING = datetime.min.replace(tzinfo=UTC)


class Clock:
    """A clock that never goes back: a machine whose time is set back must not reopen a closed exam (security 7.5)."""

    def __init__(self) -> None:
        self.latest = BEGINNING

    def now(self) -> datetime:
        """The present moment, aware, in UTC; never before a moment that was already given out."""
        self.latest = max(self.latest, datetime.now(UTC))
        return self.latest

    def forget(self) -> None:
        """For tests that travel in time."""
        self.latest = BEGINNING


_clock = Clock()
now = _clock.now
forget_latest = _clock.forget


@lru_cache(maxsize=4)
def zone(name: str) -> ZoneInfo:
    """The zone from the pinned tzdata package (Asia/Almaty is UTC+5 since 1 March 2024)."""
    return ZoneInfo(name)


def local_day(moment: datetime, zone_name: str = "Asia/Almaty") -> date:
    """The calendar day on which a moment falls for people in the given zone."""
    return moment.astimezone(zone(zone_name)).date()
