"""Written answers that wait for people, who holds and who marked them, appeals with their decisions."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, Points, UtcDateTime, one_of

CURRENT = text("ended_at IS NULL")


class Marker(Base):
    """A person as a marker: a code in place of the name, and the languages of the scripts they read."""

    __tablename__ = "markers"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    languages: Mapped[list[str]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def code(self) -> str:
        """What other markers and the author of a script see instead of the name."""
        return marker_code(self.id)


def marker_code(marker_id: int) -> str:
    """М-07 for the seventh marker."""
    return f"М-{marker_id:02d}"


class Script(Base):
    """Append-only: one written answer of a submitted attempt, put before people under a code of its own."""

    __tablename__ = "scripts"
    __table_args__ = (CheckConstraint("allowed_difference >= 0", name="difference_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_items.id"), unique=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    """The answer that counted when the attempt was closed."""
    language: Mapped[str] = mapped_column(String(2))
    is_double: Mapped[bool] = mapped_column(Boolean)
    """Two people mark it, whatever the first one thinks."""
    allowed_difference: Mapped[Decimal] = mapped_column(Points)
    """Two marks further apart than this go to a third person."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]

    @property
    def code(self) -> str:
        """What a marker sees instead of the author: 481 207."""
        return script_code(self.ref)


def script_code(ref: str) -> str:
    """Six digits made from the random id; for people to speak of a script, never to find it by."""
    digits = f"{int(ref[:8], 16) % 1_000_000:06d}"
    return f"{digits[:3]} {digits[3:]}"


class Round(StrEnum):
    """For the how-many-th time a script is marked, and why."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    """The first two differ by more than is allowed."""
    APPEAL = "appeal"


class Allocation(Base):
    """Append-only: to whom a script was given for a round, before anybody took it."""

    __tablename__ = "allocations"
    __table_args__ = (one_of("round", Round), UniqueConstraint("script_id", "round"))

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("scripts.id"))
    round: Mapped[Round] = mapped_column(String(6))
    marker_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Hold(Base):
    """A person has taken a script or an appeal; nobody else works on the same one until it ends."""

    __tablename__ = "holds"
    __table_args__ = (
        one_of("round", Round),
        CheckConstraint("(script_id IS NULL) <> (appeal_id IS NULL)", name="one_thing"),
        CheckConstraint("(appeal_id IS NOT NULL) = (round = 'appeal')", name="appeal_named"),
        Index("uq_holds_one_of_round", "script_id", "round", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("uq_holds_one_of_marker", "script_id", "marker_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("uq_holds_one_of_appeal", "appeal_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index(None, "marker_id", "ended_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[int | None] = mapped_column(ForeignKey("scripts.id"))
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeals.id"))
    round: Mapped[Round] = mapped_column(String(6))
    marker_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was marked, given back, or had lain so long that another took it."""


class ScriptMark(Base):
    """Append-only: what one person gave a script in one round. What counts becomes a row of `marks`."""

    __tablename__ = "script_marks"
    __table_args__ = (
        one_of("round", Round),
        UniqueConstraint("script_id", "round"),
        UniqueConstraint("script_id", "marker_id"),
        CheckConstraint("points >= 0 AND points <= max_points", name="within_the_maximum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("scripts.id"))
    round: Mapped[Round] = mapped_column(String(6))
    marker_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    levels: Mapped[dict[str, int]] = mapped_column(Json)
    """Criterion → level 0..3 of the rubric in the edition of the item."""
    way: Mapped[str] = mapped_column(String(60), default="")
    """The other lawful way that the author took, whose ceiling holds; empty: the main one."""
    by_part: Mapped[dict[str, Any]] = mapped_column(Json)
    """Criterion → points before the ceiling."""
    points: Mapped[Decimal] = mapped_column(Points)
    max_points: Mapped[Decimal] = mapped_column(Points)
    comment: Mapped[str] = mapped_column(Text)
    remarks: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    """To single parts of the answer: {part, text, norm}; `norm` is a slug of the register or empty."""
    asks_second: Mapped[bool] = mapped_column(Boolean, default=False)
    """The marker is in doubt and wants a second person to mark."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class StockComment(Base):
    """A remark that a marker writes often, kept to be put in with one act."""

    __tablename__ = "stock_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Appeal(Base):
    """Append-only: a learner does not agree with a result and says with which questions and why."""

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), unique=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"))
    """The result that is appealed against."""
    places: Mapped[list[int]] = mapped_column(Json)
    """Numbers of the questions."""
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decide_by: Mapped[date]

    @property
    def code(self) -> str:
        """What a marker sees instead of the author."""
        return script_code(self.ref)


class AppealDecision(Base):
    """Append-only: what another person decided, in words; the points stand in `marks` and in the result it names."""

    __tablename__ = "appeal_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), unique=True)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"))
    """The result in force after the decision; the same as before when nothing changed."""
    reasons: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Rescoring(Base):
    """Append-only: a changed key or rubric was applied to attempts that had the wording before, after a dry run and with a reason."""

    __tablename__ = "rescorings"
    __table_args__ = (CheckConstraint("from_edition_id <> to_edition_id", name="another_edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"), index=True)
    to_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"))
    federation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """Whose people's attempts; another federation decides for its own."""
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(Text)
    moved: Mapped[int]
    """Attempts whose points changed."""
    passed_now: Mapped[int]
    failed_now: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
