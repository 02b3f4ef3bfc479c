"""Written answers on their way to marks: some wait, one pair of marks has to be reconciled, one result is appealed against."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from access.actors import Role
from assessments.marking.models import Script
from assessments.marking.services import Sheet, make_appeal, mark_script, marker_of, take
from assessments.marking.services.mark import essay_of
from assessments.models import Attempt, AttemptItem, Case, CaseEdition
from demo.life import work_case
from demo.organisations import Bodies
from people import services
from people.models import Account, Appointment, Grant, Person

WAITING = (90, 60, 45, 75)
"""How much of the model answer the authors wrote whose scripts wait, in percent."""
OTHERS = 2
SINCE = timedelta(days=30)
"""For how long those who mark have been markers: a script is given only to who was one when it was handed in."""
COMMENT = "Вопрос поставлен ясно. Требования назовите по одному, чтобы каждое можно было исполнить."
HARSH = "Норма названа, но с фактами не связана: нет документов и дат."
APPEAL = "В ответе названы документы и дни, на которые опирается вывод. Прошу оценить применение нормы ещё раз."


def write_and_mark(session: Session, bodies: Bodies, marker: Person, now: datetime) -> int:
    """Let members of the first federation write, two colleagues of the marker mark; return how many wrote. None without content."""
    cases = _cases(session)
    authors = _authors(session, bodies, len(WAITING) + 2)
    if not cases or len(authors) < len(WAITING) + 2:
        return 0
    marker_of(session, marker.id, now=now)
    session.execute(update(Grant).where(Grant.person_id == marker.id).values(from_at=now - SINCE))
    begun = now - timedelta(days=2)
    for turn, (author, share) in enumerate(zip(authors[2:], WAITING, strict=True)):
        work_case(session, author, cases[turn % len(cases)], begun, written=share)
    first, second = _colleagues(session, bodies, now)
    disputed, appealed = (
        _script(session, work_case(session, author, cases[-turn], begun, written=share))
        for turn, (author, share) in enumerate(zip(authors[:2], (50, 80), strict=True), 1)
    )
    _mark(session, disputed, first, 1, HARSH, now - timedelta(hours=20), doubts=True)
    _mark(session, disputed, second, 3, COMMENT, now - timedelta(hours=9))
    _mark(session, appealed, first, 1, HARSH, now - timedelta(hours=19))
    _appeal(session, appealed, authors[1], now - timedelta(hours=3))
    return len(authors)


def _cases(session: Session) -> Sequence[CaseEdition]:
    """The newest edition of each case that asks for a written position."""
    other = aliased(CaseEdition)
    newest = select(func.max(other.number)).where(other.case_id == Case.id).correlate(Case).scalar_subquery()
    query = select(CaseEdition).join(Case, Case.id == CaseEdition.case_id).where(CaseEdition.number == newest)
    return session.scalars(query.order_by(Case.slug)).all()


def _authors(session: Session, bodies: Bodies, count: int) -> Sequence[Person]:
    """Members of primary organisations who read Russian and cannot sign in."""
    homes = [body.id for body in bodies.primaries[2:]]
    of_homes = select(Appointment.person_id).where(Appointment.organisation_id.in_(homes), Appointment.to_on.is_(None))
    without = Person.id.not_in(select(Account.person_id))
    query = select(Person).where(Person.id.in_(of_homes), without, Person.language == "ru").order_by(Person.id)
    return session.scalars(query.limit(count)).all()


def _colleagues(session: Session, bodies: Bodies, now: datetime) -> tuple[Person, Person]:
    """Two people of the federation's own staff become markers."""
    of_top = select(Appointment.person_id).where(Appointment.organisation_id == bodies.federation.id)
    without = Person.id.not_in(select(Account.person_id))
    first, second = session.scalars(
        select(Person).where(Person.id.in_(of_top), without).order_by(Person.id).limit(OTHERS)
    ).all()
    for person in (first, second):
        services.grant(session, person, Role.MARKER, now=now - SINCE, organisation=bodies.federation)
        marker_of(session, person.id, now=now)
    return first, second


def _script(session: Session, attempt: Attempt) -> Script:
    return session.scalars(select(Script).where(Script.attempt_id == attempt.id)).one()


def _mark(
    session: Session, script: Script, person: Person, level: int, comment: str, at: datetime, *, doubts: bool = False
) -> None:
    """Take a script and give every criterion the same level."""
    hold = take(session, script, person_id=person.id, now=at)
    levels = {each.id: level for each in essay_of(session, script).rubric.criteria}
    sheet = Sheet(levels, comment, asks_second=doubts)
    mark_script(session, script, hold, sheet, now=at + timedelta(minutes=12))


def _appeal(session: Session, script: Script, author: Person, at: datetime) -> None:
    attempt = session.get_one(Attempt, script.attempt_id)
    place = session.get_one(AttemptItem, script.attempt_item_id)
    make_appeal(session, attempt, places=[place.position], reason=APPEAL, person_id=author.id, now=at)
