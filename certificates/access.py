"""Which certificates a person may open: their own; a registrar those of the own federation."""

from sqlalchemy import Select, false, or_, select

from access.actors import Actor, Role
from access.guard import Ctx
from certificates.models import Certificate
from core.clock import local_day
from core.errors import NotFound
from people.models import Appointment, Person
from unions.access import organisations_in_scope

REGISTRARS = (Role.FEDERATION_ADMIN, Role.REGISTRAR)


def own_certificates(actor: Actor) -> Select[Certificate]:
    """Whose file a person may download: nobody's but the own."""
    return select(Certificate).where(Certificate.person_id == actor.person_id)


def certificates_in_charge(actor: Actor, ctx: Ctx) -> Select[Certificate]:
    """Certificates over which the actor keeps the register: of people in the scope of the grant, behind the same wall."""
    if not actor.scopes_of(*REGISTRARS) or actor.federation_id is None:
        return select(Certificate).where(false())
    day = local_day(ctx.now)
    held = (Appointment.from_on <= day, or_(Appointment.to_on.is_(None), Appointment.to_on > day))
    scope = organisations_in_scope(actor, day, *REGISTRARS)
    people = select(Appointment.person_id).where(Appointment.organisation_id.in_(scope), *held)
    within = (Person.federation_id == actor.federation_id, Person.id.in_(people))
    return select(Certificate).join(Person, Person.id == Certificate.person_id).where(*within)


def load_own(ctx: Ctx, number: str) -> Certificate:
    """The own certificate of an address.

    :raises NotFound: there is none with this number, or it is somebody else's: the answer is the same
    """
    found = ctx.session.scalar(own_certificates(ctx.me).where(Certificate.number == number))
    if found is None:
        raise NotFound
    return found


def keeps(ctx: Ctx, number: str) -> bool:
    """Whether whoever looks keeps the register over this certificate, and so may go on to revoke it."""
    if ctx.actor is None or not ctx.actor.scopes_of(*REGISTRARS):
        return False
    return ctx.session.scalar(certificates_in_charge(ctx.actor, ctx).where(Certificate.number == number)) is not None


def load_in_charge(ctx: Ctx, number: str) -> Certificate:
    """The certificate that a registrar is to act on.

    :raises NotFound: there is none, or it is outside the scope
    """
    found = ctx.session.scalar(certificates_in_charge(ctx.me, ctx).where(Certificate.number == number))
    if found is None:
        raise NotFound
    return found
