"""Slow work is a row: it is done once, survives a killed worker, and a failing one is tried again."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, jobs
from core.jobs import Queue, enqueue
from core.models import Job, JobState


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the handler `test.note` was given."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda app, payload: seen.append(payload))
    return seen


@pytest.fixture
def queue(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue: Queue = app.extensions["queue"]
    monkeypatch.setattr(jobs, "EVERY_MINUTE", [])
    return queue


def test_the_same_key_is_one_job(session: Session, queue: Queue, done: list[dict[str, Any]]):
    for _ in range(2):
        enqueue(session, "test.note", "one", {"n": 1}, now=clock.now())
    session.commit()
    queue.sweep()
    assert done == [{"n": 1}]


def test_a_done_job_is_not_done_again(session: Session, queue: Queue, done: list[dict[str, Any]]):
    job = enqueue(session, "test.note", "one", {"n": 1}, now=clock.now())
    session.commit()
    assert [queue.run(job.id), queue.run(job.id)] == [True, False]


def test_a_job_of_a_killed_worker_is_queued_again(session: Session, queue: Queue, done: list[dict[str, Any]]):
    job = enqueue(session, "test.note", "one", {"n": 1}, now=clock.now())
    session.commit()
    assert queue._take(job.id)  # the worker that took it never comes back
    queue.sweep()
    assert done == []
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        queue.sweep()
    assert done == [{"n": 1}]


def test_a_failing_job_keeps_its_reason_and_is_given_up_after_five_tries(
    session: Session, queue: Queue, monkeypatch: pytest.MonkeyPatch
):
    def fail(app: Flask, payload: dict[str, Any]) -> None:
        raise OSError("no paper")

    monkeypatch.setitem(jobs.HANDLERS, "test.fail", fail)
    job = enqueue(session, "test.fail", "one", {}, now=clock.now())
    session.commit()
    with time_machine.travel(clock.now()) as traveller:
        for _ in range(7):
            queue.run(job.id)
            traveller.shift(timedelta(days=1))
    found = session.scalars(select(Job).execution_options(populate_existing=True)).one()
    assert (found.state, found.tries, found.error) == (JobState.FAILED, 5, "OSError: no paper")
