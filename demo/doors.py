"""Ways in: accounts of the cast, join codes, requests that wait, invitations and their letters."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from access.actors import Role
from demo.cast import CAST, Part
from demo.names import identity
from demo.organisations import Bodies
from people import joining, services, tickets
from people.letters import write_invitation
from people.models import Basis, Person
from unions.models import Axis, Organisation

SINCE = date(2023, 4, 3)
CODES = 6
ASKING = (
    ("asking 1", "member"),
    ("asking 2", "committee-member"),
    ("asking 3", "member"),
    ("asking 4", "osh-inspector"),
)


def open_cast(session: Session, bodies: dict[str, Bodies], password_hash: str, now: datetime) -> dict[str, Person]:
    """Enter the people of the cast with account, office and role; return them by key."""
    return {part.key: _enter(session, part, bodies.get(part.federation), password_hash, now) for part in CAST}


def home_of(part: Part, bodies: Bodies) -> Organisation:
    """The organisation in which a part of the cast holds its office."""
    places = {"top": bodies.federation, "sector": next(iter(bodies.sectors.values())), "primary": bodies.primaries[0]}
    return places[part.home]


def _enter(session: Session, part: Part, bodies: Bodies | None, password_hash: str, now: datetime) -> Person:
    names = services.Names(*part.names)
    person = services.register_person(
        session, names, language=part.language, phone=part.phone, email=part.email, is_demo=True, now=now,
        federation=bodies.federation if bodies else None,
    )  # fmt: skip
    services.open_account(
        session, person, password_hash=password_hash, email_key=part.email, phone_key=part.phone or None, now=now
    )
    joining.consent(session, person, language=part.language, now=now)
    home = home_of(part, bodies) if bodies else None
    if home:
        basis = Basis.HIRED if part.office in {"training-lead", "union-lawyer"} else Basis.ELECTED
        services.appoint(session, person, home, part.office, basis=basis, from_on=SINCE)
    if part.role is not Role.LEARNER:
        axis = Axis.SECTORAL if part.home == "sector" else None
        services.grant(session, person, part.role, now=now, organisation=home, axis=axis)
    return person


def open_doors(
    session: Session, bodies: Bodies, administrator: Person, *, password_hash: str, public_url: str, now: datetime
) -> None:
    """Join codes of the first organisations, requests that wait at the very first, and an invitation on its way."""
    codes = [joining.make_code(session, body, by_id=administrator.id, now=now) for body in bodies.primaries[:CODES]]
    for turn, (about, office) in enumerate(ASKING):
        who, phone = identity(about), f"+7700000020{turn}"
        asking = services.register_person(session, who.names, language=who.language, phone=phone, is_demo=True, now=now)
        services.open_account(session, asking, password_hash=password_hash, phone_key=phone, now=now)
        joining.consent(session, asking, language=who.language, now=now)
        joining.ask(session, asking, codes[0], office=office, now=now)
    _invite(session, bodies, administrator, public_url, now)


def _invite(session: Session, bodies: Bodies, administrator: Person, public_url: str, now: datetime) -> None:
    """An invited person who has not come yet, and the letter that would lead there."""
    who, home, phone = identity("invited"), bodies.primaries[0], "+77000000210"
    person = services.register_person(
        session, who.names, language=who.language, phone=phone, is_demo=True, now=now, federation=bodies.federation
    )
    services.appoint(session, person, home, "member", basis=Basis.MEMBER, from_on=SINCE)
    _, token = tickets.invite(session, person, organisation=home, by_id=administrator.id, now=now)
    write_invitation(session, person, f"{public_url}/invitations/{token}", now)
