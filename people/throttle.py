"""Slowing down guessing: per account name and per network, in the database, so that it holds across workers (security 3.2)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import TooMany
from core.limits import Limit, counter

BY_NAME = Limit("sign-in-name", 5, 15 * 60)
BY_NETWORK = Limit("sign-in-network", 60, 15 * 60)
FREE_TRIES = 5
LONGEST = 60


def refuse_if_blocked(session: Session, name: str, network: str, now: datetime) -> None:
    """Stop a try that comes too early after failures.

    :raises TooMany: `retry_after` in seconds, at most 60
    """
    for limit, who in ((BY_NAME, name), (BY_NETWORK, network)):
        row = counter(session, limit, who, now)
        if row.blocked_until and row.blocked_until > now:
            raise TooMany(retry_after=max(1, int((row.blocked_until - now).total_seconds()) + 1))


def note_failure(session: Session, name: str, network: str, now: datetime) -> int:
    """Count a failed try; from the fifth on the next one waits 1, 2, 4 … 60 s. Return how many free tries are left."""
    left = FREE_TRIES
    for limit, who in ((BY_NAME, name), (BY_NETWORK, network)):
        row = counter(session, limit, who, now)
        row.count += 1
        over = row.count - limit.count
        if over >= 0:
            row.blocked_until = now + timedelta(seconds=min(2**over, LONGEST))
        if limit is BY_NAME:
            left = max(0, limit.count - row.count)
    return left


def note_success(session: Session, name: str, now: datetime) -> None:
    """Forget the failures of a name that has got in; those of the network stay."""
    row = counter(session, BY_NAME, name, now)
    row.count, row.blocked_until = 0, None
