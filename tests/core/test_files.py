"""Stored bytes come back as they were, or not at all."""

import resource
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core import clock
from core.errors import NotFound
from core.files import FileStore


def test_bytes_come_back(session: Session, tmp_path: Path):
    store = FileStore(str(tmp_path))
    file = store.put(session, b"%PDF", "application/pdf", now=clock.now())
    assert store.read(file) == b"%PDF"


def test_altered_bytes_are_not_served(session: Session, tmp_path: Path):
    store = FileStore(str(tmp_path))
    file = store.put(session, b"%PDF", "application/pdf", now=clock.now())
    store.path_of(file.sha256).write_bytes(b"other")
    with pytest.raises(NotFound):
        store.read(file)


def test_bytes_that_find_no_room_leave_nothing_behind(session: Session, tmp_path: Path):
    store = FileStore(str(tmp_path))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            store.put(session, b"x" * 2000, "application/pdf", now=clock.now())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert store.read(store.put(session, b"x" * 2000, "application/pdf", now=clock.now()))
