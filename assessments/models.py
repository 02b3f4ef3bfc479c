"""Items, cases and exams in editions; attempts with their frozen draw; answers, events, marks and results as appended rows."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, Points, UtcDateTime, one_of


class Item(Base):
    """A question with a key that never changes; its text lives in editions."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    """`w1-loc-01`; an item of a case is `<case id>/<item id>`, a check of a lesson `<lesson id>/<item id>`."""


class ItemEdition(Base):
    """One published wording of an item. It holds only what a learner with an open attempt may receive."""

    __tablename__ = "item_editions"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty_1_to_5"),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(20))
    difficulty: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Points)
    competencies: Mapped[list[str]] = mapped_column(Json)
    languages: Mapped[list[str]] = mapped_column(Json)
    public: Mapped[dict[str, Any]] = mapped_column(Json)
    """What may be shown before release, per language; made by the item type's `public_view`."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ItemKey(Base):
    """The key, the feedback and the model answer of an item edition: its own row, never selected for a learner's page."""

    __tablename__ = "item_keys"

    item_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """The whole item as written in the content file."""


class Case(Base):
    """A dispute to be walked through, with a key that never changes."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)


class CaseEdition(Base):
    """One published wording of a case: what the learner sees stage by stage, without keys and without the court."""

    __tablename__ = "case_editions"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("stage_count > 0", name="has_stages"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    law_as_of: Mapped[date]
    difficulty: Mapped[int]
    planned_minutes: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Points)
    stage_count: Mapped[int]
    public: Mapped[dict[str, Any]] = mapped_column(Json)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseKey(Base):
    """The court, the author's notes and all keys of a case edition; read only after the last stage is locked."""

    __tablename__ = "case_keys"

    case_edition_id: Mapped[int] = mapped_column(ForeignKey("case_editions.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class CaseEditionItem(Base):
    """Where an item stands in a case: stage (1-based) and place within it."""

    __tablename__ = "case_edition_items"
    __table_args__ = (
        UniqueConstraint("case_edition_id", "stage_no", "position"),
        UniqueConstraint("case_edition_id", "item_edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_edition_id: Mapped[int] = mapped_column(ForeignKey("case_editions.id"))
    item_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"))
    stage_no: Mapped[int]
    position: Mapped[int]


class Exam(Base):
    """A test or an exam with a key that never changes."""

    __tablename__ = "exams"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)


class ExamKind(StrEnum):
    """A check explains at once and may be repeated; an exam counts for a qualification."""

    CHECK = "check"
    EXAM = "exam"


class ExamEdition(Base):
    """One published set of rules: blueprint, time, attempts, pass line. The pool of items is in `ExamPoolItem`."""

    __tablename__ = "exam_editions"
    __table_args__ = (
        one_of("kind", ExamKind),
        UniqueConstraint("exam_id", "number"),
        CheckConstraint("pass_percent BETWEEN 0 AND 100", name="pass_is_a_share"),
        CheckConstraint("limit_minutes > 0", name="has_time"),
        CheckConstraint("attempts_allowed >= 0", name="attempts_count_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exams.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ExamKind] = mapped_column(String(6))
    title_ru: Mapped[str] = mapped_column(Text)
    title_kk: Mapped[str] = mapped_column(Text, default="")
    limit_minutes: Mapped[int]
    attempts_allowed: Mapped[int]
    """0: as many as wanted."""
    pass_percent: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Blueprint rows, floors per competency, shuffle and feedback rule, as in the exam file."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExamPoolItem(Base):
    """An item edition from which an exam edition may draw."""

    __tablename__ = "exam_pool_items"
    __table_args__ = (UniqueConstraint("exam_edition_id", "item_edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_edition_id: Mapped[int] = mapped_column(ForeignKey("exam_editions.id"))
    item_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"))


class AttemptState(StrEnum):
    """Life of an attempt (design, security 7.6); transitions are rows of `AttemptEvent`."""

    OPEN = "open"
    SUBMITTED = "submitted"
    AUTO_SUBMITTED = "auto_submitted"
    MARKING = "marking"
    MARKED = "marked"
    RELEASED = "released"
    VOIDED = "voided"


class Attempt(Base):
    """One person's work on one edition of an exam or a case; everything it needs is frozen at its start."""

    __tablename__ = "attempts"
    __table_args__ = (
        one_of("state", AttemptState),
        CheckConstraint("(exam_edition_id IS NULL) <> (case_edition_id IS NULL)", name="one_subject"),
        CheckConstraint("(state = 'open') = (submitted_at IS NULL)", name="submitted_has_time"),
        Index(
            "uq_attempts_one_open_exam",
            "person_id",
            "exam_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "uq_attempts_one_open_case",
            "person_id",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        UniqueConstraint("person_id", "exam_id", "number"),
        UniqueConstraint("person_id", "case_id", "number"),
        Index(None, "state", "deadline_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    exam_id: Mapped[int | None] = mapped_column(ForeignKey("exams.id"))
    exam_edition_id: Mapped[int | None] = mapped_column(ForeignKey("exam_editions.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    case_edition_id: Mapped[int | None] = mapped_column(ForeignKey("case_editions.id"))
    number: Mapped[int]
    """1-based count of this person's attempts at this exam or case."""
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[AttemptState] = mapped_column(String(16), default=AttemptState.OPEN)
    seed: Mapped[str] = mapped_column(String(32))
    """From which variants and orders are computed; stored, so that the draw can be proved."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Null for a case, which has no clock of its own."""
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stage_no: Mapped[int] = mapped_column(default=1)
    """The open stage of a case; stage_count + 1 when the court has spoken. 1 for an exam."""
    tab_id: Mapped[str] = mapped_column(String(40), default="")
    """The browser tab that may save; another one takes over explicitly."""


class AttemptItem(Base):
    """A place in the draw: which edition, with which values, worth how much. Never changed."""

    __tablename__ = "attempt_items"
    __table_args__ = (UniqueConstraint("attempt_id", "position"), UniqueConstraint("attempt_id", "item_edition_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    item_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"))
    position: Mapped[int]
    """1-based; the number in the address of the question."""
    stage_no: Mapped[int] = mapped_column(default=1)
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    points: Mapped[Decimal] = mapped_column(Points)


class Answer(Base):
    """Append-only: a changed answer is a new row with the next `seq`; the highest seq that is not late counts."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("attempt_item_id", "seq"),
        UniqueConstraint("attempt_id", "key"),
        CheckConstraint("seq > 0", name="seq_counts_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_items.id"))
    seq: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    """Canonical answer of the item's type; null: the answer was taken back."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    """Arrived after the deadline and its grace: kept, not counted, put before a human."""
    tab_id: Mapped[str] = mapped_column(String(40), default="")
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ItemFlag(Base):
    """The candidate wants to come back to this question."""

    __tablename__ = "item_flags"

    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_items.id"), primary_key=True)
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttemptEvent(Base):
    """Append-only log of an attempt, chained by hash (design, security 7.7)."""

    __tablename__ = "attempt_events"
    __table_args__ = (UniqueConstraint("attempt_id", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    n: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    type: Mapped[str] = mapped_column(String(30))
    """opened, stage_locked, taken_over, submitted, auto_submitted, marked, released, voided …"""
    actor_id: Mapped[int | None]
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Mark(Base):
    """Append-only: points given to one answer by the program (`marker_id` null) or by a person; a correction replaces."""

    __tablename__ = "marks"
    __table_args__ = (CheckConstraint("points >= 0 AND points <= max_points", name="within_the_maximum"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_items.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    """Null: nothing was answered."""
    marker_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    points: Mapped[Decimal] = mapped_column(Points)
    max_points: Mapped[Decimal] = mapped_column(Points)
    by_part: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Per option, slot or criterion: what was given and the named mistake."""
    comment: Mapped[str] = mapped_column(Text, default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Result(Base):
    """Append-only: what an attempt came to, by competency; a re-scoring is a new version with its reason."""

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("attempt_id", "version"),
        CheckConstraint("points <= max_points", name="within_the_maximum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    version: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Points)
    max_points: Mapped[Decimal] = mapped_column(Points)
    """Of what could be marked so far; the points that wait for a marker are in `waiting_points`."""
    waiting_points: Mapped[Decimal] = mapped_column(Points)
    by_competency: Mapped[dict[str, Any]] = mapped_column(Json)
    """Competency code → {points, max, items}."""
    passed: Mapped[bool | None]
    """Null while points that could decide it wait for a marker."""
    pass_percent: Mapped[int]
    rule: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Pass line, floors and which floors were missed, as applied."""
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
