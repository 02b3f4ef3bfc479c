"""Fixtures: a migrated database of each engine, a session rolled back after every test, a client that reads pages strictly."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from core import clock
from core.db import Database, ReadingSession, make_engine
from core.settings import Settings
from people.models import Account
from people.sessions import open_session
from people.sign_in import is_staff
from tests.templates import SHARED

POSTGRES = os.environ.get("TIREK_TEST_DATABASE_URL", "")
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)] if POSTGRES else ["sqlite"]
SECRET = "a-secret-for-tests-that-is-long-enough-0123456789"


class TestDatabase(Database):
    """A database whose every unit of work joins one outer transaction that the test rolls back."""

    __test__ = False

    def __init__(self, engine: Engine, connection: Connection) -> None:
        super().__init__(engine)
        self.writing = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.reading = sessionmaker(
            connection,
            class_=ReadingSession,
            autoflush=False,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )

    @contextmanager
    def unit_of_work(self, *, read_only: bool = False) -> Iterator[Session]:
        """As in the application; a reading one ends without undoing what a writing one kept meanwhile on this connection."""
        if not read_only:
            with super().unit_of_work() as session:
                yield session
            return
        with self.reading() as session:
            try:
                yield session
            finally:
                session.expunge_all()
                session.commit()


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a test installation: demonstration mode, no second factor."""
    return Settings(
        database_url=url,
        files_url=str(folder / "files"),
        secret_key=SECRET,
        demo=True,
        demo_password="demo-password-1",
        second_factor=False,
    )


def migrate(url: str, folder: Path) -> Engine:
    """Bring an empty database to the newest migration and return its engine."""
    from app import create_app
    from commands import alembic

    engine = make_engine(url)
    app = create_app(settings_for(url, folder), Database(engine))
    with app.app_context():
        alembic.upgrade()
    return engine


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A migrated engine; with TIREK_TEST_DATABASE_URL every test that uses it runs on PostgreSQL too."""
    folder = tmp_path_factory.mktemp("database")
    if request.param == "sqlite":
        made = migrate(f"sqlite:///{folder / 'test.db'}", folder)
        yield made
        made.dispose()
        return
    with own_database(POSTGRES, f"tirek_{os.getpid()}") as url:
        made = migrate(url, folder)
        yield made
        made.dispose()


@contextmanager
def own_database(server: str, name: str) -> Iterator[str]:
    """An empty database of this process on the PostgreSQL server, dropped afterwards."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


@pytest.fixture(params=ENGINES)
def apart(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Database]]:
    """An application on a database of its own, whose transactions really commit."""
    if request.param == "sqlite":
        yield opened(f"sqlite:///{tmp_path / 'apart.db'}", tmp_path)
        return
    with own_database(POSTGRES, f"tirek_apart_{os.getpid()}") as url:
        app, database = opened(url, tmp_path)
        yield app, database
        database.engine.dispose()


def opened(url: str, folder: Path) -> tuple[Flask, Database]:
    from app import create_app

    database = Database(migrate(url, folder))
    return create_app(settings_for(url, folder), database), database


@pytest.fixture
def database(engine: Engine) -> Iterator[TestDatabase]:
    """The database of this test; whatever the test commits is gone afterwards."""
    with engine.connect() as connection, connection.begin() as outer:
        yield TestDatabase(engine, connection)
        outer.rollback()


@pytest.fixture
def session(database: TestDatabase) -> Iterator[Session]:
    """An open session for arranging and asserting; call `session.commit()` before a client reads what was made."""
    with database.writing() as session:
        yield session


@pytest.fixture
def app(engine: Engine, database: TestDatabase, tmp_path: Path) -> Flask:
    """The application on the database of this test."""
    from app import create_app

    app = create_app(settings_for(engine.url.render_as_string(hide_password=False), tmp_path), database)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = SHARED
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed in to nothing."""
    from tests.strict_client import StrictClient

    app.test_client_class = StrictClient
    return app.test_client()


@pytest.fixture
def count_queries(database: TestDatabase) -> Iterator[Callable[[], list[str]]]:
    """The SQL statements since the last call, without the ends of transactions and savepoints."""
    seen: list[str] = []

    def remember(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")):
            seen.append(statement)

    def taken() -> list[str]:
        now = list(seen)
        seen.clear()
        return now

    event.listen(database.engine, "before_cursor_execute", remember)
    yield taken
    event.remove(database.engine, "before_cursor_execute", remember)


@pytest.fixture(autouse=True)
def fresh_clock() -> Iterator[None]:
    """Let each test travel in time on its own."""
    clock.forget_latest()
    yield
    clock.forget_latest()


@pytest.fixture
def sign_in(session: Session, client: FlaskClient) -> Callable[[Account], FlaskClient]:
    """Sign the client in as an account, without the form: the row and the cookie."""

    def enter(account: Account) -> FlaskClient:
        staff = is_staff(session, account.person_id, clock.now())
        token = open_session(session, account, staff=staff, device="tests", network="127.0.0.1", now=clock.now())
        session.commit()
        client.set_cookie("sid", token)
        return client

    return enter
