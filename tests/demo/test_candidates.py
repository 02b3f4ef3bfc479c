"""A sitting of made-up candidates: it goes through the services, follows its model, and is never doubled."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.chains import chain_breaks
from assessments.models import Attempt, AttemptState, Exam
from assessments.statistics.jobs import find_figures
from assessments.statistics.models import StatisticsRun, StatisticsSummary
from core.models import Job
from demo import candidates
from people.models import Person
from tests.demo.acts import count, run


def test_without_a_demonstration_nobody_comes(app: Flask, session: Session):
    result = run(app, "candidates", "--count", "1")
    assert (result.exit_code, "flask demo seed" in result.output) == (1, True)
    assert count(session, Person) == 0


def test_candidates_sit_once_and_the_figures_are_asked_for(app: Flask, session: Session, client: FlaskClient):
    assert app.test_cli_runner().invoke(args=["curricula", "load"]).exit_code == 0
    assert run(app, "seed").exit_code == 0
    assert run(app, "candidates", "--exam", "no-such-exam").exit_code == 1
    for wanted in (20, 20, 32):
        result = run(app, "candidates", "--count", str(wanted))
        assert result.exit_code == 0, result.output
    sat = session.scalars(
        select(Attempt)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(Exam.slug == "w1-module-exam", Person.given_name != "", Attempt.language == "kk")
    ).all()
    assert len(sat) >= 16
    assert {attempt.state for attempt in sat} == {AttemptState.RELEASED}
    assert list(chain_breaks(session)) == []
    asked = session.scalars(select(StatisticsRun)).all()
    assert len(asked) == 1, "the second asking finds the first one still waiting"
    assert count(session, Job, Job.kind == "statistics.run") == 1
    find_figures(app, {"run": asked[0].id})
    session.expire_all()
    summary = session.get_one(StatisticsSummary, asked[0].id)
    assert summary.candidates == summary.made_up >= 32
    assert summary.mean is not None
    assert 0.5 < summary.mean < 0.95


def test_the_model_is_the_one_that_is_stated():
    """Rasch: at equal ability and difficulty one half; the abler the likelier; the same words give the same person."""
    assert candidates.solves(0.3, 0.3) == 0.5
    assert candidates.solves(2, 0) > candidates.solves(1, 0) > candidates.solves(1, 1)
    assert candidates.normal("ability 1") == candidates.normal("ability 1")
    values = [candidates.normal(f"ability {turn}") for turn in range(2000)]
    assert abs(sum(values) / len(values)) < 0.08
