"""The real thing for a browser: a fresh database with the content and the demonstration, served as `make run` serves it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database, make_engine
from core.settings import ROOT
from people.models import Account, Basis
from people.services import Names, appoint
from tests.conftest import SECRET
from tests.factories.people import federation_of, make_account, make_person
from unions.models import Organisation, OrganisationKind

DEMO_PASSWORD = "one for the whole cast"
START = 90.0
"""Seconds that migrating, loading and seeding may take on a busy machine."""


@dataclass(frozen=True)
class Site:
    """A running installation and a way into its database."""

    url: str
    database: Database
    log: Path

    def work(self) -> AbstractContextManager[Session]:
        """A unit of work of this process beside the server's."""
        return self.database.unit_of_work()

    def look(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return self.database.unit_of_work(read_only=True)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Start an installation in an empty folder; stop the server and its worker afterwards."""
    port, database_url = free_port(), f"sqlite:///{folder / 'tirek.db'}"
    url, log = f"http://127.0.0.1:{port}", folder / "server.log"
    settings = {
        "TIREK_DEMO": "1", "TIREK_DEMO_PASSWORD": DEMO_PASSWORD, "TIREK_DATABASE_URL": database_url,
        "TIREK_FILES_URL": str(folder / "files"), "TIREK_PUBLIC_URL": url, "TIREK_SECRET_KEY": SECRET,
    }  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TIREK_")}
    command = [sys.executable, "-m", "flask", "--app", "app:create_app", "serve", "--port", str(port)]
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=clean | settings, stdout=written, stderr=subprocess.STDOUT)
    database = Database(make_engine(database_url))
    try:
        wait_for(f"{url}/healthz", process, log)
        yield Site(url, database, log)
    finally:
        process.terminate()
        process.wait(40)
        database.engine.dispose()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the address answers; tell what the server said when it never does."""
    ends = time.monotonic() + START
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")


def new_learner(site: Site, names: Names, *, language: str = "ru") -> str:
    """A fresh member of a demonstration organisation with an account; return the login."""
    with site.work() as session:
        home = session.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.PRIMARY).limit(1)).one()
        person = make_person(
            session, names=names, language=language, federation=federation_of(session, home), is_demo=True
        )
        appoint(session, person, home, "member", basis=Basis.MEMBER, from_on=date(2024, 1, 1))
        account: Account = make_account(session, person, email_key=f"{person.ref[:12]}@example.kz")
        return account.email_key or ""
