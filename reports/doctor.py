"""What `flask admin doctor` looks at: settings of a live connection, the schema, files, the queue, the content.

Each check asks the running installation and not its configuration; every finding is one line with ok or FAILED.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from core import clock
from core.append_only import APPEND_ONLY
from core.assets.paths import CERTIFICATE_FONTS, DIST, MANIFEST
from core.db import Database
from core.models import InstallationFact, Job, JobState, Mail
from core.settings import Settings
from courses.models import ModuleEdition, ProgrammeEdition, UnitEdition
from law.models import NormEdition, Pin
from people.models import Person

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LEAST_FREE = 500 * 1024 * 1024
LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
PRAGMAS = {
    "journal_mode": ("wal",), "synchronous": (2, 3), "foreign_keys": (1,), "busy_timeout": (10_000,), "secure_delete": (1,),
}  # fmt: skip
"""What an acknowledged answer needs of SQLite (design, security 7.1); `synchronous` 2 is FULL."""
SHOWN = {"synchronous_commit": ("on",), "fsync": ("on",), "full_page_writes": ("on",)}


TRIGGERS = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal",
}
"""Names of tables with a trigger."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, whether it is as it must be, and what was seen."""

    name: str
    ok: bool
    seen: str


Check = Callable[[Flask, Session], Iterator[Finding]]


def durability(app: Flask, session: Session) -> Iterator[Finding]:
    """The settings on which an acknowledged answer rests, read back from a live connection."""
    connection = session.connection()
    wanted = PRAGMAS if connection.dialect.name == "sqlite" else SHOWN
    for name, right in wanted.items():
        seen = _read_back(connection, name)
        yield Finding(f"database: {name}", seen in right, str(seen))


def _read_back(connection: Connection, name: str) -> str | int:
    statement = f"PRAGMA {name}" if connection.dialect.name == "sqlite" else f"SHOW {name}"
    seen: str | int = connection.exec_driver_sql(statement).scalar_one()  # fixed names: PRAGMAS and SHOWN
    return seen


def guards(app: Flask, session: Session) -> Iterator[Finding]:
    """The triggers that refuse to change what is append-only."""
    found = set(session.scalars(text(TRIGGERS[session.connection().dialect.name])))
    missing = sorted(set(APPEND_ONLY) - found)
    seen = f"{len(APPEND_ONLY)} tables guarded" if not missing else f"without a guard: {', '.join(missing)}"
    yield Finding("append-only tables", not missing, seen)


def schema(app: Flask, session: Session) -> Iterator[Finding]:
    """Whether the database stands at the newest migration."""
    present = set(MigrationContext.configure(session.connection()).get_current_heads())
    newest = set(app.extensions["alembic"].script_directory.get_heads())
    yield Finding(
        "migrations",
        present == newest,
        f"at {', '.join(sorted(present)) or 'none'}, newest {', '.join(sorted(newest))}",
    )


def settings(app: Flask, session: Session) -> Iterator[Finding]:
    """Settings that must be as they are for people to be safe."""
    chosen: Settings = app.extensions["settings"]
    host = urlsplit(chosen.public_url).hostname or ""
    yield Finding("settings: secret key", len(chosen.secret_key) >= 32, f"{len(chosen.secret_key)} characters")
    yield Finding("settings: public address", chosen.https or host in LOOPBACK, chosen.public_url)
    second = "on" if chosen.second_factor else "off: demonstration"
    yield Finding("settings: second factor of staff", chosen.second_factor or chosen.demo, second)
    yield from _mail(chosen, session)


def _mail(chosen: Settings, session: Session) -> Iterator[Finding]:
    late = clock.now() - timedelta(minutes=30)
    unsent = (Mail.sent_at.is_(None), Mail.created_at < late, Mail.recipient.not_like("tel:%"))
    waiting = session.scalar(select(func.count()).select_from(Mail).where(*unsent)) or 0
    if not chosen.mail_url:
        yield Finding("mail", True, "no server: letters are kept for the system administrator")
    else:
        yield Finding("mail", waiting == 0, f"{waiting} letters wait for more than 30 minutes")


def demonstration(app: Flask, session: Session) -> Iterator[Finding]:
    """Invented people and real ones are never in one database; the marker and the setting agree."""
    demo = app.extensions["settings"].demo
    marked = session.get(InstallationFact, "demo") is not None
    made_up = session.scalar(select(func.count()).select_from(Person).where(Person.is_demo)) or 0
    if demo and not marked:
        yield Finding("demonstration", False, "TIREK_DEMO is on, but the database has no marker of a demonstration")
    elif not demo and (marked or made_up):
        yield Finding("demonstration", False, f"TIREK_DEMO is off, but the database holds {made_up} invented people")
    else:
        yield Finding("demonstration", True, f"{made_up} invented people, marked" if demo else "no")


def front_end(app: Flask, session: Session) -> Iterator[Finding]:
    """Everything that pages ask for was built and is there."""
    if not MANIFEST.is_file():
        yield Finding("front end", False, "not built: python -m core.assets build")
        return
    files = json.loads(MANIFEST.read_text())["files"]
    missing = sorted(name for name, published in files.items() if not (DIST / published).is_file())
    yield Finding("front end", not missing, f"{len(files)} files" if not missing else f"missing: {', '.join(missing)}")


def fonts(app: Flask, session: Session) -> Iterator[Finding]:
    """The certificate's fonts are there whole and have every Kazakh letter."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only this command needs it

    files = sorted(CERTIFICATE_FONTS.glob("*.ttf"))
    for file in files:
        with TTFont(file, lazy=True) as font:
            missing = [letter for letter in LETTERS if ord(letter) not in font.getBestCmap()]
        yield Finding(
            f"certificate font {file.stem}",
            not missing,
            "every Kazakh letter" if not missing else f"without {''.join(missing)}",
        )
    if not files:
        yield Finding("certificate fonts", False, "none built: python -m core.assets build")


def folder(app: Flask, session: Session) -> Iterator[Finding]:
    """The folder of issued files takes a file, and the disk has room."""
    place: Path = app.extensions["files"].folder
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place) as probe:
            probe.write(b"doctor")
        yield Finding("files", True, f"{place} takes files")
    except OSError as error:
        yield Finding("files", False, f"{place}: {error.strerror}")
        return
    free = shutil.disk_usage(place).free
    yield Finding("disk", free >= LEAST_FREE, f"{free // 1024 // 1024} MB free")


def queue(app: Flask, session: Session) -> Iterator[Finding]:
    """The messenger answers, no job was given up, none waits unheard."""
    try:
        pending = app.extensions["queue"].huey.pending_count()
        yield Finding("queue: messenger", True, f"{pending} messages")
    except Exception as error:  # whatever the messenger's driver raises is the finding
        yield Finding("queue: messenger", False, f"{type(error).__name__}: {error}")
    failed = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)) or 0
    yield Finding("queue: jobs given up", failed == 0, str(failed))
    overdue = (Job.state == JobState.QUEUED, Job.run_after < clock.now() - timedelta(minutes=10))
    waiting = session.scalar(select(func.count()).select_from(Job).where(*overdue)) or 0
    yield Finding("queue: jobs waiting over 10 minutes", waiting == 0, str(waiting))


def content(app: Flask, session: Session) -> Iterator[Finding]:
    """The curricula are loaded, and every published unit rests on a norm of the register."""
    for name, table in (("programmes", ProgrammeEdition), ("modules", ModuleEdition), ("units", UnitEdition), ("norms", NormEdition)):  # fmt: skip
        count = session.scalar(select(func.count()).select_from(table)) or 0
        yield Finding(f"content: editions of {name}", count > 0, str(count))
    pins = session.scalar(select(func.count()).select_from(Pin).where(Pin.superseded_at.is_(None))) or 0
    yield Finding("content: pins in force", pins > 0, str(pins))


CHECKS: tuple[Check, ...] = (
    durability, guards, schema, settings, demonstration, front_end, fonts, folder, queue, content
)  # fmt: skip


def examine(app: Flask, database: Database) -> Iterator[Finding]:
    """Everything the doctor knows to look at, in order."""
    with database.unit_of_work(read_only=True) as session:
        for check in CHECKS:
            yield from check(app, session)
