"""Which people a person may see: themselves, and those with a present office inside the scope, behind the same wall."""

from datetime import date

from sqlalchemy import Select, or_, select

from access.actors import Actor, Role
from access.guard import Ctx
from core.clock import local_day
from core.errors import NotFound
from people.models import Appointment, JoinRequest, Person
from unions.access import organisations_in_scope

KEEPERS = (Role.ORG_ADMIN, Role.FEDERATION_ADMIN)


def visible_persons(actor: Actor, on: date) -> Select[Person]:
    """The only way from a page to people: with an appointment in scope that holds on the day, in the actor's federation."""
    present = (Appointment.from_on <= on, or_(Appointment.to_on.is_(None), Appointment.to_on > on))
    in_scope = select(Appointment.person_id).where(
        Appointment.organisation_id.in_(organisations_in_scope(actor, on, *KEEPERS)), *present
    )
    return select(Person).where(Person.federation_id == actor.federation_id, Person.id.in_(in_scope))


def visible_requests(actor: Actor, on: date) -> Select[JoinRequest]:
    """Requests to join organisations in scope."""
    return select(JoinRequest).where(JoinRequest.organisation_id.in_(organisations_in_scope(actor, on, *KEEPERS)))


def load_request(ctx: Ctx, request_ref: str) -> JoinRequest:
    """The request of an address.

    :raises NotFound: there is none, or it is at an organisation outside the actor's scope
    """
    found = ctx.session.scalar(visible_requests(ctx.me, local_day(ctx.now)).where(JoinRequest.ref == request_ref))
    if found is None:
        raise NotFound
    return found
