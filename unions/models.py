"""Organisations as a dated graph on two axes (decision 3 of the design)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, one_of


class OrganisationKind(StrEnum):
    """What an organisation is in the union."""

    FEDERATION = "federation"
    CONFEDERATION = "confederation"
    SECTORAL = "sectoral"
    TERRITORIAL = "territorial"
    LOCAL = "local"
    PRIMARY = "primary"


class Axis(StrEnum):
    """Along which line a parent stands above a child."""

    SECTORAL = "sectoral"
    TERRITORIAL = "territorial"


class Organisation(Base):
    """A union body; its parents are rows of `Affiliation`, never columns here."""

    __tablename__ = "organisations"
    __table_args__ = (
        one_of("kind", OrganisationKind),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(String(20))
    name_ru: Mapped[str] = mapped_column(Text)
    name_kk: Mapped[str] = mapped_column(Text, default="")
    name_en: Mapped[str] = mapped_column(Text, default="")
    sector: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    federation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The tenant wall: the federation to whose register this body belongs; null for a federation itself."""
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)


class Affiliation(Base):
    """A child belongs to a parent along an axis from one day until before another."""

    __tablename__ = "affiliations"
    __table_args__ = (
        one_of("axis", Axis),
        CheckConstraint("child_id <> parent_id", name="not_itself"),
        CheckConstraint("to_on IS NULL OR to_on > from_on", name="ends_after_start"),
        UniqueConstraint("child_id", "axis", "from_on"),
        Index(
            "uq_affiliations_one_current",
            "child_id",
            "axis",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    axis: Mapped[Axis] = mapped_column(String(12))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """First day on which it no longer holds; null while it lasts."""


class Closure(Base):
    """Every ancestor of every organisation along an axis, with the days on which the whole path holds.

    An organisation is its own ancestor at depth 0 on both axes. Kept by `unions.services`, rebuilt by `flask unions rebuild`.
    """

    __tablename__ = "closures"
    __table_args__ = (
        one_of("axis", Axis),
        CheckConstraint("depth >= 0", name="depth_counts_up"),
        CheckConstraint("to_on IS NULL OR to_on > from_on", name="ends_after_start"),
        UniqueConstraint("ancestor_id", "descendant_id", "axis", "from_on"),
        Index(None, "descendant_id", "axis"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    descendant_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    axis: Mapped[Axis] = mapped_column(String(12))
    depth: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Succession(Base):
    """After a merger or a split: which organisation follows which, and from what day."""

    __tablename__ = "successions"
    __table_args__ = (
        UniqueConstraint("predecessor_id", "successor_id"),
        CheckConstraint("predecessor_id <> successor_id", name="not_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    on: Mapped[date]
