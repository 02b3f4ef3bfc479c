"""The working calendar as it is kept in the database, and back; needs neither YAML nor shapes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from law.calendar import WorkingCalendar
from law.models import CalendarEdition


def calendar_content(calendar: WorkingCalendar) -> dict[str, Any]:
    """The calendar as JSON."""
    return {
        "days_off": _texts(calendar.days_off),
        "worked": _texts(calendar.worked),
        "doubtful": _texts(calendar.doubtful),
        "years": sorted(calendar.years),
        "sources": {str(year): list(sources) for year, sources in calendar.sources.items()},
    }


def calendar_from(content: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar of a stored edition."""
    return WorkingCalendar(
        days_off=_days(content["days_off"]),
        worked=_days(content["worked"]),
        doubtful=_days(content["doubtful"]),
        years=frozenset(content["years"]),
        sources={int(year): tuple(sources) for year, sources in content["sources"].items()},
    )


def current_calendar(session: Session) -> tuple[int, WorkingCalendar] | None:
    """Id and content of the newest edition; None before anything was loaded."""
    newest = select(CalendarEdition.id, CalendarEdition.content).order_by(CalendarEdition.id.desc()).limit(1)
    row = session.execute(newest).first()
    return (row.id, calendar_from(row.content)) if row else None


def _texts(days: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): why for day, why in sorted(days.items())}


def _days(texts: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): why for day, why in texts.items()}
