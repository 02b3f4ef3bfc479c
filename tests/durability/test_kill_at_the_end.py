"""The server is killed with -9 while exams are handed in, the worker while it makes certificates: each thing happens once, whole.

After a restart an attempt is either open with all its answers, or handed in once with its award and its certificate.
"""

import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessments.access import place_of
from assessments.chains import chain_breaks
from assessments.models import Answer, Attempt, AttemptEvent, AttemptState, Exam, ExamEdition, Mark, Result
from assessments.services import Sent, save_answer
from certificates.models import Certificate, CertificateEvent, CertificateEventType
from core import clock
from core.db import Base, Database
from core.files import FileStore
from core.models import Job, JobState, StoredFile
from core.supervisor import worker
from courses.models import Programme, ProgrammeEdition, UnitKind
from courses.publishing.load import load
from courses.queries.outline import outline
from courses.services import complete_unit, enrol
from people.models import Account
from people.sessions import open_session
from qualifications.models import Award
from tests.certificates.conftest import certificate_of
from tests.conftest import ENGINES, POSTGRES, SECRET, opened, own_database
from tests.durability.test_kill import Client, free_port, server, wait_until
from tests.factories.assessments import make_attempt, make_learner
from tests.factories.content import make_folder
from tests.factories.people import make_person

CANDIDATES = 8
CERTIFICATES = 2
QUESTIONS = 2


@pytest.fixture(params=ENGINES)
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Flask, Database]]:
    """An empty installation of this test alone, on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'end.db'}"
        yield url, *opened(url, tmp_path)
        return
    with own_database(POSTGRES, f"tirek_end_{os.getpid()}") as url:
        app, database = opened(url, tmp_path)
        yield url, app, database
        database.engine.dispose()


@dataclass
class Candidate(Client):
    """Somebody whose exam is answered and only has to be handed in."""

    statuses: list[int] = field(default_factory=list)

    def hand_in(self, together: threading.Barrier | None = None) -> None:
        """Send the form of the last page; a server that dies meanwhile answers nothing."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            try:
                headers = self.enter(connection) | {"Content-Type": "application/x-www-form-urlencoded"}
                if together:
                    together.wait(30)
                connection.request("POST", f"/attempts/{self.ref}/submission", body="sure=y", headers=headers)
                self.statuses.append(connection.getresponse().status)
            except (OSError, HTTPException):
                return


def candidates(session: Session, folder: Path, port: int) -> list[Candidate]:
    """People who have done all of the week but hand their exam in."""
    assert load(session, make_folder(folder), now=clock.now()).problems == ()
    edition = session.scalars(select(ProgrammeEdition).join(Programme).where(Programme.slug == "small")).one()
    exam = session.scalars(select(ExamEdition).join(Exam).where(Exam.slug == "w1-exam")).one()
    return [candidate(session, edition, exam, port) for _ in range(CANDIDATES)]


def candidate(session: Session, edition: ProgrammeEdition, exam: ExamEdition, port: int) -> Candidate:
    person, now = make_learner(session), clock.now()
    enrolment = enrol(session, person_id=person.id, programme_id=edition.programme_id, edition_id=edition.id, now=now)
    for step in outline(session, [(edition.id, enrolment.id)], "ru")[edition.id]:
        if step.kind != UnitKind.EXAM:
            complete_unit(session, enrolment, unit_id=step.unit_id, unit_edition_id=step.unit_edition_id, now=now)
    attempt = make_attempt(session, exam, person)
    for n in range(1, QUESTIONS + 1):
        save_answer(session, place_of(session, person.id, attempt.ref, n), Sent(1, f"k{n}", "a"), now=now)
    account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
    token = open_session(session, account, staff=False, device="test", network="", now=now)
    return Candidate(port, attempt.ref, token)


def counted(session: Session, table: type[Base], *where: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def judged(database: Database, each: Candidate) -> AttemptState:
    """The state of an attempt after the blow, with everything that must go with it and nothing else."""
    with database.unit_of_work(read_only=True) as session:
        attempt = session.scalars(select(Attempt).where(Attempt.ref == each.ref)).one()
        done = int(attempt.state != AttemptState.OPEN)
        ended = (AttemptEvent.attempt_id == attempt.id, AttemptEvent.type.in_(("submitted", "auto_submitted")))
        own = Certificate.person_id == attempt.person_id
        assert counted(session, Answer, Answer.attempt_id == attempt.id) == QUESTIONS
        assert {
            "ended": counted(session, AttemptEvent, *ended),
            "results": counted(session, Result, Result.attempt_id == attempt.id),
            "marks": counted(
                session, Mark, Mark.answer_id.in_(select(Answer.id).where(Answer.attempt_id == attempt.id))
            ),
            "awards": counted(session, Award, Award.person_id == attempt.person_id),
            "certificates": counted(session, Certificate, own),
        } == {"ended": done, "results": done, "marks": done * QUESTIONS, "awards": done, "certificates": done}
        return attempt.state


def test_an_exam_is_handed_in_whole_or_not_at_all_when_the_server_is_killed(
    installed: tuple[str, Flask, Database], tmp_path: Path
) -> None:
    (url, app, database), port = installed, free_port()
    with app.app_context(), database.unit_of_work() as session:
        people = candidates(session, tmp_path / "content", port)
    with server(url, port, tmp_path) as process:
        together = threading.Barrier(CANDIDATES)
        threads = [threading.Thread(target=each.hand_in, args=(together,), daemon=True) for each in people]
        for thread in threads:
            thread.start()
        wait_until(lambda: any(each.statuses for each in people))
        os.killpg(process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(30)
    assert {status for each in people for status in each.statuses} == {303}
    states = {each.ref: judged(database, each) for each in people}
    assert not [each.ref for each in people if each.statuses and states[each.ref] == AttemptState.OPEN]
    with server(url, port, tmp_path):
        for each in people:
            each.hand_in() if states[each.ref] == AttemptState.OPEN else None
    assert {judged(database, each) for each in people} == {AttemptState.RELEASED}
    with database.unit_of_work(read_only=True) as session:
        assert list(chain_breaks(session)) == []
        assert len(set(session.scalars(select(Certificate.number)))) == CANDIDATES


def test_a_certificate_gets_one_file_although_the_worker_is_killed_while_it_writes(
    installed: tuple[str, Flask, Database], tmp_path: Path
) -> None:
    url, app, database = installed
    with app.app_context(), database.unit_of_work() as session:
        for _ in range(CERTIFICATES):
            certificate_of(session, make_person(session))
    with working(url, tmp_path) as process:
        wait_until(lambda: written(tmp_path) > 0, pause=0.001)
        os.killpg(process.pid, signal.SIGKILL)
    assert files(database, app) < CERTIFICATES
    with database.unit_of_work() as session:
        session.execute(update(Job).where(Job.state == JobState.RUNNING).values(deadline_at=clock.now()))
    with working(url, tmp_path):
        wait_until(lambda: jobs(database)[JobState.DONE] == CERTIFICATES)
    assert files(database, app) == CERTIFICATES


def written(folder: Path) -> int:
    """How many bytes of certificates lie on the disk, whole or not."""
    return sum(path.stat().st_size for path in (folder / "files").glob("*/*") if path.is_file())


@contextmanager
def working(url: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker of `flask serve`, in its own process group."""
    environment = os.environ | {
        "TIREK_DATABASE_URL": url, "TIREK_SECRET_KEY": SECRET, "TIREK_DEMO": "1", "TIREK_FILES_URL": str(folder / "files"),
        "PYTHONPATH": os.getcwd(),
    }  # fmt: skip
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(worker(), env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


def jobs(database: Database) -> Counter[str]:
    """How many jobs of certificates stand where."""
    with database.unit_of_work(read_only=True) as session:
        return Counter(session.scalars(select(Job.state).where(Job.kind == "certificate.file")))


def files(database: Database, app: Flask) -> int:
    """How many certificates have their file; each that has is told once, names one row, and the bytes are whole."""
    store: FileStore = app.extensions["files"]
    with database.unit_of_work(read_only=True) as session:
        made = CertificateEvent.type == CertificateEventType.FILE_MADE
        told = Counter(session.scalars(select(CertificateEvent.certificate_id).where(made)))
        named = dict(
            session.execute(select(Certificate.id, Certificate.file_id).where(Certificate.file_id.is_not(None))).all()
        )
        assert set(told.values()) <= {1}
        assert set(told) == set(named)
        assert counted(session, StoredFile) == len(named) == len(set(named.values()))
        assert all(store.read(file).startswith(b"%PDF") for file in session.scalars(select(StoredFile)))
        return len(named)
