"""Slow work outside the web: the job is a row, Huey only wakes a worker (docs/decisions/0005-jobs-are-rows.md).

A killed worker loses nothing: the sweep queues again what is overdue. Handlers are idempotent and open their own units of work.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import Database
from core.models import Job, JobState
from core.settings import Settings

log = logging.getLogger("tirek.jobs")
LEASE = timedelta(minutes=5)
TRIES = 5
BATCH = 100

Handler = Callable[[Flask, dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}
EVERY_MINUTE: list[Callable[[Flask], None]] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of a kind; it is called in the worker with the job's payload."""

    def declare(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return declare


def every_minute(function: Callable[[Flask], None]) -> Callable[[Flask], None]:
    """Declare a function that the worker calls once a minute."""
    EVERY_MINUTE.append(function)
    return function


def enqueue(
    session: Session, kind: str, key: str, payload: dict[str, Any], *, now: datetime, after: datetime | None = None
) -> Job:
    """Write down slow work in the transaction that causes it; the same key twice is one job.

    :param after: not before this moment; a worker is woken at once when it is left out
    """
    if found := session.scalar(select(Job).where(Job.key == key)):
        return found
    job = Job(kind=kind, key=key, payload=payload, run_after=after or now, created_at=now)
    session.add(job)
    session.flush()
    session.info.setdefault("wake", []).append(job.id)
    return job


class Queue:
    """The queue of one application: wakes workers after a commit, runs jobs, sweeps what is overdue."""

    def __init__(self, app: Flask, settings: Settings, database: Database) -> None:
        self.app, self.database = app, database
        self.settings = settings
        database.after_commit.append(self.wake)

    @cached_property
    def huey(self) -> Any:
        """The messenger, made when the first job is written: a process that writes none does not even import it."""
        from core.messenger import make_huey, once_a_minute  # noqa: PLC0415

        huey = make_huey(self.settings)
        self.run_later = huey.task(name="run_job")(self.run)
        huey.periodic_task(once_a_minute(), name="sweep")(self.sweep)
        return huey

    def wake(self, session: Session) -> None:
        """Tell a worker of the jobs that the committed session wrote; if that fails, the sweep finds them."""
        for job_id in session.info.pop("wake", []):
            try:
                self.huey.enqueue(self.run_later.s(job_id))
            except Exception:
                log.warning("a worker could not be woken for job %s; the sweep will", job_id, exc_info=True)

    def run(self, job_id: int) -> bool:
        """Do one job if it is still to be done; return whether it was done now."""
        taken = self._take(job_id)
        if taken is None:
            return False
        kind, payload = taken
        try:
            with self.app.app_context():
                HANDLERS[kind](self.app, payload)
        except Exception as error:
            log.exception("job %s (%s) failed", job_id, kind)
            self._put_back(job_id, f"{type(error).__name__}: {error}")
            return False
        with self.database.unit_of_work() as session:
            done = {"state": JobState.DONE, "finished_at": clock.now(), "error": ""}
            session.execute(update(Job).where(Job.id == job_id).values(**done))
        return True

    def _take(self, job_id: int) -> tuple[str, dict[str, Any]] | None:
        """Claim a job by compare-and-set; None when another worker has it or it is not due."""
        now = clock.now()
        with self.database.unit_of_work() as session:
            due = (Job.id == job_id, Job.state == JobState.QUEUED, Job.run_after <= now)
            values = {"state": JobState.RUNNING, "tries": Job.tries + 1, "deadline_at": now + LEASE}
            row = session.execute(
                update(Job).where(*due).values(**values).returning(Job.kind, Job.payload)
            ).one_or_none()
        return (row.kind, row.payload) if row else None

    def _put_back(self, job_id: int, error: str) -> None:
        """Queue a failed job again after a growing pause, or give it up for a human after the last try."""
        with self.database.unit_of_work() as session:
            job = session.get_one(Job, job_id)
            job.error = error[:2000]
            job.state = JobState.QUEUED if job.tries < TRIES else JobState.FAILED
            job.run_after = clock.now() + timedelta(seconds=30 * 4**job.tries)
            job.finished_at = clock.now() if job.state is JobState.FAILED else None

    def sweep(self) -> int:
        """Once a minute: queue again what a dead worker left, run what is due, and the periodic functions."""
        now = clock.now()
        with self.database.unit_of_work() as session:
            overdue = (Job.state == JobState.RUNNING, Job.deadline_at < now)
            session.execute(update(Job).where(*overdue).values(state=JobState.QUEUED, run_after=now))
            due = (Job.state == JobState.QUEUED, or_(Job.run_after.is_(None), Job.run_after <= now))
            waiting = list(session.scalars(select(Job.id).where(*due).order_by(Job.run_after).limit(BATCH)))
        with self.app.app_context():
            for function in EVERY_MINUTE:
                function(self.app)
        return sum(self.run(job_id) for job_id in waiting)
