"""To whom a script is given first: who may mark it, reads its language, is not from the author's region, and has least to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from access.actors import Role
from assessments.marking.access import in_conflict, present
from assessments.marking.models import Allocation, Hold, Marker, Round, Script, ScriptMark
from assessments.models import Attempt
from core.clock import local_day
from people.models import Appointment, Grant, Person
from unions.models import Closure, Organisation


@dataclass(frozen=True)
class Candidate:
    """Somebody who may mark a script."""

    person_id: int
    reads: bool
    """Reads the language of the script."""
    near: bool
    """Holds an office in the author's region."""
    load: int
    """Scripts given to them or taken by them that they have not marked."""


def best(candidates: Sequence[Candidate]) -> Candidate | None:
    """Who gets it: of those who read the language somebody from another region, then who has least to do."""
    fit = [each for each in candidates if each.reads]
    return min(fit, key=lambda each: (each.near, each.load, each.person_id), default=None)


def allocate(session: Session, script: Script, round_: Round, *, now: datetime) -> Allocation | None:
    """Give a script to somebody for a round, once; None when nobody fits: then it waits in the common list."""
    of_round = select(Allocation).where(Allocation.script_id == script.id, Allocation.round == round_)
    if found := session.scalar(of_round):
        return found
    chosen = best(candidates(session, script, on=local_day(now), now=now))
    if chosen is None:
        return None
    given = Allocation(script_id=script.id, round=round_, marker_id=chosen.person_id, at=now)
    session.add(given)
    session.flush()
    return given


def candidates(session: Session, script: Script, *, on: date, now: datetime) -> list[Candidate]:
    """Everybody who may mark the script and has not marked it, with what the choice depends on."""
    attempt = session.get_one(Attempt, script.attempt_id)
    author = session.get_one(Person, attempt.person_id)
    mine = aliased(ScriptMark)
    query = (
        select(Person.id, Person.language, Marker.languages, _load().label("load"))
        .outerjoin(Marker, Marker.person_id == Person.id)
        .where(_grant(author.id, on, now), Person.id != author.id)
        .where(Person.federation_id.is_not_distinct_from(author.federation_id), ~in_conflict(Person.id, author.id, on))
        .where(~exists().where(mine.script_id == script.id, mine.marker_id == Person.id))
    )
    near = _neighbours(session, author.id, on)
    return [
        Candidate(row.id, script.language in (row.languages or [row.language]), row.id in near, row.load)
        for row in session.execute(query)
    ]


def _grant(author_id: int, on: date, now: datetime) -> ColumnElement[bool]:
    """Of a `Person`: a grant as a marker in force that covers the author."""
    grant = aliased(Grant)
    reaches = exists(
        select(Closure.id)
        .join(Appointment, Appointment.organisation_id == Closure.descendant_id)
        .where(Closure.ancestor_id == grant.organisation_id, present(Closure, on))
        .where(or_(grant.axis.is_(None), grant.axis == Closure.axis))
        .where(Appointment.person_id == author_id, present(Appointment, on))
        .correlate(grant)
    )
    in_force = and_(grant.from_at <= now, or_(grant.until_at.is_(None), grant.until_at > now))
    return exists(
        select(grant.id)
        .where(grant.person_id == Person.id, grant.role == Role.MARKER, in_force)
        .where(or_(grant.organisation_id.is_(None), reaches))
        .correlate(Person)
    )


def _load() -> ColumnElement[int]:
    """Of a `Person`: what was given to them and is not marked, and what they hold."""
    done = aliased(ScriptMark)
    given = (
        select(func.count())
        .select_from(Allocation)
        .where(Allocation.marker_id == Person.id)
        .where(~exists().where(done.script_id == Allocation.script_id, done.round == Allocation.round))
        .correlate(Person)
        .scalar_subquery()
    )
    held = (
        select(func.count())
        .select_from(Hold)
        .where(Hold.marker_id == Person.id, Hold.ended_at.is_(None))
        .correlate(Person)
        .scalar_subquery()
    )
    return given + held


def _neighbours(session: Session, author_id: int, on: date) -> set[int]:
    """Persons with an office in a region where the author has one."""
    here, there = aliased(Organisation), aliased(Organisation)
    mine, theirs = aliased(Appointment), aliased(Appointment)
    query = (
        select(theirs.person_id)
        .join(there, there.id == theirs.organisation_id)
        .join(here, and_(here.region == there.region, here.region != ""))
        .join(mine, mine.organisation_id == here.id)
        .where(mine.person_id == author_id, present(mine, on), present(theirs, on))
        .join(Grant, and_(Grant.person_id == theirs.person_id, Grant.role == Role.MARKER))
    )
    return set(session.scalars(query))
