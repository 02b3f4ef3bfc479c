"""The framework of the profession, in editions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, UtcDateTime


class Framework(Base):
    """One edition of the competency framework; the newest number is in force."""

    __tablename__ = "frameworks"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    version: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64))
    levels: Mapped[dict[str, Any]] = mapped_column(Json)
    """Level number 1..4 as text → its sentence."""
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Competency(Base):
    """What a union worker can do, with observable behaviour at each level."""

    __tablename__ = "competencies"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("frameworks.id"))
    code: Mapped[str] = mapped_column(String(40))
    group_code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Behaviour per level and the rest of the entry, as in `curricula/competencies.yaml`."""


class Office(Base):
    """An office of the union that the framework knows, such as chair of a primary organisation."""

    __tablename__ = "offices"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("frameworks.id"))
    code: Mapped[str] = mapped_column(String(40))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")


class OfficeProfile(Base):
    """An office needs a competency at a level."""

    __tablename__ = "office_profiles"
    __table_args__ = (
        UniqueConstraint("office_id", "competency_id"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_1_to_4"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"))
    level: Mapped[int]
