"""Asking for figures, and keeping what was found. Nothing here is ever changed afterwards."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, cast, literal, select
from sqlalchemy.orm import Session

from assessments.statistics.models import (
    ChoiceFigures,
    ItemFigures,
    StatisticsReport,
    StatisticsRun,
    StatisticsSummary,
)
from core.jobs import enqueue
from core.models import Job, JobState, StoredFile

if TYPE_CHECKING:
    from assessments.statistics.figures import Found, ItemFound
    from assessments.statistics.flags import Flag
    from assessments.statistics.read import Read

RUN, REPORT = "statistics.run", "statistics.report"
WAITING = (JobState.QUEUED, JobState.RUNNING)


def ask_for_figures(
    session: Session, edition_id: int, *, federation_id: int | None, by_id: int | None, now: datetime
) -> StatisticsRun:
    """Write down that figures are wanted and wake the worker; while one run of the same waits, that one is returned."""
    found = session.scalar(
        select(StatisticsRun)
        .join(Job, Job.key == run_key(StatisticsRun.id))
        .where(StatisticsRun.exam_edition_id == edition_id, StatisticsRun.federation_id.is_not_distinct_from(federation_id))
        .where(Job.state.in_(WAITING))
        .order_by(StatisticsRun.id.desc())
        .limit(1)
    )  # fmt: skip
    if found is not None:
        return found
    run = StatisticsRun(
        ref=uuid.uuid4().hex, exam_edition_id=edition_id, federation_id=federation_id, asked_by_id=by_id, asked_at=now
    )
    session.add(run)
    session.flush()
    enqueue(session, RUN, f"statistics:{run.id}", {"run": run.id}, now=now)
    return run


def run_key(run_id: Any) -> ColumnElement[str]:
    """The key of a run's job; `run_id` is a number or a column."""
    return literal("statistics:").concat(cast(run_id, Text))


def ask_for_report(session: Session, run: StatisticsRun, *, language: str, now: datetime) -> Job:
    """Ask the worker for the printed report of a run; asked again, it is the same job."""
    return enqueue(
        session, REPORT, f"statistics-report:{run.id}:{language}", {"run": run.id, "language": language}, now=now
    )


def keep(session: Session, run: StatisticsRun, read: "Read", found: "Found", *, minutes: int, now: datetime) -> None:
    """Store what was found, unless another worker was first."""
    from assessments.statistics import flags, items, versions  # noqa: PLC0415 - the worker alone computes

    if session.get(StatisticsSummary, run.id) is not None:
        return
    whole = found.reliability
    rule = {"fewest": items.FEWEST, "fewest_of_a_language": versions.FEWEST, **flags.BOUNDS}
    session.add(
        StatisticsSummary(
            run_id=run.id, found_at=now, candidates=found.candidates, made_up=read.made_up, passed=read.passed,
            by_language={"ru": found.candidates - found.kazakh, "kk": found.kazakh}, mean=found.mean, spread=found.spread,
            method=whole.method, reliability=whole.value, low=whole.low, high=whole.high, error=whole.error,
            why_not=whole.why_not, results=list(found.results), rule=rule,
        )
    )  # fmt: skip
    item_seconds = minutes * 60 / found.length if found.length else 0.0
    for place, (item_id, each) in enumerate(zip(read.pool.ids, found.items, strict=True)):
        raised = flags.flags_of(each, item_seconds=item_seconds, drawn=found.drawn)
        row = _item(run.id, item_id, place, float(read.sheet.points[place]), each, raised)
        session.add(row)
        session.flush()
        session.add_all(_choices(row.id, each))


def _item(run_id: int, item_id: int, place: int, points: float, each: "ItemFound", raised: "list[Flag]") -> ItemFigures:
    worked, between = each.worked, each.difference
    return ItemFigures(
        run_id=run_id, item_edition_id=item_id, position=place + 1, points=Decimal(str(points)), had=worked.had,
        exposure=each.exposure, omitted=_share(worked.omitted), difficulty=_share(worked.difficulty),
        discrimination=worked.discrimination, upper=worked.upper, lower=worked.lower, fifths=list(worked.fifths) or None,
        seconds=worked.seconds, had_ru=worked.had - each.had_kk, had_kk=each.had_kk,
        delta=between.delta if between else None, delta_error=between.error if between else None,
        delta_class=between.kind if between else "", flags=[flag.value for flag in raised],
    )  # fmt: skip


def _share(value: float | None) -> float | None:
    """Within 0..1 whatever the last bit of the arithmetic says."""
    return None if value is None else min(1.0, max(0.0, value))


def _choices(item_figures_id: int, each: "ItemFound") -> list[ChoiceFigures]:
    return [
        ChoiceFigures(
            item_figures_id=item_figures_id, position=place, label=row.choice.label, right=row.choice.right, chosen=row.chosen,
            share=row.share, upper=row.upper, lower=row.lower, mean_rest=row.mean_rest,
        )
        for place, row in enumerate(each.worked.choices, 1)
    ]  # fmt: skip


def keep_report(session: Session, run_id: int, language: str, file: StoredFile, *, now: datetime) -> None:
    """Name the printed report in its row, unless another worker was first."""
    same = select(StatisticsReport.id).where(StatisticsReport.run_id == run_id, StatisticsReport.language == language)
    if session.scalar(same) is None:
        session.add(StatisticsReport(run_id=run_id, language=language, file_id=file.id, made_at=now))
