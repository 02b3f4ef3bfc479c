"""The audit log: appended, chained by hash, proved by `flask admin audit` (design, security 9)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.hashing import ZERO, chained
from core.models import AuditEvent

LOCK = 7_405_113
"""Key of the advisory lock under which PostgreSQL appends; SQLite has one writer anyway."""


def record(
    session: Session, action: str, *, now: datetime, actor_id: int | None = None, thing: str = "", result: str = "done",
    scope_id: int | None = None, **details: Any,
) -> AuditEvent:  # fmt: skip
    """Append who did what; never give it passwords, tokens, answers or an IIN.

    :param thing: the object as `<kind>:<id>`
    :param result: `done` or `refused`
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    before = session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)) or ZERO
    event = AuditEvent(
        at=now, action=action, object=thing, actor_id=actor_id, scope_id=scope_id, result=result, details=details,
        request_id=g.get("request_id", "") if has_request_context() else "",
        network=(request.remote_addr or "") if has_request_context() else "",
        prev_hash=before, hash="",
    )  # fmt: skip
    event.hash = chained(before, content_of(event))
    session.add(event)
    session.flush()
    return event


def content_of(event: AuditEvent) -> dict[str, Any]:
    """What of an event is under its hash."""
    return {
        "at": event.at.isoformat(), "action": event.action, "object": event.object, "actor": event.actor_id, "scope": event.scope_id,
        "result": event.result, "details": event.details, "request": event.request_id, "network": event.network,
    }  # fmt: skip


def breaks(session: Session) -> Iterator[int]:
    """The ids of events whose link does not follow from the one before; nothing when the log is whole."""
    before = ZERO
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id)).yield_per(500):
        if event.prev_hash != before or event.hash != chained(before, content_of(event)):
            yield event.id
        before = event.hash
