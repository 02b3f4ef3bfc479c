"""Which scripts and appeals a marker may see: of authors in scope, behind the same wall, without a conflict of interest."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from access.actors import Actor, Role
from access.guard import Ctx
from assessments.access import known_ref
from assessments.marking.models import Appeal, Script, ScriptMark
from assessments.models import Attempt, AttemptState
from core.clock import local_day
from core.errors import NotFound
from people.models import Appointment, Person
from unions.access import organisations_in_scope
from unions.models import Closure, Organisation, OrganisationKind

PersonId = int | InstrumentedAttribute[int]


def present(row: Any, on: date) -> ColumnElement[bool]:
    """Whether a dated row holds on a day."""
    return and_(row.from_on <= on, or_(row.to_on.is_(None), row.to_on > on))


def in_conflict(marker: PersonId, author: PersonId, on: date) -> ColumnElement[bool]:
    """Whether both hold an office in one organisation, or one of their organisations lies below the other's.

    The federation itself is the exception: all lie below it, so only an office in it beside another in it counts.
    """
    mine, theirs, above = aliased(Appointment), aliased(Appointment), aliased(Organisation)
    line = or_(
        and_(Closure.ancestor_id == mine.organisation_id, Closure.descendant_id == theirs.organisation_id),
        and_(Closure.ancestor_id == theirs.organisation_id, Closure.descendant_id == mine.organisation_id),
    )
    return exists(
        select(mine.id)
        .join(theirs, theirs.person_id == author)
        .join(Closure, line)
        .join(above, above.id == Closure.ancestor_id)
        .where(mine.person_id == marker, present(mine, on), present(theirs, on), present(Closure, on))
        .where(or_(Closure.depth == 0, above.kind != OrganisationKind.FEDERATION))
    )


def authors_in_scope(actor: Actor, on: date) -> ColumnElement[bool]:
    """Of a `Person`: whether the actor's grant as a marker covers them, for a script that is not the actor's own."""
    wall = Person.federation_id.is_not_distinct_from(actor.federation_id)
    free = and_(wall, Person.id != actor.person_id, ~in_conflict(actor.person_id, Person.id, on))
    if any(scope.organisation_id is None for scope in actor.scopes_of(Role.MARKER)):
        return free
    covered = select(Appointment.person_id).where(
        Appointment.organisation_id.in_(organisations_in_scope(actor, on, Role.MARKER)), present(Appointment, on)
    )
    return and_(free, Person.id.in_(covered))


def visible_scripts(actor: Actor, on: date) -> Select[Script]:
    """The only way from a page to scripts."""
    return (
        select(Script)
        .join(Attempt, Attempt.id == Script.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(authors_in_scope(actor, on), Attempt.state != AttemptState.VOIDED)
    )


def visible_appeals(actor: Actor, on: date) -> Select[Appeal]:
    """Appeals in scope about attempts of which the actor marked nothing."""
    marked = (
        select(Script.attempt_id)
        .join(ScriptMark, ScriptMark.script_id == Script.id)
        .where(ScriptMark.marker_id == actor.person_id)
    )
    return (
        select(Appeal)
        .join(Attempt, Attempt.id == Appeal.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(authors_in_scope(actor, on), Appeal.attempt_id.not_in(marked))
    )


def load_script(ctx: Ctx, ref: str) -> Script:
    """The script of an address.

    :raises NotFound: unknown, out of scope, the actor's own, or of an author too near
    """
    found = ctx.session.scalar(visible_scripts(ctx.me, local_day(ctx.now)).where(Script.ref == known_ref(ref)))
    if found is None:
        raise NotFound
    return found


def load_appeal(ctx: Ctx, ref: str) -> Appeal:
    """The appeal of an address.

    :raises NotFound: unknown, out of scope, or about what the actor has marked
    """
    found = ctx.session.scalar(visible_appeals(ctx.me, local_day(ctx.now)).where(Appeal.ref == known_ref(ref)))
    if found is None:
        raise NotFound
    return found
