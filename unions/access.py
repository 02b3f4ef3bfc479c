"""Which organisations a person may see: the subtrees of their grants, inside their own federation."""

from datetime import date

from sqlalchemy import Select, or_, select, union
from sqlalchemy.sql.selectable import CompoundSelect

from access.actors import Actor, Role, Scope
from access.guard import Ctx
from core.clock import local_day
from core.errors import NotFound
from unions.models import Closure, Organisation

OVERSEERS = (Role.ORG_ADMIN, Role.FEDERATION_ADMIN, Role.REGISTRAR)


def subtree(scope: Scope, on: date) -> Select[int]:
    """Ids of the organisation of one grant and of all below it on a day, along the grant's axis or both."""
    within = (
        Closure.ancestor_id == scope.organisation_id,
        Closure.from_on <= on,
        or_(Closure.to_on.is_(None), Closure.to_on > on),
    )
    found = select(Closure.descendant_id).where(*within)
    return found.where(Closure.axis == scope.axis) if scope.axis else found


def organisations_in_scope(actor: Actor, on: date, *roles: Role) -> Select[int] | CompoundSelect[int]:
    """Ids of all organisations over which the actor holds one of the roles on a day; none without such a grant."""
    scopes = [scope for scope in actor.scopes_of(*(roles or OVERSEERS)) if scope.organisation_id is not None]
    if not scopes:
        return select(Closure.descendant_id).where(Closure.id < 0)
    return union(*(subtree(scope, on) for scope in scopes))


def visible_organisations(actor: Actor, on: date, *roles: Role) -> Select[Organisation]:
    """The only way from a page to organisations: in scope and behind the same tenant wall."""
    own = or_(Organisation.federation_id == actor.federation_id, Organisation.id == actor.federation_id)
    return select(Organisation).where(Organisation.id.in_(organisations_in_scope(actor, on, *roles)), own)


def load_organisation(ctx: Ctx, ref: str) -> Organisation:
    """The organisation of an address.

    :raises NotFound: there is none, or it is outside the actor's scope: the answer is the same
    """
    found = ctx.session.scalar(visible_organisations(ctx.me, local_day(ctx.now)).where(Organisation.ref == ref))
    if found is None:
        raise NotFound
    return found
