"""Two federations with everything that an address of people and unions can name, and one account per role in the first."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from access.actors import STAFF, Role
from core import clock
from core.mail import write_mail
from people import joining
from people.models import Account, JoinRequest, Person
from people.services import Names, grant
from tests.factories.people import make_account, make_member, make_person, make_staff
from tests.factories.unions import make_federation, make_organisation
from unions.models import Axis, Organisation, OrganisationKind
from unions.services import affiliate

ACTORS = ("anonymous", *(role.value for role in Role))
SINCE = date(2021, 1, 1)
MISSING = "0" * 32


@dataclass
class Side:
    """One federation: itself, a union below it, a primary organisation below that, a code and a request to join."""

    federation: Organisation
    union: Organisation
    primary: Organisation
    code: str
    asked: dict[str, JoinRequest]
    """For each actor a request that waits."""
    member: Person
    """Who belongs to the primary organisation."""


def make_side(session: Session, name: str) -> Side:
    """A federation whose every name contains the given word, so that a leak is found by looking for it."""
    top = make_federation(session, name_ru=f"Федерация {name}", name_kk=f"{name} федерациясы")
    given = {"federation": top, "name_ru": f"Союз {name}", "name_kk": f"{name} одағы"}
    union = make_organisation(session, kind=OrganisationKind.SECTORAL, **given)
    primary = make_organisation(session, **(given | {"name_ru": f"Первичка {name}"}))
    affiliate(session, union, top, Axis.SECTORAL, from_on=SINCE)
    affiliate(session, primary, union, Axis.SECTORAL, from_on=SINCE)
    member = make_member(session, primary, names=Names(f"Член{name}", "Асель"))
    code = joining.make_code(session, primary, by_id=None, now=clock.now())
    asked = {}
    for actor in ACTORS:
        asking = make_person(session, names=Names(f"Просит{name}", "Олег"))
        make_account(session, asking)
        asked[actor] = joining.ask(session, asking, code, office="member", now=clock.now())
    return Side(top, union, primary, code.code, asked, session.get_one(Person, member.person_id))


@dataclass
class World:
    """Both sides and who acts."""

    own: Side
    foreign: Side
    actors: dict[str, Account | None]
    letter: int
    folder: Path
    """Where the content of a programme may be written."""
    made: dict[tuple[str, str], str] = field(default_factory=dict)
    """Things of learning by kind and owner, kept once made; see `belongings.py`."""

    def person(self, session: Session, whose: str, actor: str) -> Person:
        """Who is meant: the actor, a colleague of the actor's federation, or a stranger of the other one."""
        account = self.actors[actor]
        if whose == "foreign":
            return self.foreign.member
        if whose == "colleague" or account is None:
            return self.own.member
        return session.get_one(Person, account.person_id)


def make_world(session: Session, folder: Path) -> World:
    """The first side with one account of each role over the federation, an administrator of its primary only, and a stranger."""
    own, foreign = make_side(session, "Наша"), make_side(session, "Чужая")
    actors: dict[str, Account | None] = {"anonymous": None, "learner": make_member(session, own.primary)}
    for role in sorted(STAFF - {Role.SYSTEM_ADMIN}):
        actors[role.value] = make_staff(session, role, own.federation)
    system = make_account(session)
    grant(session, session.get_one(Person, system.person_id), Role.SYSTEM_ADMIN, now=clock.now())
    actors[Role.SYSTEM_ADMIN.value] = system
    letter = write_mail(
        session, key="w", recipient="tel:+77010000000", language="ru", subject="Тема", text="Текст", now=clock.now()
    )
    return World(own, foreign, actors, letter.id, folder)
