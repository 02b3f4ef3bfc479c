"""Law has dates: acts, norms, their editions, and what content pins which edition (decision 2 of the design)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, UtcDateTime, one_of


class Act(Base):
    """A code, law, resolution or convention of the register."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60), default="")
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    title_en: Mapped[str] = mapped_column(Text, default="")
    official: Mapped[str] = mapped_column(Text, default="")
    in_force: Mapped[str] = mapped_column(String(10), default="unknown")
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """The whole entry of `acts.yaml`."""


class Norm(Base):
    """A provision of an act with a key that never changes, such as `tk-52-1-2`."""

    __tablename__ = "norms"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), index=True)
    position: Mapped[int]
    """Place in the register, 1-based."""
    article: Mapped[str] = mapped_column(String(40), default="")
    point: Mapped[str] = mapped_column(String(60), default="")


class NormEdition(Base):
    """What a norm said as read on a certain edition; a correction or an amendment is a new row."""

    __tablename__ = "norm_editions"
    __table_args__ = (
        UniqueConstraint("norm_id", "number"),
        CheckConstraint("until_on IS NULL OR from_on IS NULL OR until_on > from_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    norm_id: Mapped[int] = mapped_column(ForeignKey("norms.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    gist_ru: Mapped[str] = mapped_column(Text)
    gist_kk: Mapped[str] = mapped_column(Text, default="")
    edition_on: Mapped[date | None]
    """Day of the edition in which the text was read."""
    from_on: Mapped[date | None]
    """In force from, where the register knows it."""
    until_on: Mapped[date | None]
    official: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[bool] = mapped_column(Boolean)
    """False: nobody read the text; the caution is shown and no key may rest on it."""
    note: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Known amendments: date of the amending act, by what, what changed."""
    topics: Mapped[list[str]] = mapped_column(Json, default=list)
    second_reading_on: Mapped[date | None]
    second_reading_source: Mapped[str] = mapped_column(Text, default="")
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PinHolder(StrEnum):
    """What kind of content rests on a norm."""

    LESSON = "lesson"
    ITEM = "item"
    CASE = "case"
    EXAM = "exam"
    CERTIFICATE = "certificate"


class Pin(Base):
    """An edition of content rests on an edition of a norm.

    The holder belongs to a package above this one, so it is named by kind and id; the package that publishes it writes the pin.
    """

    __tablename__ = "pins"
    __table_args__ = (
        one_of("holder_kind", PinHolder),
        UniqueConstraint("holder_kind", "holder_id", "norm_edition_id"),
        Index(None, "norm_edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    norm_edition_id: Mapped[int] = mapped_column(ForeignKey("norm_editions.id"))
    holder_kind: Mapped[PinHolder] = mapped_column(String(12))
    holder_id: Mapped[int]
    """Id of the unit, item, case or exam *edition*."""
    holder_slug: Mapped[str] = mapped_column(String(120))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    """Where a reader finds it; empty for items, which are not shown outside a test."""
    use: Mapped[str] = mapped_column(String(12), default="key")
    """key, support, trap or today, as in the case format."""
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Set when a newer edition of the holder was published."""


class CalendarEdition(Base):
    """The working calendar as dated data; the newest is used, an old answer keeps the one it was scored with."""

    __tablename__ = "calendar_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
