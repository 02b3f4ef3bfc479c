"""Both engines keep what they acknowledged, and refuse what must never change."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from core.append_only import APPEND_ONLY
from core.db import Database, Points, UtcDateTime, WriteRefused
from core.models import AuditEvent, InstallationFact


def an_event() -> AuditEvent:
    return AuditEvent(at=datetime.now(UTC), action="test", details={}, prev_hash="0" * 64, hash="1" * 64)


def test_an_appended_row_cannot_be_changed(session: Session):
    session.add(an_event())
    session.flush()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("UPDATE audit_events SET action = 'other'"))


def test_an_appended_row_cannot_be_deleted(session: Session):
    session.add(an_event())
    session.flush()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("DELETE FROM audit_events"))


def test_every_append_only_table_exists(engine: Engine):
    assert set(APPEND_ONLY) <= set(inspect(engine).get_table_names())


def test_a_reading_unit_of_work_refuses_to_write(engine: Engine):
    with Database(engine).unit_of_work(read_only=True) as session:
        session.add(InstallationFact(name="a", value="b"))
        with pytest.raises(WriteRefused):
            session.flush()
        session.expunge_all()


def test_a_unit_of_work_that_fails_leaves_nothing(engine: Engine):
    database = Database(engine)

    def fail_half_way() -> None:
        with database.unit_of_work() as session:
            session.add(InstallationFact(name="lost", value="b"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.unit_of_work(read_only=True) as session:
        assert session.get(InstallationFact, "lost") is None


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001


def test_points_keep_hundredths():
    points = Points()
    assert points.process_bind_param(Decimal("13.50"), None) == 1350  # type: ignore[arg-type]
    assert points.process_result_value(1350, None) == Decimal("13.5")  # type: ignore[arg-type]


def test_sqlite_is_durable(engine: Engine):
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            read = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    else:
        with engine.connect() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_an_error_tells_the_statement_and_no_value(engine: Engine):
    row = {"name": "told", "value": "AN-ANSWER"}
    insert = text("INSERT INTO installation_facts (name, value) VALUES (:name, :value)")
    with engine.connect() as connection:
        connection.execute(insert, row)
        with pytest.raises(DatabaseError) as refused:
            connection.execute(insert, row)
    assert "installation_facts" in str(refused.value)
    assert "AN-ANSWER" not in str(refused.value)
