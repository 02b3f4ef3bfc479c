"""Qualifications, the rule editions under which they are awarded, awards with their evidence, and public links."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, UtcDateTime, one_of


class Qualification(Base):
    """What can be awarded, with a key that never changes."""

    __tablename__ = "qualifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)


class QualificationRule(Base):
    """One edition of the rule: what must be stored before an award may be made, and for how long it lasts."""

    __tablename__ = "qualification_rules"
    __table_args__ = (
        UniqueConstraint("qualification_id", "number"),
        CheckConstraint("validity_months IS NULL OR validity_months > 0", name="lasts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualifications.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    title_en: Mapped[str] = mapped_column(Text, default="")
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    module_slug: Mapped[str] = mapped_column(String(80))
    """The module that the qualification covers."""
    hours: Mapped[int]
    """Academic hours really taken, printed on the certificate."""
    validity_months: Mapped[int | None]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Needed units, the certifying exam, competencies with their levels, issuer."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Award(Base):
    """A person was awarded a qualification; never deleted, a renewal is a new award that names the old one."""

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="ends_after_start"),
        UniqueConstraint("person_id", "rule_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("qualification_rules.id"))
    programme_edition_id: Mapped[int] = mapped_column(ForeignKey("programme_editions.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Last day on which it holds."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("awards.id"), unique=True)
    competencies: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Code, title at the time of the award, level shown by the evidence."""


class EvidenceKind(StrEnum):
    """What an award rests on."""

    RESULT = "result"
    UNIT = "unit"


class AwardEvidence(Base):
    """One piece of what the award rests on: the result of an attempt, or a completed unit."""

    __tablename__ = "award_evidence"
    __table_args__ = (
        one_of("kind", EvidenceKind),
        CheckConstraint("(kind = 'result') = (result_id IS NOT NULL)", name="result_named"),
        CheckConstraint("(kind = 'unit') = (unit_progress_id IS NOT NULL)", name="unit_named"),
        Index(None, "award_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("awards.id"))
    kind: Mapped[EvidenceKind] = mapped_column(String(8))
    result_id: Mapped[int | None] = mapped_column(ForeignKey("results.id"))
    unit_progress_id: Mapped[int | None] = mapped_column(ForeignKey("unit_progress.id"))


class PublicLink(Base):
    """A person's own link to a part of the record; shows only the listed fields, until it is ended."""

    __tablename__ = "public_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(REF, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    fields: Mapped[list[str]] = mapped_column(Json)
    """Chosen by the person; organisation and office are off unless named here."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
