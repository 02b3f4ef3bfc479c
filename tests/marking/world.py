"""Learners, markers and submitted written answers for the tests of marking."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.actors import Role
from assessments.access import place_of
from assessments.marking.models import Script
from assessments.models import Attempt, ExamEdition
from assessments.services import Sent, save_answer, start_attempt, submit
from core import clock
from people import services
from people.models import Account, Basis, Person
from people.services import Names
from tests.factories.assessments import essay, make_exam, single
from tests.factories.people import make_account, make_person
from tests.factories.unions import make_federation, make_organisation
from unions.models import Axis, Organisation, OrganisationKind
from unions.services import affiliate

SINCE = date(2021, 1, 1)
_number = count(1)


@dataclass
class Side:
    """A federation, a union below it, and two primary organisations below that."""

    federation: Organisation
    union: Organisation
    primaries: list[Organisation]


def make_side(session: Session) -> Side:
    top = make_federation(session)
    union = make_organisation(session, kind=OrganisationKind.SECTORAL, federation=top)
    affiliate(session, union, top, Axis.SECTORAL, from_on=SINCE)
    primaries = [make_organisation(session, federation=top, region=region) for region in ("alatau", "ertis")]
    for primary in primaries:
        affiliate(session, primary, union, Axis.SECTORAL, from_on=SINCE)
    return Side(top, union, primaries)


def make_member(session: Session, home: Organisation, **given: Any) -> Person:
    """A learner with an office, an account and a telephone."""
    n = next(_number)
    federation = session.get_one(Organisation, home.federation_id or home.id)
    names = given.pop("names", Names(f"СЕКРЕТНОВ{n}", "Автор"))
    person = make_person(session, names=names, federation=federation, phone=f"+7701000{n:04d}", **given)
    services.appoint(session, person, home, "member", basis=Basis.MEMBER, from_on=SINCE)
    make_account(session, person)
    return person


def make_marker(session: Session, over: Organisation, home: Organisation | None = None, **given: Any) -> Person:
    """A marker over an organisation and all below it; `home`: where they hold an office."""
    federation = session.get_one(Organisation, over.federation_id or over.id)
    person = make_person(session, names=Names("Проверкин", f"Номер{next(_number)}"), federation=federation, **given)
    services.grant(session, person, Role.MARKER, now=clock.now(), organisation=over)
    if home is not None:
        services.appoint(session, person, home, "union-lawyer", basis=Basis.HIRED, from_on=SINCE)
    make_account(session, person)
    return person


def account_of(session: Session, person: Person) -> Account:
    return session.scalars(select(Account).where(Account.person_id == person.id)).one()


def essay_exam(session: Session, *, double: bool = False, **given: Any) -> ExamEdition:
    """An exam of one single item worth 2 and one essay worth 4, marked by one person unless `double`."""
    more = {"marking": {"double": double, "difference": 30}, **given.pop("more", {})}
    return make_exam(session, [single(1), essay(1)], more=more, **given)


def submitted(session: Session, edition: ExamEdition, author: Person, **given: Any) -> Attempt:
    """An attempt with a wrong single and a written answer, handed in."""
    now = given.pop("now", datetime.now(UTC))
    attempt = start_attempt(session, edition, person_id=author.id, language=given.pop("language", "ru"), now=now)
    for n, value in ((1, given.pop("single", "a")), (2, {"text": given.pop("text", "ТЕКСТ-ОТВЕТА о норме")})):
        place = place_of(session, author.id, attempt.ref, n)
        save_answer(session, place, Sent(1, secrets.token_hex(8), value), now=now)
    submit(session, attempt, person_id=author.id, now=now)
    session.flush()
    return attempt


def script_of(session: Session, attempt: Attempt) -> Script:
    return session.scalars(select(Script).where(Script.attempt_id == attempt.id)).one()


def sheet(level: int = 2, **more: str) -> dict[str, str]:
    """The form of a mark for the essay of the factory."""
    return {"level-k1": str(level), "comment": "ОТЗЫВ: норма названа", "go": "desk", **more}
