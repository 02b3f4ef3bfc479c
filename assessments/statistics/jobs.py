"""The worker's part: figures are computed from one look at the database and stored whole; reports are printed."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from assessments.models import ExamEdition
from assessments.statistics.models import StatisticsReport, StatisticsRun, StatisticsSummary
from assessments.statistics.services import REPORT, RUN, keep, keep_report
from core import clock
from core.db import Database
from core.files import FileStore
from core.jobs import handles

PDF = "application/pdf"


@handles(RUN)
def find_figures(app: Flask, payload: dict[str, Any]) -> None:
    """Compute the figures of a run. Done twice, the first ones stay."""
    from assessments.statistics.figures import found  # noqa: PLC0415 - NumPy and SciPy are loaded by the worker alone
    from assessments.statistics.read import read  # noqa: PLC0415

    database: Database = app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        run = session.get_one(StatisticsRun, payload["run"])
        if session.get(StatisticsSummary, run.id) is not None:
            return
        edition, now = session.get_one(ExamEdition, run.exam_edition_id), clock.now()
        seen = read(session, edition.id, run.federation_id)
    figures = found(seen.sheet)
    with database.unit_of_work() as session:
        keep(session, run, seen, figures, minutes=edition.limit_minutes, now=now)


@handles(REPORT)
def print_report(app: Flask, payload: dict[str, Any]) -> None:
    """Print the report of a run in one language, once."""
    from assessments.statistics.report import printed  # noqa: PLC0415 - WeasyPrint is loaded by the worker alone

    database: Database = app.extensions["database"]
    files: FileStore = app.extensions["files"]
    run_id, language = payload["run"], payload["language"]
    with database.unit_of_work(read_only=True) as session:
        same = select(StatisticsReport.id).where(
            StatisticsReport.run_id == run_id, StatisticsReport.language == language
        )
        if session.scalar(same) is not None:
            return
        content = printed(session, session.get_one(StatisticsRun, run_id), language)
    with database.unit_of_work() as session:
        now = clock.now()
        keep_report(session, run_id, language, files.put(session, content, PDF, now=now), now=now)
