"""What a record shows of the documents issued for awards: told by the package above, which this one cannot import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Paper:
    """One document of an award, as its holder sees it."""

    state: str
    """valid, expired, superseded, revoked; `waiting`: not numbered yet; `refused`: the name cannot be printed."""
    number: str = ""
    code: str = ""
    """For verification, in groups."""
    issued_on: date | None = None
    valid_until: date | None = None
    ready: bool = False
    """Whether the file can be downloaded."""
    failed: bool = False
    """Whether making the file failed at least once; it is tried again."""
    signs: tuple[str, ...] = ()
    """What of the name cannot be printed."""


Source = Callable[[Session, int, datetime], Mapping[int, Sequence[Paper]]]
"""Gives the papers of a person by award id, the newest first."""

_sources: list[Source] = []


def take_papers_from(source: Source) -> None:
    """Name who knows the papers; called by `wires.py`."""
    _sources[:] = [source]


def papers_of(session: Session, person_id: int, now: datetime) -> Mapping[int, Sequence[Paper]]:
    """The papers of a person; empty where no package above issues any."""
    return _sources[0](session, person_id, now) if _sources else {}
