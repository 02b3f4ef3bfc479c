"""How often something may be tried: counted in the database, so that it holds across workers and restarts (security 11.1)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.errors import TooMany
from core.models import RateCounter


@dataclass(frozen=True)
class Limit:
    """At most `count` in a window of `seconds`, per subject."""

    name: str
    count: int
    seconds: int


def subject_of(limit: Limit, who: str) -> str:
    """The stored subject: what is limited, and a hash of whom, so that the table names nobody."""
    return f"{limit.name}:{hashlib.sha256(who.casefold().encode()).hexdigest()[:32]}"


def counter(session: Session, limit: Limit, who: str, now: datetime) -> RateCounter:
    """The counter of the present window, held until the unit of work ends, so that tries at once are counted one by one."""
    start = datetime.fromtimestamp(now.timestamp() // limit.seconds * limit.seconds, tz=now.tzinfo)
    subject = subject_of(limit, who)
    first = _insert(session).values(subject=subject, window_start=start, count=0)
    session.execute(first.on_conflict_do_nothing(index_elements=["subject", "window_start"]))
    own = select(RateCounter).where(RateCounter.subject == subject, RateCounter.window_start == start)
    return session.scalars(own.with_for_update().execution_options(populate_existing=True)).one()


def _insert(session: Session) -> Any:
    """The engine's own INSERT into the counters, which knows what to do when the row is there."""
    return (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(RateCounter)


def spend(session: Session, limit: Limit, who: str, now: datetime) -> None:
    """Count one try.

    :raises TooMany: the window is used up; `retry_after` says in how many seconds the next one begins
    """
    row = counter(session, limit, who, now)
    if row.count >= limit.count:
        ends = row.window_start + timedelta(seconds=limit.seconds)
        raise TooMany(retry_after=max(1, int((ends - now).total_seconds())))
    row.count += 1


def forget_old(session: Session, now: datetime) -> None:
    """Drop counters of windows that ended more than a day ago."""
    session.execute(delete(RateCounter).where(RateCounter.window_start < now - timedelta(days=2)))


def spend_at_once(session: Session, limit: Limit, who: str, now: datetime) -> None:
    """Count one try in a single statement, for pages that are asked often.

    :raises TooMany: the window is used up, as in `spend`
    """
    start = datetime.fromtimestamp(now.timestamp() // limit.seconds * limit.seconds, tz=now.tzinfo)
    statement = _insert(session).values(subject=subject_of(limit, who), window_start=start, count=1)
    counted = session.scalar(
        statement.on_conflict_do_update(
            index_elements=["subject", "window_start"], set_={"count": RateCounter.count + 1}
        ).returning(RateCounter.count)
    )
    if (counted or 0) > limit.count:
        ends = start + timedelta(seconds=limit.seconds)
        raise TooMany(retry_after=max(1, int((ends - now).total_seconds())))
