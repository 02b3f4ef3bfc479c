"""A content folder into the database, in one unit of work."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from competencies.publishing import publish_framework
from core.content.problems import ContentRefused, Problem
from courses.content.foundation import Foundation
from courses.content.tree import read_curricula
from courses.publishing.programme import publish_programme
from courses.publishing.sources import is_loaded, keep, read_folder, reader_hash
from law.pins import current_norms
from law.publishing import publish_calendar, publish_register


@dataclass(frozen=True)
class Loaded:
    """What a load did; `problems` are those of what was not loaded."""

    problems: tuple[Problem, ...] = ()
    unchanged: bool = False
    """The same files had been loaded before: nothing was even read."""
    norms: int = 0
    """New editions of norms."""
    published: tuple[str, ...] = ()
    """Programmes with a new edition."""
    same: tuple[str, ...] = ()
    """Programmes without a change."""


def load(session: Session, root: Path, *, now: datetime) -> Loaded:
    """Bring the database up to the content folder.

    A programme with a problem loads nothing of itself; a problem in the register, the calendar, the framework or the
    patterns loads nothing at all, because everything is checked against them, and so does a link that leads out of the
    folder. Loading the same folder twice changes nothing.
    """
    try:
        folder, reader = read_folder(root), reader_hash()
    except ContentRefused as refused:
        return Loaded(problems=tuple(refused.problems))
    if is_loaded(session, folder, reader):
        return Loaded(unchanged=True)
    read = read_curricula(root)
    own = {path.parent.name for path in root.glob("*/programme.yaml")}
    if read.foundation is None or any(problem.file.split("/")[0] not in own for problem in read.problems):
        return Loaded(problems=read.problems)
    norms = _foundation(session, read.foundation, now)
    current = current_norms(session)
    register = read.foundation.register
    made = {
        slug: publish_programme(session, tree, register, current, position, now=now)
        for position, (slug, tree) in enumerate(read.programmes.items(), start=1)
    }
    session.flush()
    keep(session, folder, read.programmes, reader, now=now)
    published = tuple(slug for slug, new in made.items() if new)
    same = tuple(slug for slug, new in made.items() if not new)
    return Loaded(read.problems, norms=norms, published=published, same=same)


def _foundation(session: Session, foundation: Foundation, now: datetime) -> int:
    """Register, calendar and framework; returns the number of new norm editions."""
    norms = publish_register(session, foundation.register, now=now)
    publish_calendar(session, foundation.calendar, now=now)
    publish_framework(session, foundation.framework, now=now)
    session.flush()
    return norms
