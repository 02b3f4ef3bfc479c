"""The steps of a case: how it was begun, decisions taken, hints read, stages closed. Append-only."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, UtcDateTime, one_of


class StepKind(StrEnum):
    """What happened."""

    BEGUN = "begun"
    HINT = "hint"
    DECIDED = "decided"
    CLOSED = "closed"


class WalkMode(StrEnum):
    """Practice shows hints for points and explains each closed stage; certifying explains after the end only."""

    PRACTICE = "practice"
    CERTIFYING = "certifying"


class CaseStep(Base):
    """Append-only: one step on the way through a case, and how the case stands after it."""

    __tablename__ = "case_steps"
    __table_args__ = (
        one_of("kind", StepKind),
        one_of("mode", WalkMode),
        UniqueConstraint("attempt_id", "n"),
        UniqueConstraint("attempt_item_id"),
        CheckConstraint("n > 0", name="n_counts_up"),
        CheckConstraint("(kind = 'decided') = (attempt_item_id IS NOT NULL)", name="a_decision_has_its_place"),
        CheckConstraint("(kind = 'decided') = (choice <> '')", name="a_decision_has_its_option"),
        CheckConstraint("(kind = 'closed') = (to_stage_no IS NOT NULL)", name="a_closed_stage_leads_on"),
        CheckConstraint("to_stage_no > stage_no", name="the_way_leads_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    n: Mapped[int]
    """1-based count of the steps of this attempt."""
    kind: Mapped[StepKind] = mapped_column(String(8))
    mode: Mapped[WalkMode] = mapped_column(String(10))
    """The same in every step of an attempt."""
    stage_no: Mapped[int]
    """The stage at which it happened."""
    to_stage_no: Mapped[int | None]
    """Where a closed stage leads; one more than there are stages for the court."""
    attempt_item_id: Mapped[int | None] = mapped_column(ForeignKey("attempt_items.id"))
    """The decision that was taken; a decision is taken once."""
    item: Mapped[str] = mapped_column(String(80), default="")
    """Its id in the case, `s5.action`."""
    choice: Mapped[str] = mapped_column(String(80), default="")
    """The option taken."""
    told: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What followed, as it was told: {ru, kk}."""
    flags: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """What the case remembers after this step."""
    day: Mapped[date | None]
    """What the clock of the case shows after this step."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
