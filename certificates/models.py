"""Certificates: immutable files with a number for people and a separate random code for verification."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, UtcDateTime, one_of


class CertificateTemplate(Base):
    """One edition of the look of a certificate; an issued file is never touched by a newer one."""

    __tablename__ = "certificate_templates"
    __table_args__ = (UniqueConstraint("name", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Certificate(Base):
    """One issued document of one award. Its state is computed from its events and dates."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > issued_on", name="ends_after_start"),
        UniqueConstraint("award_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("awards.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("certificate_templates.id"))
    revision: Mapped[int] = mapped_column(default=1)
    """1 for the first file of the award; a correction of the name is the next one."""
    number: Mapped[str] = mapped_column(String(24), unique=True)
    """For people, with a check digit: KZ-2026-000123-4."""
    code: Mapped[str] = mapped_column(String(32), unique=True)
    """For verification: 128 random bits in base32 with a check character; never derived from anything."""
    name_printed: Mapped[str] = mapped_column(Text)
    printed: Mapped[dict[str, Any]] = mapped_column(Json)
    """Every value that stands on the paper, so that verification shows the same words."""
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    """Null until the worker has made the file."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)


class CertificateEventType(StrEnum):
    """What happened to a certificate after it was numbered."""

    ISSUED = "issued"
    FILE_MADE = "file_made"
    FILE_REFUSED = "file_refused"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class CertificateEvent(Base):
    """Append-only: what happened, when, by whom and for what reason."""

    __tablename__ = "certificate_events"
    __table_args__ = (one_of("type", CertificateEventType),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    type: Mapped[CertificateEventType] = mapped_column(String(14))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason_class: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class CertificateNumber(Base):
    """The last number given out in a year; the row is locked while the next is taken."""

    __tablename__ = "certificate_numbers"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
