"""The commands of the demonstration on a database that is empty, or that is none of theirs."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.chains import chain_breaks
from assessments.models import Attempt, AttemptState
from core import clock
from core.models import InstallationFact, Job, JobState
from demo import seeding
from people.models import Person
from tests.demo.acts import count, run
from tests.factories.people import make_person


def test_it_is_never_mixed_with_real_people(app: Flask, session: Session):
    make_person(session)
    session.commit()
    refused = run(app, "seed")
    assert refused.exit_code == 1
    assert "no demonstration" in refused.output
    left_alone = run(app, "seed", "--if-empty")
    assert left_alone.exit_code == 0
    assert count(session, Person) == 1
    assert session.get(InstallationFact, seeding.MARKER) is None


@pytest.mark.parametrize("command", ["seed", "sign-ins"])
def test_outside_of_a_demonstration_the_commands_do_nothing(app: Flask, session: Session, command: str):
    result = run(app, command, demo=False, second_factor=True)
    assert result.exit_code == 1
    assert count(session, Person) == 0


def test_sign_ins_without_a_demonstration_say_what_makes_one(app: Flask):
    result = run(app, "sign-ins")
    assert (result.exit_code, "flask demo seed" in result.output) == (1, True)


def test_learning_has_happened_and_every_state_of_a_certificate_can_be_verified(
    app: Flask, session: Session, client: FlaskClient
):
    assert app.test_cli_runner().invoke(args=["curricula", "load"]).exit_code == 0
    printed = run(app, "seed")
    assert printed.exit_code == 0, printed.output
    for state in ("valid", "expired", "superseded", "revoked"):
        code = re.search(rf"certificate, {state} +- +\S+/verify/(\S+)", printed.output)
        assert code, state
        assert client.get(f"/verify/{code[1]}").status_code == 200
    late = clock.now() - timedelta(minutes=1)
    assert count(session, Job, Job.state == JobState.QUEUED) >= 4
    assert count(session, Job, Job.run_after < late) == 0
    open_ones = select(func.count()).select_from(Attempt).where(Attempt.state == AttemptState.OPEN)
    assert session.scalar(open_ones) == 0
    assert list(chain_breaks(session)) == []
    client.post("/sign-in", data={"login": "chair@demo.tirek.example", "password": "demo-password-1"})
    assert client.get("/record").status_code == 200
    client.post("/sign-in", data={"login": "marker@demo.tirek.example", "password": "demo-password-1"})
    desk = client.get("/marking").text
    for heading in ("Для вас", "Апелляции"):
        assert heading in desk
    assert "спорная" in desk
