"""`flask demo candidates`: one sitting of many made-up candidates, in portions, and the figures of its items asked of the worker."""

from collections.abc import Callable
from datetime import datetime, timedelta

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Exam, ExamEdition, ExamPoolItem
from assessments.statistics.services import ask_for_figures
from core import clock
from core.db import Database
from core.models import InstallationFact
from demo import candidates, seeding
from demo.plan import FIRST
from unions.models import Organisation

PORTION = 25
AGO = timedelta(days=6)


def hold(database: Database, slug: str, count: int, *, say: Callable[[str], None]) -> int:
    """Let candidates sit the newest edition of an exam until there are `count`; return how many sat now."""
    with database.unit_of_work(read_only=True) as session:
        if not seeding.is_seeded(session):
            raise click.ClickException("There is no demonstration in this database. `flask demo seed` makes one.")
        edition, already = _edition(session, slug), _already(session, slug)
    for first in range(already, count, PORTION):
        turns = range(first, min(first + PORTION, count))
        with database.unit_of_work() as session:
            _portion(session, slug, edition.id, turns, clock.now())
        say(f"{turns.stop} of {count}")
    if count > already:
        with database.unit_of_work() as session:
            ask_for_figures(session, edition.id, federation_id=_federation(session).id, by_id=None, now=clock.now())
    return max(0, count - already)


def _portion(session: Session, slug: str, edition_id: int, turns: range, now: datetime) -> None:
    """Some candidates, all beginning within the same minutes of one day."""
    edition = session.get_one(ExamEdition, edition_id)
    pool = session.scalars(
        select(ExamPoolItem.item_edition_id).where(ExamPoolItem.exam_edition_id == edition_id).order_by(ExamPoolItem.id)
    )
    places = {item: place for place, item in enumerate(pool, 1)}
    for candidate in candidates.enter(session, _federation(session), turns, now=now):
        candidates.sit(session, edition, candidate, places, at=now - AGO + timedelta(seconds=2 * candidate.turn))
    session.merge(InstallationFact(name=_fact(slug), value=str(turns.stop)))


def _edition(session: Session, slug: str) -> ExamEdition:
    query = select(ExamEdition).join(Exam, Exam.id == ExamEdition.exam_id).where(Exam.slug == slug)
    found = session.scalar(query.order_by(ExamEdition.number.desc()).limit(1))
    if found is None:
        raise click.ClickException(
            f"There is no exam {slug}. `flask curricula load` loads those of the content folder."
        )
    return found


def _already(session: Session, slug: str) -> int:
    fact = session.get(InstallationFact, _fact(slug))
    return int(fact.value) if fact else 0


def _fact(slug: str) -> str:
    return f"demo-sitting {slug}"[:60]


def _federation(session: Session) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.name_ru == FIRST.name_ru)).one()
