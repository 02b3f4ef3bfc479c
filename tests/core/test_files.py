"""Stored bytes come back as they were, or not at all."""

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
