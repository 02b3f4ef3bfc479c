"""Programmes, modules and units in editions; enrolment pinned to an edition; progress as events."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, UtcDateTime, one_of


class Programme(Base):
    """A curriculum with an address that never changes, such as `hr-and-law`."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int] = mapped_column(default=1)


class ProgrammeEdition(Base):
    """One published composition: which module editions, in which order, under which rules."""

    __tablename__ = "programme_editions"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[int]
    """Academic hours of 45 minutes when the programme is complete."""
    law_as_of: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Summary, aims, pass and certificate rules, as in `programme.yaml`."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Module(Base):
    """A week of a programme."""

    __tablename__ = "modules"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    slug: Mapped[str] = mapped_column(String(80))


class ModuleStatus(StrEnum):
    """Whether a module can be taken."""

    READY = "ready"
    BEING_PREPARED = "being-prepared"


class ModuleEdition(Base):
    """One published list of units of a module, with its hours as planned and as computed."""

    __tablename__ = "module_editions"
    __table_args__ = (
        one_of("status", ModuleStatus),
        UniqueConstraint("module_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[ModuleStatus] = mapped_column(String(16))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnitKind(StrEnum):
    """What a learner does in a unit."""

    LESSON = "lesson"
    CHECK = "check"
    CASE = "case"
    EXAM = "exam"
    SEMINAR = "seminar"
    ASSIGNMENT = "assignment"


class Unit(Base):
    """A step of a module, with an address that never changes within the programme."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    slug: Mapped[str] = mapped_column(String(120))


class UnitEdition(Base):
    """One published edition of a unit; a case or an exam unit points at the edition that the assessments hold."""

    __tablename__ = "unit_editions"
    __table_args__ = (
        one_of("kind", UnitKind),
        UniqueConstraint("unit_id", "number"),
        CheckConstraint("planned_minutes > 0", name="takes_time"),
        CheckConstraint("(kind = 'case') = (case_edition_id IS NOT NULL)", name="case_has_edition"),
        CheckConstraint("(kind IN ('exam', 'check')) = (exam_edition_id IS NOT NULL)", name="exam_has_edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[UnitKind] = mapped_column(String(12))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    summary_ru: Mapped[str] = mapped_column(Text, default="")
    summary_kk: Mapped[str] = mapped_column(Text, default="")
    planned_minutes: Mapped[int]
    law_as_of: Mapped[date | None]
    case_edition_id: Mapped[int | None] = mapped_column(ForeignKey("case_editions.id"))
    exam_edition_id: Mapped[int | None] = mapped_column(ForeignKey("exam_editions.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Front matter and the source text of a lesson per language, from which the file is written back."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnitText(Base):
    """A lesson in one language, rendered and sanitised once, when it was published."""

    __tablename__ = "unit_texts"
    __table_args__ = (UniqueConstraint("unit_edition_id", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_edition_id: Mapped[int] = mapped_column(ForeignKey("unit_editions.id"))
    lang: Mapped[str] = mapped_column(String(2))
    part: Mapped[str] = mapped_column(String(8))
    """`full`, or `summary` when only aims and summary are written in this language."""
    words: Mapped[int]
    reading_minutes: Mapped[int]
    segments: Mapped[list[Any]] = mapped_column(Json)
    """In order: {kind: html, html} · {kind: check, item} · {kind: decision, …} · {kind: template, …}."""
    toc: Mapped[list[Any]] = mapped_column(Json)
    norms: Mapped[list[str]] = mapped_column(Json)
    """Slugs in the order of their first mention."""


class ProgrammeEditionModule(Base):
    """The place of a module edition in a programme edition."""

    __tablename__ = "programme_edition_modules"
    __table_args__ = (
        UniqueConstraint("programme_edition_id", "position"),
        UniqueConstraint("programme_edition_id", "module_edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_edition_id: Mapped[int] = mapped_column(ForeignKey("programme_editions.id"))
    module_edition_id: Mapped[int] = mapped_column(ForeignKey("module_editions.id"))
    position: Mapped[int]


class ModuleEditionUnit(Base):
    """The place of a unit edition in a module edition, and whether the module needs it."""

    __tablename__ = "module_edition_units"
    __table_args__ = (
        UniqueConstraint("module_edition_id", "position"),
        UniqueConstraint("module_edition_id", "unit_edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_edition_id: Mapped[int] = mapped_column(ForeignKey("module_editions.id"))
    unit_edition_id: Mapped[int] = mapped_column(ForeignKey("unit_editions.id"))
    position: Mapped[int]
    required: Mapped[bool] = mapped_column(Boolean, default=True)


class SourceFile(Base):
    """A file of the content folder as it was loaded, so that the folder can be written back byte for byte.

    Append-only; the highest number of a path counts. It holds keys: nothing but the loader and the export reads it.
    """

    __tablename__ = "source_files"
    __table_args__ = (UniqueConstraint("path", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(200))
    """Relative to the content folder, with slashes."""
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the bytes; empty when the file was taken away."""
    text: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EnrolmentBasis(StrEnum):
    """Who put the person into the programme."""

    SELF = "self"
    NOMINATED = "nominated"
    CAMPAIGN = "campaign"


class Enrolment(Base):
    """A person takes a programme in the edition that was published on the day they enrolled."""

    __tablename__ = "enrolments"
    __table_args__ = (
        one_of("basis", EnrolmentBasis),
        Index(
            "uq_enrolments_one_current",
            "person_id",
            "programme_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    programme_edition_id: Mapped[int] = mapped_column(ForeignKey("programme_editions.id"), index=True)
    basis: Mapped[EnrolmentBasis] = mapped_column(String(10), default=EnrolmentBasis.SELF)
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProgressType(StrEnum):
    """What happened with a unit."""

    OPENED = "opened"
    COMPLETED = "completed"


class UnitProgress(Base):
    """Append-only: this enrolment opened or completed this unit, on which edition and by which attempt; once each."""

    __tablename__ = "unit_progress"
    __table_args__ = (one_of("type", ProgressType), UniqueConstraint("enrolment_id", "unit_id", "type"))

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_edition_id: Mapped[int] = mapped_column(ForeignKey("unit_editions.id"))
    type: Mapped[ProgressType] = mapped_column(String(10))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReadingPlace(Base):
    """Where a person stopped reading a lesson; the newest place wins on every device."""

    __tablename__ = "reading_places"
    __table_args__ = (
        UniqueConstraint("person_id", "unit_id"),
        CheckConstraint("share >= 0 AND share <= 1", name="share_0_to_1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    anchor: Mapped[str] = mapped_column(String(120), default="")
    share: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    """How much of the lesson lies above the place, 0..1."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnitNote(Base):
    """A person's own note beside a lesson; nobody else sees it."""

    __tablename__ = "unit_notes"
    __table_args__ = (UniqueConstraint("person_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
