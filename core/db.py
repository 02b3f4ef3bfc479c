"""The database: one declarative base, the types of our columns, the engine of either kind, and the unit of work.

SQLite and PostgreSQL behave alike: every write transaction is durable before the reply (docs/decisions/0003).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    JSON,
    CheckConstraint,
    CursorResult,
    DateTime,
    Executable,
    Integer,
    MetaData,
    String,
    UpdateBase,
    create_engine,
    event,
)
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; relationships in it are declared `lazy="raise"`."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC with microseconds; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time was given where an aware one is needed")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Points(TypeDecorator[Decimal]):
    """Points as `Decimal` with two places, stored as whole hundredths; never a float."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * 100).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


Json = JSON(none_as_null=True)
"""A JSON document; published ones are compared by the hash beside them, not by their text."""


def one_of(column: str, values: type[StrEnum], *, name: str | None = None) -> CheckConstraint:
    """A check that a text column holds one of the words of a `StrEnum`."""
    words = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name or f"{column}_known")


REF = String(32)
"""Random public id (uuid4 in hex) of rows that appear in addresses."""


def make_engine(url: str) -> Engine:
    """An engine with the durability that an acknowledged answer needs (design, security 7.1).

    Its errors tell the statement, never the values: answers, names and hashes do not belong into a log (9.1).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"options": "-c synchronous_commit=on -c timezone=UTC"},
    )


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    """Settings of each new SQLite connection; `flask admin doctor` reads them back."""
    connection.isolation_level = None  # The driver must not begin transactions by itself: we say which kind.
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")  # fixed names: the line above
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Readers share; a writer takes its place at once, or it could fail half-way with "database is locked"."""
    read_only = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


class WriteRefused(RuntimeError):
    """A page that only reads tried to write: a fault of ours."""


class ReadingSession(Session):
    """A session that refuses to write anything."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Raise `WriteRefused` when something would be written."""
        if self.new or self.dirty or self.deleted:
            raise WriteRefused("a read-only request tried to write")


class Database:
    """The two ways to a session: one that may write and one that refuses to."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.writing = sessionmaker(engine, expire_on_commit=False)
        self.reading = sessionmaker(
            engine.execution_options(read_only=True), class_=ReadingSession, autoflush=False, expire_on_commit=False
        )
        self.after_commit: list[Callable[[Session], None]] = []
        """Told of each committed unit of work; for waking workers, never for work that must happen."""

    @contextmanager
    def unit_of_work(self, *, read_only: bool = False) -> Iterator[Session]:
        """Commit once at the end, or roll back everything. Nothing else commits."""
        with (self.reading if read_only else self.writing)() as session, session.begin():
            yield session
        for told in self.after_commit:
            told(session)


def fetch(session: Session, statement: Executable, **values: Any) -> CursorResult[Any]:
    """Run a statement that was made once, at import, with the values of its `bindparam`s.

    Building a statement costs more than running it, and the session's own execution adds what only whole objects need. Hot pages
    keep their statements as constants and read plain rows through this.
    """
    return session.connection().execute(statement, values)


def changed_rows(session: Session, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE and return how many rows it touched: the outcome of a compare-and-set."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
