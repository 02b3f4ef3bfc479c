"""What an address of learning can name, made when a route of the matrix first asks for it: attempts, certificates, programmes."""

import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.marking.services import keep_comment, make_appeal
from assessments.models import Attempt
from assessments.services import lock_stage, submit
from core import clock
from courses.models import Programme, ProgrammeEdition
from courses.publishing.load import load
from courses.services import enrol
from people.models import Person
from tests.access.world import World
from tests.certificates.conftest import certificate_of
from tests.factories.assessments import make_attempt, make_case, make_exam
from tests.factories.content import make_folder
from tests.factories.qualifications import make_course
from tests.marking.world import essay_exam, script_of, submitted


def exam(session: Session, person: Person) -> str:
    """An open exam."""
    return make_attempt(session, make_exam(session), person).ref


def case(session: Session, person: Person) -> str:
    """A case whose first stage is open."""
    return make_attempt(session, make_case(session), person).ref


def result(session: Session, person: Person) -> str:
    """An exam that was handed in."""
    attempt = make_attempt(session, make_exam(session), person)
    submit(session, attempt, person_id=person.id, now=clock.now())
    return attempt.ref


def court(session: Session, person: Person) -> str:
    """A case on which the court has spoken."""
    edition = make_case(session)
    attempt: Attempt = make_attempt(session, edition, person)
    for stage in (1, 2):
        lock_stage(session, attempt, edition, stage, person_id=person.id, now=clock.now())
    return attempt.ref


def certificate(session: Session, person: Person) -> str:
    """The number of a certificate that was issued to the person."""
    return certificate_of(session, person).number


def script(session: Session, person: Person) -> str:
    """A written answer that waits for a marker."""
    return script_of(session, submitted(session, essay_exam(session), person)).ref


def appealed(session: Session, person: Person) -> str:
    """An appeal about an exam that the program marked."""
    attempt = submitted(session, essay_exam(session), person, text="")
    made = make_appeal(session, attempt, places=[1], reason="Довод", person_id=person.id, now=clock.now())
    return made.ref


def remark(session: Session, person: Person) -> str:
    """A remark that a marker keeps."""
    kept = keep_comment(session, person.id, secrets.token_hex(4), now=clock.now())
    assert kept is not None
    return kept.ref


PERSONAL: dict[str, Callable[[Session, Person], str]] = {
    "exam": exam, "case": case, "result": result, "court": court, "certificate": certificate, "charge": certificate,
    "script": script, "appealed": appealed, "remark": remark,
}  # fmt: skip
"""Kinds of things that belong to one person; a `charge` is somebody's certificate in the eyes of who keeps the register."""
CHARGES = frozenset({"charge", "script", "appealed"})
"""Kinds whose own one is a member's, put before an office that is in charge of it."""


def take_programmes(session: Session, world: World) -> None:
    """One programme that every actor takes, and one that nobody does: its slug and a lesson of it as `own` and as `foreign`."""
    assert load(session, make_folder(world.folder), now=clock.now()).problems == ()
    row = session.scalars(select(ProgrammeEdition).join(Programme).where(Programme.slug == "small")).one()
    for account in filter(None, world.actors.values()):
        enrol(session, person_id=account.person_id, programme_id=row.programme_id, edition_id=row.id, now=clock.now())
    other = make_course(session)
    world.made |= {
        ("programme", "own"): "small", ("unit", "own"): "w1-second",
        ("programme", "foreign"): f"programme-{other.hash}", ("unit", "foreign"): f"unit-{other.hash}-1",
    }  # fmt: skip
    session.commit()
