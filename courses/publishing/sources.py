"""The files of a content folder: which are content, whether anything changed, and how they are written back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.content.links import refuse_links_outwards
from core.models import InstallationFact
from courses.models import SourceFile

FOUNDATION = ("competencies.yaml", "patterns.yaml", "law/acts.yaml", "law/norms.yaml", "law/calendar.yaml")
READER = "content_reader"
"""Name of the fact: by which program the stored content was read."""
_ROOT = Path(__file__).resolve().parents[2]
_READING = (
    "core/content", "core/search.py", "law", "competencies", "assessments/items", "assessments/cases",
    "assessments/publishing.py", "courses/content", "courses/publishing", "qualifications/publishing.py",
)  # fmt: skip


@dataclass(frozen=True)
class Folder:
    """The bytes of a content folder, path by path."""

    texts: Mapping[str, bytes]

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file."""
        return {path: sha256(text).hexdigest() for path, text in self.texts.items()}

    def of(self, programmes: Iterable[str]) -> "Folder":
        """The foundation and the given programmes only."""
        parts = {*programmes}
        kept = {path: text for path, text in self.texts.items() if path in FOUNDATION or path.split("/")[0] in parts}
        return Folder(kept)


def read_folder(root: Path) -> Folder:
    """Every content file below the root; files that are not content, such as the licence, are left out.

    :raises ContentRefused: a link leads out of the folder
    """
    refuse_links_outwards(root)
    paths = [root / name for name in FOUNDATION]
    for programme in sorted(root.glob("*/programme.yaml")):
        paths += [path for path in sorted(programme.parent.rglob("*")) if path.suffix in {".md", ".yaml"}]
    return Folder({path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()})


def stored_hashes(session: Session) -> dict[str, str]:
    """Path → SHA-256 of the files in force."""
    return {path: hash_ for path, hash_ in session.execute(_newest(SourceFile.path, SourceFile.sha256)) if hash_}


def _newest(*columns: InstrumentedAttribute[str] | InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    latest = select(SourceFile.path, func.max(SourceFile.number).label("number")).group_by(SourceFile.path).subquery()
    same = (latest.c.path == SourceFile.path) & (latest.c.number == SourceFile.number)
    return select(*columns).join(latest, same)


def reader_hash() -> str:
    """SHA-256 over the program files that decide what becomes of content: a new program reads the folder anew."""
    files = [
        path for name in _READING for path in sorted([_ROOT / name, *(_ROOT / name).rglob("*.py")]) if path.is_file()
    ]
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def is_loaded(session: Session, folder: Folder, reader: str) -> bool:
    """Whether exactly these files were loaded already, by this program."""
    fact = session.get(InstallationFact, READER)
    return fact is not None and fact.value == reader and stored_hashes(session) == folder.hashes()


def keep(session: Session, folder: Folder, programmes: Iterable[str], reader: str, *, now: datetime) -> None:
    """Store the files that were loaded; a changed file is a new row, a vanished one of a loaded programme too.

    :param programmes: the folders that were read without a problem
    """
    stored, found = stored_hashes(session), folder.of(programmes)
    rows = session.execute(_newest(SourceFile.path, SourceFile.number))
    numbers: dict[str, int] = {path: number for path, number in rows}  # noqa: C416 - rows are not pairs to mypy
    for path, hash_ in found.hashes().items():
        if stored.get(path) != hash_:
            text = found.texts[path].decode()
            number = numbers.get(path, 0) + 1
            session.add(SourceFile(path=path, number=number, sha256=hash_, text=text, loaded_at=now))
    for path in _vanished(stored, found, folder):
        session.add(SourceFile(path=path, number=numbers[path] + 1, sha256="", text="", loaded_at=now))
    fact = session.get(InstallationFact, READER) or InstallationFact(name=READER)
    fact.value = reader
    session.add(fact)


def _vanished(stored: Mapping[str, str], found: Folder, folder: Folder) -> list[str]:
    """Stored files that are gone from disk, unless their programme was refused and keeps what it had."""
    loaded = {path.split("/")[0] for path in found.texts}
    return [path for path in stored if path not in folder.texts and path.split("/")[0] in loaded]


def write_back(session: Session, root: Path) -> int:
    """Write the files in force below the root and return their number."""
    rows = session.execute(_newest(SourceFile.path, SourceFile.text, SourceFile.sha256))
    count = 0
    for path, text, hash_ in rows:
        if hash_:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
            count += 1
    return count
