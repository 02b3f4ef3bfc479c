"""No room on the disk: an answer that cannot be kept is never acknowledged, reading goes on, and saving too when there is room.

Once inside the process on both engines, once with the real server, whose files may not grow. See design, security 7.1 and 7.9.
"""

import resource
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.exc import OperationalError

from assessments.chains import chain_breaks
from assessments.models import Answer, Attempt, AttemptState
from core import clock
from core.db import Database
from people.models import SignedSession
from tests.conftest import migrate
from tests.durability.test_kill import Client, candidates, free_port, reopened, server
from tests.factories.assessments import essay, make_attempt, make_exam, make_learner, sign_in, single
from tests.strict_client import StrictClient

QUESTIONS = 20
MARKED = 80
"""Questions that are marked at once: their marks need room."""
ROOM = 60_000
"""Bytes that the files of the real server may still grow by."""
ENOUGH = 5
"""Refusals in a row of the real server before room is made."""
LETTERS = "ғ" * 1900


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Until the end of the block nothing that needs room is stored: no new page in SQLite, no new answer in PostgreSQL."""
    if engine.dialect.name == "sqlite":
        with full_sqlite(engine):
            yield
        return
    with engine.begin() as connection:
        connection.execute(text(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$"
        ))  # fmt: skip
        for table in ("answers", "attempt_events"):
            connection.execute(text(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()"))
    yield
    with engine.begin() as connection:
        connection.execute(text("DROP FUNCTION no_room() CASCADE"))


@contextmanager
def full_sqlite(engine: Engine) -> Iterator[None]:
    def limit(connection: Any, *rest: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # never below what there is: no page more than now

    def lift(connection: Any, *rest: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    event.listen(engine, "checkout", limit)
    yield
    event.remove(engine, "checkout", limit)
    event.listen(engine, "checkout", lift)


class Sitting:
    """A candidate with an open exam of written answers."""

    def __init__(self, app: Flask, database: Database) -> None:
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        app.test_client_class = StrictClient
        self.database, self.client = database, app.test_client()
        with database.unit_of_work() as session:
            person = make_learner(session)
            written = [essay(n) for n in range(1, QUESTIONS + 1)]
            exam = make_exam(session, [*written, *(single(n) for n in range(1, MARKED + 1))])
            attempt = make_attempt(session, exam, person)
            sign_in(session, self.client, person)
            self.ref, self.id, self.person_id = attempt.ref, attempt.id, person.id
        self.acknowledged: dict[int, int] = {}
        self.seq = 0

    def save(self, n: int = 1) -> Any:
        self.seq += 1
        body = {"seq": self.seq, "key": uuid.uuid4().hex, "value": {"text": f"{self.seq} {LETTERS}"}}
        reply = self.client.put(f"/attempts/{self.ref}/answers/{n}", json=body)
        if reply.status_code == 200:
            self.acknowledged[n] = self.seq
        return reply

    def until_refused(self) -> Any:
        """Save until the disk takes no more: small answers still fit into what is there already."""
        for turn in range(400):
            reply = self.save(turn % QUESTIONS + 1)
            if reply.status_code != 200:
                return reply
        raise AssertionError("the disk never became full")

    def kept(self) -> dict[int, int]:
        """Place → newest stored seq, after a look at the chains."""
        with self.database.unit_of_work(read_only=True) as session:
            assert list(chain_breaks(session)) == []
            rows = session.execute(select(Answer.value, Answer.seq, Answer.attempt_item_id).order_by(Answer.seq))
            return {item: seq for _, seq, item in rows}


@pytest.fixture
def sitting(apart: tuple[Flask, Database]) -> Sitting:
    return Sitting(*apart)


def test_an_answer_without_room_is_refused_with_503_and_never_acknowledged(sitting: Sitting) -> None:
    with full(sitting.database.engine):
        reply = sitting.until_refused()
        assert reply.status_code == 503
        assert reply.json["error"] == "not_saved_yet"
        assert int(reply.headers["Retry-After"]) > 0
        assert sorted(sitting.kept().values()) == sorted(sitting.acknowledged.values())
        assert sitting.client.get(f"/attempts/{sitting.ref}/1").status_code == 200
        assert sitting.client.get(f"/attempts/{sitting.ref}/answers").status_code == 200
    again = sitting.save()
    assert again.status_code == 200
    assert sorted(sitting.kept().values()) == sorted(sitting.acknowledged.values())


def test_a_form_without_room_is_told_that_nothing_is_stored(sitting: Sitting) -> None:
    form = {"a1.value-text": LETTERS, "a1.key": "form-1", "a1.base_seq": "0", "of": "20", "go": "next"}
    with full(sitting.database.engine):
        sitting.until_refused()
        stored = sitting.kept()
        page = sitting.client.post(f"/attempts/{sitting.ref}/2", data={
            name.replace("a1.", "a2."): value.replace("form-1", "form-2") for name, value in form.items()
        } | {"a2.base_seq": str(sitting.acknowledged.get(2, 0))})  # fmt: skip
        assert page.status_code == 503
        assert "Пока не сохранено" in page.text
        assert sitting.kept() == stored


def test_a_submission_without_room_leaves_the_attempt_open(sitting: Sitting) -> None:
    with full(sitting.database.engine):
        sitting.until_refused()
        reply = sitting.client.post(f"/attempts/{sitting.ref}/submission", data={"sure": "y"})
        assert reply.status_code == 503
        with sitting.database.unit_of_work(read_only=True) as session:
            assert session.get_one(Attempt, sitting.id).state == AttemptState.OPEN
    assert sitting.client.post(f"/attempts/{sitting.ref}/submission", data={"sure": "y"}).status_code == 303


def test_an_answer_after_the_deadline_without_room_is_refused_with_503_too(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime.now(UTC) + timedelta(hours=2)
    with sitting.database.unit_of_work() as session:
        session.execute(
            update(SignedSession).values(idle_until=late + timedelta(hours=5), expires_at=late + timedelta(hours=5))
        )
    with full(sitting.database.engine):
        sitting.until_refused()
        monkeypatch.setattr(clock, "now", lambda: late)
        for headers in ({}, {"Accept": "application/json"}):
            assert sitting.client.get(f"/attempts/{sitting.ref}", headers=headers).status_code == 503
        reply = sitting.save()
        assert (reply.status_code, reply.json["error"]) == (503, "not_saved_yet")


def test_a_session_that_cannot_be_prolonged_takes_no_acknowledgement_back(sitting: Sitting) -> None:
    def no_room(*given: Any) -> None:
        raise OperationalError("UPDATE sessions", {}, Exception("no room"))

    sitting.client.application.extensions["guard"].touch = no_room
    assert sitting.save().status_code == 200
    assert sitting.client.get(f"/attempts/{sitting.ref}/1").status_code == 200


def test_the_real_server_acknowledges_nothing_that_its_files_cannot_hold(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path / 'full.db'}", free_port()
    migrate(url, tmp_path).dispose()
    client = Client(port, *candidates(url)[0])
    with server(url, port, tmp_path) as process, closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        headers = client.enter(connection)
        client.save(connection, headers, 1, 1)
        may_grow_to(process.pid, max(path.stat().st_size for path in tmp_path.glob("full.db*")) + ROOM)
        for seq in range(2, 400):
            client.save(connection, headers, 1, seq)
            if len(client.refused) == ENOUGH:
                break
        connection.request("GET", f"/attempts/{client.ref}", headers=headers)
        assert b"<h1" in connection.getresponse().read()
        may_grow_to(process.pid, resource.RLIM_INFINITY)
        client.save(connection, headers, 1, 500)
    assert set(client.refused) == {503}
    assert len(client.refused) == ENOUGH
    assert client.acknowledged[-1][1] == 500
    kept, broken = reopened(url)
    assert {(client.ref, *each) for each in client.acknowledged} == kept
    assert broken == []


def may_grow_to(pid: int, size: int) -> None:
    """Let no file of the server and its workers become larger than this."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert children
    for each in (pid, *map(int, children)):
        resource.prlimit(each, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
