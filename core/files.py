"""Issued files: bytes in a folder under the name of their SHA-256, never changed."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import StoredFile


class FileStore:
    """A folder of files that are written once; the row in `stored_files` says what each is."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder.removeprefix("file://"))

    def path_of(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        return self.folder / sha256[:2] / sha256

    def put(self, session: Session, content: bytes, media_type: str, *, now: datetime) -> StoredFile:
        """Write bytes to disk, flushed before the row that names them can be committed."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        row = StoredFile(
            ref=secrets.token_hex(16), sha256=sha256, size=len(content), media_type=media_type, created_at=now
        )
        session.add(row)
        session.flush()
        return row

    def read(self, file: StoredFile) -> bytes:
        """The bytes of a stored file.

        :raises NotFound: the file is gone from the folder, or its bytes are no longer those that were stored
        """
        try:
            content = self.path_of(file.sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound from error
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise NotFound
        return content


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to disk, rename: a crash leaves the whole file or none, a full disk nothing that fills it further."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
