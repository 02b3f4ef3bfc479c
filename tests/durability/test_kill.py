"""The real server is killed with -9 while answers are being saved: every answer that it acknowledged is in the database.

Nothing is simulated: gunicorn with its workers, HTTP from several threads, the process group killed in the middle of the
saving, the database opened again afterwards. See design, security 7.1.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from assessments.chains import chain_breaks
from assessments.models import Answer, Attempt, AttemptItem
from core.db import Database, make_engine
from core.supervisor import web
from people.models import Account
from people.sessions import open_session
from tests.conftest import ENGINES, POSTGRES, SECRET, migrate, own_database
from tests.factories.assessments import essay, make_attempt, make_exam, make_learner

CLIENTS = 6
QUESTIONS = 20
ENOUGH = 60
"""Acknowledged answers before the blow."""


@dataclass
class Client:
    """A candidate who saves one answer after the other, and what the server said of each."""

    port: int
    ref: str
    token: str
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)
    """Question, seq and text of every reply 200."""
    refused: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Save until the server is gone."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            try:
                headers = self.enter(connection)
                for seq in range(1, 10_000):
                    for n in range(1, QUESTIONS + 1):
                        self.save(connection, headers, n, seq)
            except (OSError, http.client.HTTPException):
                return  # The server is dead: what this test is about.

    def enter(self, connection: http.client.HTTPConnection) -> dict[str, str]:
        """Open the exam as a browser does, for the token that every change must carry."""
        connection.request("GET", f"/attempts/{self.ref}", headers={"Cookie": f"sid={self.token}"})
        reply = connection.getresponse()
        page = reply.read().decode()
        assert reply.status == 200, page[:500]
        form = re.search(r"form=[^;]+", reply.headers["Set-Cookie"] or "")
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert form
        assert csrf
        return {
            "Cookie": f"sid={self.token}; {form[0]}",
            "X-CSRFToken": csrf[1],
            "Content-Type": "application/json",
        }

    def save(self, connection: http.client.HTTPConnection, headers: dict[str, str], n: int, seq: int) -> None:
        """Send one answer; only a complete reply counts as an acknowledgement."""
        text = f"{n}/{seq} {uuid.uuid4()}"
        body = json.dumps({"seq": seq, "key": uuid.uuid4().hex, "value": {"text": text}})
        connection.request("PUT", f"/attempts/{self.ref}/answers/{n}", body=body, headers=headers)
        reply = connection.getresponse()
        said = json.loads(reply.read())
        if reply.status == 200:
            self.acknowledged.append((n, said["seq"], text))
        else:
            self.refused.append(reply.status)


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of this test alone, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kill.db'}"
    else:
        with own_database(POSTGRES, f"tirek_kill_{os.getpid()}") as own:
            yield own


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(url: str, tmp_path: Path) -> None:
    migrate(url, tmp_path).dispose()
    port = free_port()
    clients = [Client(port, ref, token) for ref, token in candidates(url)]
    with server(url, port, tmp_path) as process:
        threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
        for thread in threads:
            thread.start()
        wait_until(lambda: sum(len(client.acknowledged) for client in clients) >= ENOUGH)
        assert all(thread.is_alive() for thread in threads)
        os.killpg(process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()
    said = {(client.ref, *each) for client in clients for each in client.acknowledged}
    assert not [status for client in clients for status in client.refused]
    assert len(said) >= ENOUGH
    kept, broken = reopened(url)
    assert said - kept == set()
    assert broken == []
    goes_on(url, port, tmp_path, clients[0])


def candidates(url: str) -> list[tuple[str, str]]:
    """Open attempts with the sign-in of each candidate."""
    engine = make_engine(url)
    found = []
    with Database(engine).unit_of_work() as session:
        exam = make_exam(session, [essay(n) for n in range(1, QUESTIONS + 1)])
        for _ in range(CLIENTS):
            person = make_learner(session)
            account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
            token = open_session(session, account, staff=False, device="test", network="", now=datetime.now(UTC))
            found.append((make_attempt(session, exam, person).ref, token))
    engine.dispose()
    return found


def reopened(url: str) -> tuple[set[tuple[str, int, int, str]], list[object]]:
    """What a fresh connection finds after the blow: every stored answer, and what is wrong with the chains."""
    engine = make_engine(url)
    with Database(engine).unit_of_work(read_only=True) as session:
        query = (
            select(Attempt.ref, AttemptItem.position, Answer.seq, Answer.value)
            .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
            .join(Attempt, Attempt.id == Answer.attempt_id)
        )
        kept = {(ref, position, seq, value["text"]) for ref, position, seq, value in session.execute(query)}
        broken: list[object] = list(chain_breaks(session))
    engine.dispose()
    return kept, broken


def goes_on(url: str, port: int, folder: Path, client: Client) -> None:
    """The server starts again on the same database and takes the next answer of the same candidate."""
    before = len(client.acknowledged)
    with server(url, port, folder), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        client.save(connection, client.enter(connection), 1, 100_000)
    assert len(client.acknowledged) == before + 1
    assert (client.ref, *client.acknowledged[-1]) in reopened(url)[0]


@contextmanager
def server(url: str, port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The web server of `flask serve`, in its own process group."""
    environment = os.environ | {
        "TIREK_DATABASE_URL": url, "TIREK_SECRET_KEY": SECRET, "TIREK_DEMO": "1", "TIREK_FILES_URL": str(folder / "files"),
        "PYTHONPATH": os.getcwd(),
    }  # fmt: skip
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            web("127.0.0.1", str(port), "2"), env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_until(lambda: answers(port) or ended(process, folder))
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


def ended(process: "subprocess.Popen[bytes]", folder: Path) -> bool:
    """A server that does not even start is told with its log."""
    assert process.poll() is None, (folder / "server.log").read_text()[-3000:]
    return False


def answers(port: int) -> bool:
    """Whether something serves the port already."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true_at_last, seconds: float = 60, *, pause: float = 0.02) -> None:
    """Poll until it holds; a slow machine gets a minute."""
    end = time.monotonic() + seconds
    while not true_at_last():
        assert time.monotonic() < end, f"waited {seconds} s; {sys.executable}"
        time.sleep(pause)
