"""What a passed exam leads to: qualifications lie above this package, so `wires.py` names who knows of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assessments.models import Attempt
from assessments.queries.texts import Words


class Stage(StrEnum):
    """How far the person is from the certificate that the exam is for."""

    MISSING = "missing"
    """Required units are not completed yet."""
    AWARDED = "awarded"
    """The qualification is there, its certificate has no number yet."""
    REFUSED = "refused"
    """The qualification is there; the name cannot be printed, and the record says what to do."""
    MAKING = "making"
    """The certificate is in the register, its file is being made."""
    READY = "ready"
    """The file can be downloaded."""
    ENDED = "ended"
    """It was revoked, replaced, or has expired."""


@dataclass(frozen=True)
class Unit:
    """A required unit that is not completed yet."""

    title: Words
    address: str


@dataclass(frozen=True)
class Standing:
    """Where the person stands with the qualification.

    :ivar levels: competency → the level that the points show, 0 for one that they do not confirm; only those that the rule asks for
    :ivar confirmed: whether the levels are those of the qualification; otherwise they are what this exam alone shows
    """

    title: Words
    stage: Stage
    levels: Mapping[str, int]
    confirmed: bool
    missing: Sequence[Unit] = field(default=())
    number: str = ""
    code: str = ""


Source = Callable[[Session, Attempt, str, datetime], Standing | None]
"""(session, passed attempt, language, now) → where its person stands; None: the exam certifies nothing."""

_sources: list[Source] = []


def take_standing_from(source: Source) -> None:
    """Name who knows qualifications; called by `wires.py`."""
    _sources[:] = [source]


def standing_of(session: Session, attempt: Attempt, lang: str, now: datetime) -> Standing | None:
    """Where the person of a passed exam stands; None where no package above certifies anything by it."""
    return _sources[0](session, attempt, lang, now) if _sources else None
