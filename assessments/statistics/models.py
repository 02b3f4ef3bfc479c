"""Runs of item statistics: who asked, what it came to, the figures of each item and of each choice. Only added, never changed."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import REF, Base, Json, Points, UtcDateTime, one_of


class Method(StrEnum):
    """How reliability was found; none where it could not be."""

    ALPHA = "alpha"
    """Cronbach's alpha: everybody answered the same items."""
    KR20 = "kr20"
    """Kuder-Richardson 20: the same for items that give all or nothing."""
    DRAWN = "drawn"
    """Everybody had as many items, but others: persons against items within persons."""
    NONE = "none"


class StatisticsRun(Base):
    """Somebody asked how the items of an exam edition work; the worker adds the summary when it has looked."""

    __tablename__ = "statistics_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    exam_edition_id: Mapped[int] = mapped_column(ForeignKey("exam_editions.id"), index=True)
    federation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """Whose people are looked at; null: everybody of the installation."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """Null: a command of the installation."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StatisticsSummary(Base):
    """What a run found about the exam as a whole."""

    __tablename__ = "statistics_summaries"
    __table_args__ = (
        one_of("method", Method),
        CheckConstraint("(method = 'none') = (reliability IS NULL)", name="reliability_has_method"),
        CheckConstraint("reliability IS NULL OR reliability <= 1", name="reliability_at_most_one"),
        CheckConstraint(
            "low IS NULL OR (low <= reliability AND reliability <= high)", name="reliability_within_its_limits"
        ),
        CheckConstraint("candidates >= made_up AND candidates >= passed", name="parts_of_the_candidates"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("statistics_runs.id"), primary_key=True)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """All attempts that were marked by then are in."""
    candidates: Mapped[int]
    """Marked first attempts."""
    made_up: Mapped[int]
    """Of them, candidates of the demonstration."""
    passed: Mapped[int]
    by_language: Mapped[dict[str, Any]] = mapped_column(Json)
    """Language of the attempt → candidates."""
    mean: Mapped[float | None]
    """Mean share of the points, 0..1."""
    spread: Mapped[float | None]
    """Standard deviation of that share."""
    method: Mapped[Method] = mapped_column(String(5))
    reliability: Mapped[float | None]
    low: Mapped[float | None]
    """Lower limit of the 95 % interval."""
    high: Mapped[float | None]
    error: Mapped[float | None]
    """Standard error of measurement, as a share of the points."""
    why_not: Mapped[str] = mapped_column(String(20), default="")
    """Why there is no reliability: few, constant, uneven; empty when there is one."""
    results: Mapped[list[int]] = mapped_column(Json)
    """Candidates with 0–9 %, 10–19 %, … 90–100 % of the points."""
    rule: Mapped[dict[str, Any]] = mapped_column(Json)
    """The bounds that were applied: fewest answers, limits of the flags."""


class ItemFigures(Base):
    """How one item worked in one run. Figures are null where too few candidates had it, or all did the same."""

    __tablename__ = "item_figures"
    __table_args__ = (
        UniqueConstraint("run_id", "item_edition_id"),
        UniqueConstraint("run_id", "position"),
        CheckConstraint("difficulty BETWEEN 0 AND 1", name="difficulty_is_a_share"),
        CheckConstraint("exposure BETWEEN 0 AND 1", name="exposure_is_a_share"),
        CheckConstraint("omitted BETWEEN 0 AND 1", name="omitted_is_a_share"),
        CheckConstraint("discrimination BETWEEN -1 AND 1", name="discrimination_is_a_correlation"),
        CheckConstraint("(delta IS NULL) = (delta_class = '')", name="delta_has_class"),
        CheckConstraint("delta_class IN ('', 'A', 'B', 'C')", name="delta_class_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("statistics_runs.id"))
    item_edition_id: Mapped[int] = mapped_column(ForeignKey("item_editions.id"))
    position: Mapped[int]
    """1-based place in the pool of the exam; the number in the address."""
    points: Mapped[Decimal] = mapped_column(Points)
    had: Mapped[int]
    """Candidates in whose draw it stood."""
    exposure: Mapped[float | None]
    """Their share of all candidates."""
    omitted: Mapped[float | None]
    """Share of them that left it without an answer; counted as no points."""
    difficulty: Mapped[float | None]
    """Mean share of its points: the higher, the easier."""
    discrimination: Mapped[float | None]
    """Correlation of its points with those of all other items."""
    upper: Mapped[float | None]
    """Mean share of its points in the upper 27 % by the other items."""
    lower: Mapped[float | None]
    fifths: Mapped[list[float] | None] = mapped_column(Json)
    """Mean share of its points from the weakest to the strongest fifth by the other items."""
    seconds: Mapped[float | None]
    """Median time that candidates gave it."""
    had_ru: Mapped[int]
    had_kk: Mapped[int]
    delta: Mapped[float | None]
    """Mantel-Haenszel delta of the Kazakh against the Russian version; below zero: harder in Kazakh."""
    delta_error: Mapped[float | None]
    delta_class: Mapped[str] = mapped_column(String(1), default="")
    flags: Mapped[list[str]] = mapped_column(Json)
    """What to do about it, the most urgent first; words of `flags.Flag`."""


class ChoiceFigures(Base):
    """Who chose one option of an item, one value of a slot, or made one named mistake."""

    __tablename__ = "choice_figures"
    __table_args__ = (
        UniqueConstraint("item_figures_id", "position"),
        CheckConstraint("chosen >= 0 AND share BETWEEN 0 AND 1", name="chosen_is_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_figures_id: Mapped[int] = mapped_column(ForeignKey("item_figures.id"))
    position: Mapped[int]
    label: Mapped[dict[str, Any]] = mapped_column(Json)
    """Its words as the content has them: {ru, kk}; {} for all other answers together."""
    right: Mapped[bool | None]
    """Null where neither is: a comment of a concordance item."""
    chosen: Mapped[int]
    share: Mapped[float]
    upper: Mapped[float]
    """Share of the upper 27 % that chose it."""
    lower: Mapped[float]
    mean_rest: Mapped[float | None]
    """Mean share of the other items' points among those who chose it; null when nobody did."""


class StatisticsReport(Base):
    """The printed report of a run in one language, made once by the worker."""

    __tablename__ = "statistics_reports"
    __table_args__ = (UniqueConstraint("run_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("statistics_runs.id"))
    language: Mapped[str] = mapped_column(String(2))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
