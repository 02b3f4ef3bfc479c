"""`flask assessments …`: what an examiner does with a whole exam."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments import jobs  # noqa: F401 - the minute job is known wherever the commands are
from assessments.models import Attempt, AttemptState, Exam
from assessments.services import release
from core import clock


@click.group("assessments")
def assessments() -> None:
    """Attempts and their results."""


@assessments.command("release")
@click.argument("slug")
@with_appcontext
def release_command(slug: str) -> None:
    """Open keys and explanations of an exam to everybody whose attempt is marked, and to nobody else."""
    with current_app.extensions["database"].unit_of_work() as session:
        exam = session.scalar(select(Exam).where(Exam.slug == slug))
        if exam is None:
            raise click.ClickException(f"There is no exam “{slug}”.")
        click.echo(f"{release_exam(session, exam)} attempts released.")


def release_exam(session: Session, exam: Exam) -> int:
    """Release every marked attempt of an exam; return how many there were."""
    marked = session.scalars(
        select(Attempt).where(Attempt.exam_id == exam.id, Attempt.state == AttemptState.MARKED)
    ).all()
    return sum(release(session, attempt, now=clock.now()) for attempt in marked)
