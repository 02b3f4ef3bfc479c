"""What the pages of statistics show: stored figures, never computed while somebody waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from access.actors import Actor
from assessments.item_store import item_of
from assessments.items import Explanation, explain, present
from assessments.models import Exam, ExamEdition, Item, ItemEdition, ItemKey
from assessments.queries.norms import with_norms
from assessments.queries.texts import Words, said, words
from assessments.statistics.access import Looked, Reach, Subject, visible_runs
from assessments.statistics.counting import counted_attempts
from assessments.statistics.models import (
    ChoiceFigures,
    ItemFigures,
    StatisticsReport,
    StatisticsRun,
    StatisticsSummary,
)
from assessments.statistics.services import WAITING, run_key
from core.models import Job, JobState, StoredFile

FEWEST = 30
"""As in `items.FEWEST`, which a web process does not import; a test compares them."""
SORTS = ("position", "difficulty", "discrimination", "omitted", "seconds", "flags")


@dataclass(frozen=True)
class ItemRow:
    """One line of the list."""

    position: int
    slug: str
    prompt: Words
    figures: ItemFigures


@dataclass(frozen=True)
class ExamRow:
    """One exam of the list of exams."""

    slug: str
    title: Words
    number: int
    candidates: int
    summary: StatisticsSummary | None
    flagged: int


@dataclass(frozen=True)
class Overview:
    """The page of an exam edition."""

    title: Words
    editions: Sequence[int]
    run: StatisticsRun | None
    """The one that is shown."""
    newest: bool
    """Whether no later one is finished."""
    summary: StatisticsSummary | None
    waiting: Job | None
    """The job of a newer run that is not finished."""
    candidates: int
    """Marked first attempts now."""
    rows: Sequence[ItemRow]

    @property
    def fresh(self) -> int:
        """Candidates who came after the figures were found."""
        return max(0, self.candidates - self.summary.candidates) if self.summary else self.candidates

    @property
    def flagged(self) -> int:
        return sum(bool(row.figures.flags) for row in self.rows)


def exams(session: Session, actor: Actor, reach: Reach, lang: str) -> list[ExamRow]:
    """All exams with their newest edition, how many sat it, and what was found last; four statements."""
    newest = select(ExamEdition.exam_id, func.max(ExamEdition.number).label("number")).group_by(ExamEdition.exam_id)
    newest_of = newest.subquery()
    rows = session.execute(
        select(Exam.slug, ExamEdition)
        .join(ExamEdition, ExamEdition.exam_id == Exam.id)
        .join(newest_of, (newest_of.c.exam_id == ExamEdition.exam_id) & (newest_of.c.number == ExamEdition.number))
        .order_by(Exam.slug)
    ).all()
    counts = {edition: count for edition, count in session.execute(_candidates(reach))}  # noqa: C416 - rows are unpacked
    last = _last_summaries(session, actor)
    flagged = _flagged(session, [summary.run_id for summary in last.values()])
    return [
        ExamRow(
            slug, words(edition.title_ru, edition.title_kk, lang), edition.number, counts.get(edition.id, 0),
            summary := last.get(edition.id), flagged.get(summary.run_id, 0) if summary else 0,
        )
        for slug, edition in rows
    ]  # fmt: skip


def _candidates(reach: Reach) -> Select[int, int]:
    counted = counted_attempts(None, reach.federation_id).subquery()
    return select(counted.c.exam_edition_id, func.count()).group_by(counted.c.exam_edition_id)


def _last_summaries(session: Session, actor: Actor) -> dict[int, StatisticsSummary]:
    runs = visible_runs(actor).subquery()
    query = (
        select(runs.c.exam_edition_id, StatisticsSummary)
        .join(StatisticsSummary, StatisticsSummary.run_id == runs.c.id)
        .order_by(StatisticsSummary.run_id)
    )
    return {edition: summary for edition, summary in session.execute(query)}  # noqa: C416 - rows are unpacked


def _flagged(session: Session, runs: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for run, flags in session.execute(
        select(ItemFigures.run_id, ItemFigures.flags).where(ItemFigures.run_id.in_(runs))
    ):
        found[run] = found.get(run, 0) + bool(flags)
    return found


def overview(
    session: Session, actor: Actor, reach: Reach, subject: Subject, lang: str, run: StatisticsRun | None = None
) -> Overview:
    """The figures of an edition: those of the given run, or of the newest finished one."""
    edition = subject.edition
    mine = visible_runs(actor).where(StatisticsRun.exam_edition_id == edition.id)
    done = mine.join(StatisticsSummary, StatisticsSummary.run_id == StatisticsRun.id)
    last = session.scalar(done.order_by(StatisticsRun.id.desc()).limit(1))
    run = run or last
    summary = session.get(StatisticsSummary, run.id) if run else None
    numbers = select(ExamEdition.number).where(ExamEdition.exam_id == edition.exam_id).order_by(ExamEdition.number)
    counted = counted_attempts(edition.id, reach.federation_id).subquery()
    return Overview(
        words(edition.title_ru, edition.title_kk, lang), session.scalars(numbers).all(), run, last is run, summary,
        _waiting(session, mine, run), session.scalar(select(func.count()).select_from(counted)) or 0,
        item_rows(session, run.id, lang) if run else (),
    )  # fmt: skip


def _waiting(session: Session, mine: Select[StatisticsRun], after: StatisticsRun | None) -> Job | None:
    """The job of the newest run, unless it is finished."""
    newest = session.scalar(mine.order_by(StatisticsRun.id.desc()).limit(1))
    if newest is None or (after is not None and newest.id <= after.id):
        return None
    return session.scalar(select(Job).where(Job.key == run_key(newest.id)))


def item_rows(session: Session, run_id: int, lang: str) -> list[ItemRow]:
    """The items of a run in the order of the pool; one statement."""
    query = (
        select(ItemFigures, Item.slug, ItemEdition.public)
        .join(ItemEdition, ItemEdition.id == ItemFigures.item_edition_id)
        .join(Item, Item.id == ItemEdition.item_id)
        .where(ItemFigures.run_id == run_id)
        .order_by(ItemFigures.position)
    )
    return [
        ItemRow(figures.position, slug, prompt_of(public, lang), figures)
        for figures, slug, public in session.execute(query)
    ]


def prompt_of(public: Mapping[str, Any], lang: str) -> Words:
    """What is asked, with the values of one variant where there are several."""
    view = present(dict(public), "kk" if lang == "kk" else "ru", "")
    return Words(view["prompt"], view["lang"])


def arranged(rows: Sequence[ItemRow], sort: str, *, flagged_only: bool) -> list[ItemRow]:
    """The rows by a column, the most doubtful first: hard, weak, often left out, slow, flagged; without a figure last."""
    shown = [row for row in rows if row.figures.flags or not flagged_only]
    if sort == "flags":
        return sorted(shown, key=lambda row: (-len(row.figures.flags), row.position))
    if sort not in SORTS or sort == "position":
        return shown
    sign = -1 if sort in {"omitted", "seconds"} else 1
    return sorted(shown, key=lambda row: _rank(getattr(row.figures, sort), sign, row.position))


def _rank(value: float | None, sign: int, position: int) -> tuple[bool, float, int]:
    return value is None, sign * (value or 0.0), position


@dataclass(frozen=True)
class ChoiceRow:
    """One line of the distractor table."""

    label: Words | None
    """None: the right answer, or all other answers together, where an answer is not an option."""
    figures: ChoiceFigures


@dataclass(frozen=True)
class ItemPage:
    """One item with its text, its key and how it worked."""

    title: Words
    slug: str
    number: int
    view: dict[str, Any]
    explanation: Explanation
    figures: ItemFigures
    choices: Sequence[ChoiceRow]
    summary: StatisticsSummary
    previous: int | None
    next: int | None


def item_page(session: Session, looked: Looked, position: int, lang: str) -> ItemPage | None:
    """One item of a run; None when it has no such number."""
    row = session.execute(_item_query(looked.run.id).where(ItemFigures.position == position)).one_or_none()
    if row is None:
        return None
    figures, language = row.ItemFigures, "kk" if lang == "kk" else "ru"
    view = present(row.public, language, "")
    with_norms(session, view)
    rows = session.scalars(
        select(ChoiceFigures).where(ChoiceFigures.item_figures_id == figures.id).order_by(ChoiceFigures.position)
    )
    last = session.scalar(select(func.max(ItemFigures.position)).where(ItemFigures.run_id == looked.run.id)) or 0
    edition = looked.subject.edition
    return ItemPage(
        words(edition.title_ru, edition.title_kk, lang), row.slug, row.number, view,
        explain(item_of(row.hash, row.content), None, language, ""), figures,
        [ChoiceRow(said(each.label, lang) if each.label else None, each) for each in rows],
        session.get_one(StatisticsSummary, looked.run.id),
        position - 1 or None, position + 1 if position < last else None,
    )  # fmt: skip


def _item_query(run_id: int) -> Select[Any]:
    return (
        select(ItemFigures, Item.slug, ItemEdition.number, ItemEdition.public, ItemEdition.hash, ItemKey.content)
        .join(ItemEdition, ItemEdition.id == ItemFigures.item_edition_id)
        .join(Item, Item.id == ItemEdition.item_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(ItemFigures.run_id == run_id)
    )


def choices_of_run(session: Session, run_id: int) -> dict[int, list[ChoiceFigures]]:
    """Item figures id → its distractor table."""
    query = (
        select(ChoiceFigures)
        .join(ItemFigures, ItemFigures.id == ChoiceFigures.item_figures_id)
        .where(ItemFigures.run_id == run_id)
        .order_by(ChoiceFigures.item_figures_id, ChoiceFigures.position)
    )
    found: dict[int, list[ChoiceFigures]] = {}
    for row in session.scalars(query):
        found.setdefault(row.item_figures_id, []).append(row)
    return found


def report_of(session: Session, run_id: int, language: str) -> StoredFile | None:
    """The printed report of a run in a language, once it is made."""
    return session.scalar(
        select(StoredFile)
        .join(StatisticsReport, StatisticsReport.file_id == StoredFile.id)
        .where(StatisticsReport.run_id == run_id, StatisticsReport.language == language)
    )


def is_failed(job: Job | None) -> bool:
    """Whether the worker gave it up."""
    return job is not None and job.state == JobState.FAILED


def is_waiting(job: Job | None) -> bool:
    return job is not None and job.state in WAITING
