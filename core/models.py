"""Tables that belong to no part of the field: installation, audit, mail, jobs, files, counters."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, UtcDateTime, one_of


class InstallationFact(Base):
    """One fact about this installation, such as the marker that its people are a demonstration."""

    __tablename__ = "installation_facts"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class AuditEvent(Base):
    """Append-only and chained by hash: who did what to which object, and whether it was allowed."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    """Person who acted; no foreign key, the log outlives an erased person."""
    action: Mapped[str] = mapped_column(String(80))
    object: Mapped[str] = mapped_column(String(120), default="")
    scope_id: Mapped[int | None]
    result: Mapped[str] = mapped_column(String(20), default="done")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    network: Mapped[str] = mapped_column(String(64), default="")
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Never passwords, tokens, answers or an IIN."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Mail(Base):
    """The outbox: a letter written in the transaction that causes it, sent later, once per key."""

    __tablename__ = "mails"
    __table_args__ = (Index(None, "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(Text)
    """E-mail address, or `tel:+7…` when the person has a phone only."""
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")


class JobState(StrEnum):
    """Where a piece of slow work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """Slow work as a row: a killed worker loses nothing, the sweep gives an overdue job to another."""

    __tablename__ = "jobs"
    __table_args__ = (one_of("state", JobState), Index(None, "state", "run_after"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """The same key twice is one job."""
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[JobState] = mapped_column(String(10), default=JobState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A running job past this moment is queued again."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")


class StoredFile(Base):
    """Bytes kept in the file store, known by their SHA-256; never changed."""

    __tablename__ = "stored_files"
    __table_args__ = (CheckConstraint("size > 0", name="has_bytes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RateCounter(Base):
    """How often something was tried within a window; survives a restart and is shared by all processes."""

    __tablename__ = "rate_counters"
    __table_args__ = (UniqueConstraint("subject", "window_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    """What is counted and for whom, hashed where it names a person: `sign-in:account:<hash>`."""
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SearchEntry(Base):
    """One thing that can be found: a norm, a lesson or a case, with its words reduced to stems by the application.

    Both engines index `stems` with their own full-text index (FTS5, GIN over a tsvector), so they answer alike.
    """

    __tablename__ = "search_entries"
    __table_args__ = (UniqueConstraint("kind", "ref", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(160))
    lang: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    stems: Mapped[str] = mapped_column(Text)
