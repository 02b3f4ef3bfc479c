"""`flask admin …`: the doctor reads the running installation back, the audit names the first break, the first one comes in."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from access.actors import Role
from core import audit, clock
from core.append_only import APPEND_ONLY
from core.models import AuditEvent, Job, JobState
from people.models import Account, Grant, Person
from reports import doctor
from tests.conftest import TestDatabase
from tests.factories.people import PASSWORD, make_person


def findings(app: Flask, check: doctor.Check) -> dict[str, doctor.Finding]:
    with app.app_context(), app.extensions["database"].unit_of_work(read_only=True) as session:
        return {finding.name: finding for finding in check(app, session)}


def invitation_in(output: str) -> str:
    """The path of the printed link."""
    found = re.search(r"/invitations/\S+", output)
    assert found, output
    return found[0]


def admin(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["admin", *arguments])


def test_durability_is_read_back_from_the_connection(app: Flask):
    found = findings(app, doctor.durability)
    assert len(found) >= 3
    assert all(finding.ok for finding in found.values()), found


def test_a_connection_that_forgets_foreign_keys_fails(app: Flask, database: TestDatabase, monkeypatch):
    monkeypatch.setattr(doctor, "PRAGMAS", {"foreign_keys": (0,)})
    monkeypatch.setattr(doctor, "SHOWN", {"fsync": ("off",)})
    assert not any(finding.ok for finding in findings(app, doctor.durability).values())


def test_the_triggers_of_append_only_tables_are_looked_for(app: Flask, monkeypatch):
    assert findings(app, doctor.guards)["append-only tables"].ok
    monkeypatch.setattr(doctor, "APPEND_ONLY", (*APPEND_ONLY, "persons"))
    missing = findings(app, doctor.guards)["append-only tables"]
    assert (missing.ok, "persons" in missing.seen) == (False, True)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"secret_key": "short"}, "settings: secret key"),
        ({"public_url": "http://tirek.example"}, "settings: public address"),
        ({"demo": False}, "settings: second factor of staff"),
    ],
)
def test_an_unsafe_setting_fails(app: Flask, change, name: str):
    assert all(finding.ok for finding in findings(app, doctor.settings).values())
    app.extensions["settings"] = replace(app.extensions["settings"], **change)
    assert not findings(app, doctor.settings)[name].ok


def test_invented_and_real_people_in_one_database_fail(app: Flask, session: Session):
    assert not findings(app, doctor.demonstration)["demonstration"].ok  # the setting is on, the marker is missing
    make_person(session, is_demo=True)
    session.commit()
    app.extensions["settings"] = replace(app.extensions["settings"], demo=False)
    assert "1 invented" in findings(app, doctor.demonstration)["demonstration"].seen


def test_a_job_given_up_or_left_waiting_fails(app: Flask, session: Session):
    now = clock.now()
    for state, age in ((JobState.FAILED, 0), (JobState.QUEUED, 20)):
        at = now - timedelta(minutes=age)
        session.add(Job(key=state, kind="x", state=state, run_after=at, created_at=at))
    session.commit()
    found = findings(app, doctor.queue)
    assert not found["queue: jobs given up"].ok
    assert not found["queue: jobs waiting over 10 minutes"].ok


def test_a_folder_that_takes_no_file_fails(app: Flask, tmp_path):
    assert findings(app, doctor.folder)["files"].ok
    (tmp_path / "a file").write_text("")
    app.extensions["files"].folder = tmp_path / "a file" / "below"
    assert not findings(app, doctor.folder)["files"].ok


def test_an_empty_installation_ends_with_status_one_and_names_what_is_missing(app: Flask):
    result = admin(app, "doctor")
    assert result.exit_code == 1
    assert re.search(r"FAILED +content: editions of programmes +0", result.output)
    assert re.search(r"ok +migrations", result.output)


def test_the_audit_of_an_untouched_log_is_whole(app: Flask, session: Session):
    for n in range(3):
        audit.record(session, "sign_in", now=clock.now(), actor_id=n)
    session.commit()
    result = admin(app, "audit")
    assert (result.exit_code, "3 events" in result.output) == (0, True)


def test_the_audit_names_the_first_event_that_does_not_follow(app: Flask, session: Session):
    audit.record(session, "sign_in", now=clock.now(), actor_id=1)
    before = session.scalars(select(AuditEvent.hash)).one()
    session.add(AuditEvent(at=clock.now(), action="forged", actor_id=2, prev_hash=before, hash="f" * 64))
    session.flush()
    forged = session.scalar(select(AuditEvent.id).where(AuditEvent.action == "forged"))
    session.commit()
    result = admin(app, "audit")
    assert (result.exit_code, f"event {forged} " in result.output) == (1, True)


def test_the_first_administrator_comes_in_by_the_printed_link(app: Flask, session: Session, client: FlaskClient):
    result = admin(app, "create", "root@union.kz", "--family-name", "Ким", "--given-name", "Анна")
    assert result.exit_code == 0, result.output
    path = invitation_in(result.output)
    person = session.scalars(select(Person)).one()
    assert session.scalars(select(Grant.role).where(Grant.person_id == person.id)).all() == [Role.SYSTEM_ADMIN]
    assert client.post(path, data={"password": PASSWORD}).status_code == 303
    assert client.get("/admin/mail").status_code == 200
    assert session.scalars(select(Account.email_key)).one() == "root@union.kz"
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("login", ["nonsense", "+7 1"])
def test_a_login_that_cannot_be_reached_makes_nobody(app: Flask, session: Session, login: str):
    result = admin(app, "create", login, "--family-name", "Ким", "--given-name", "Анна")
    assert result.exit_code == 1
    assert session.scalar(select(Person.id)) is None


def test_the_same_login_twice_is_refused(app: Flask, session: Session):
    arguments = ("create", "root@union.kz", "--family-name", "Ким", "--given-name", "Анна")
    first = admin(app, *arguments)
    assert first.exit_code == 0
    path = invitation_in(first.output)
    app.test_client().post(path, data={"password": PASSWORD})
    assert admin(app, *arguments).exit_code == 1
    assert len(session.scalars(select(Person.id)).all()) == 1


def test_paths_between_organisations_are_computed_anew(app: Flask, session: Session):
    result = app.test_cli_runner().invoke(args=["unions", "rebuild"])
    assert (result.exit_code, result.output) == (0, "0 paths computed from the affiliations.\n")
    assert session.scalar(text("SELECT count(*) FROM closures")) == 0
