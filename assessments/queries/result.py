"""What an attempt came to: by competency, what to read again, and after release each question with its explanation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from assessments.item_store import item_of
from assessments.items import Explanation, explain, present
from assessments.models import (
    Answer,
    Attempt,
    AttemptItem,
    AttemptState,
    Exam,
    ExamEdition,
    ExamKind,
    ItemEdition,
    Mark,
    Result,
)
from assessments.queries.norms import with_norms
from assessments.queries.texts import Words, words
from assessments.services.mark import RELEASED_AT_ONCE, answered_places
from competencies.models import Competency, Framework
from law.models import NormEdition, Pin, PinHolder

MOST_LESSONS = 5


@dataclass(frozen=True)
class Reached:
    """One competency of a result."""

    code: str
    name: Words
    points: Decimal
    max: Decimal
    waiting: Decimal
    floor: Decimal | None
    missed: bool

    @property
    def whole(self) -> Decimal:
        """All points that the attempt could give for it."""
        return self.max + self.waiting


@dataclass(frozen=True)
class Lesson:
    """A lesson that teaches what was missed, and the questions it belongs to; none while they are not told."""

    title: Words
    address: str
    questions: Sequence[int]


@dataclass(frozen=True)
class Told:
    """One question after release."""

    number: int
    view: dict[str, Any]
    value: Any
    points: Decimal | None
    """None while it waits for a marker."""
    max_points: Decimal
    explanation: Explanation


@dataclass(frozen=True)
class ResultPage:
    """Everything the page of a result shows."""

    title: Words
    slug: str
    edition: int
    kind: ExamKind
    points: Decimal
    max_points: Decimal
    waiting: Decimal
    line: Decimal
    passed: bool | None
    percent: int
    minutes: int
    attempts_left: int | None
    """None: as many as wanted."""
    competencies: Sequence[Reached]
    lessons: Sequence[Lesson]
    told: Sequence[Told]
    withheld: bool
    """The review is open, but one of these questions stands in an open attempt of the person: until that ends no key is shown."""
    late: int

    @property
    def whole(self) -> Decimal:
        """All points of the attempt, those that wait for a marker included."""
        return self.max_points + self.waiting


def result_page(session: Session, attempt: Attempt, *, lang: str) -> ResultPage:
    """The newest result of a closed exam."""
    exam, slug = session.execute(
        select(ExamEdition, Exam.slug)
        .join(Exam, Exam.id == ExamEdition.exam_id)
        .where(ExamEdition.id == attempt.exam_edition_id)
    ).one()
    result = newest_result(session, attempt.id)
    whole = result.max_points + result.waiting_points
    may_see = review_open(attempt, exam)
    withheld = may_see and asked_elsewhere(session, attempt)
    return ResultPage(
        title=words(exam.title_ru, exam.title_kk, lang), slug=slug, edition=exam.number, kind=exam.kind, points=result.points,
        max_points=result.max_points, waiting=result.waiting_points, line=Decimal(result.rule["total"]), passed=result.passed,
        percent=int(result.points * 100 / whole) if whole else 0, minutes=spent(attempt), attempts_left=_left(session, attempt, exam),
        competencies=reached(session, result, lang), lessons=() if withheld else to_read(session, attempt.id, lang, numbered=may_see),
        told=_told(session, attempt) if may_see and not withheld else (), withheld=withheld,
        late=_late(session, attempt.id),
    )  # fmt: skip


def newest_result(session: Session, attempt_id: int) -> Result:
    """The result in force: the highest version."""
    query = select(Result).where(Result.attempt_id == attempt_id).order_by(Result.version.desc()).limit(1)
    return session.scalars(query).one()


def spent(attempt: Attempt) -> int:
    """Whole minutes from the start to the end."""
    end: datetime = attempt.submitted_at or attempt.opened_at
    return max(1, round((end - attempt.opened_at).total_seconds() / 60))


def review_open(attempt: Attempt, exam: ExamEdition) -> bool:
    """Whether keys and explanations may be seen: after release, or after the end where the exam says so."""
    if attempt.state == AttemptState.RELEASED:
        return True
    closed = attempt.state in {AttemptState.MARKED, AttemptState.MARKING}
    return closed and exam.content.get("feedback") in RELEASED_AT_ONCE


def sat_again(session: Session, attempt: Attempt) -> str | None:
    """The id of the person's open attempt at the same exam or case, if there is one (security 2.5)."""
    same = Attempt.exam_id == attempt.exam_id if attempt.exam_id is not None else Attempt.case_id == attempt.case_id
    query = select(Attempt.ref).where(
        Attempt.person_id == attempt.person_id, same, Attempt.state == AttemptState.OPEN, Attempt.id != attempt.id
    )
    return session.scalar(query)


def asked_elsewhere(session: Session, attempt: Attempt) -> bool:
    """Whether the person sits the same exam or case again, or another one with a question of this attempt, in whatever edition."""
    if sat_again(session, attempt):
        return True
    mine = select(ItemEdition.item_id).join(AttemptItem).where(AttemptItem.attempt_id == attempt.id)
    return session.scalar(_open_places(attempt.person_id).where(ItemEdition.item_id.in_(mine))) is not None


def is_asked(session: Session, person_id: int, item_edition_id: int) -> bool:
    """Whether an open attempt of the person asks this item, in whatever edition."""
    same = select(ItemEdition.item_id).where(ItemEdition.id == item_edition_id)
    return session.scalar(_open_places(person_id).where(ItemEdition.item_id.in_(same))) is not None


def _open_places(person_id: int) -> Select[int]:
    """A question of the person's open attempts."""
    return (
        select(AttemptItem.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .where(Attempt.person_id == person_id, Attempt.state == AttemptState.OPEN)
        .limit(1)
    )


def _left(session: Session, attempt: Attempt, exam: ExamEdition) -> int | None:
    if not exam.attempts_allowed:
        return None
    query = select(func.count()).where(Attempt.exam_id == attempt.exam_id, Attempt.person_id == attempt.person_id)
    return max(0, exam.attempts_allowed - (session.scalar(query) or 0))


def competency_names(session: Session, lang: str) -> dict[str, Words]:
    """Code → title in the framework in force."""
    newest = select(func.max(Framework.number)).scalar_subquery()
    query = (
        select(Competency.code, Competency.title_ru, Competency.title_kk)
        .join(Framework, Framework.id == Competency.framework_id)
        .where(Framework.number == newest)
        .order_by(Competency.position)
    )
    return {row.code: words(row.title_ru, row.title_kk, lang) for row in session.execute(query)}


def reached(session: Session, result: Result, lang: str) -> list[Reached]:
    """The competencies of a result, in the order of the framework."""
    names = competency_names(session, lang)
    floors, missed = result.rule.get("floors", {}), result.rule.get("missed", [])
    order = [*names, *(code for code in result.by_competency if code not in names)]
    return [
        Reached(
            code, names.get(code, Words(code)), Decimal(part["points"]), Decimal(part["max"]), Decimal(part["waiting"]),
            Decimal(floors[code]) if code in floors else None, code in missed,
        )
        for code in order
        if (part := result.by_competency.get(code))
    ]  # fmt: skip


def to_read(session: Session, attempt_id: int, lang: str, *, numbered: bool) -> list[Lesson]:
    """Lessons that stand on the norms of the questions where points were lost, the most useful first.

    :param numbered: whether they name those questions: that tells which answers were wrong
    """
    asked, taught = aliased(Pin), aliased(Pin)
    of_item, of_lesson = aliased(NormEdition), aliased(NormEdition)
    query = (
        select(taught.title_ru, taught.title_kk, taught.address, AttemptItem.position)
        .join(Mark, Mark.attempt_item_id == AttemptItem.id)
        .join(asked, (asked.holder_kind == PinHolder.ITEM) & (asked.holder_id == AttemptItem.item_edition_id))
        .join(of_item, of_item.id == asked.norm_edition_id)
        .join(of_lesson, of_lesson.norm_id == of_item.norm_id)
        .join(taught, taught.norm_edition_id == of_lesson.id)
        .where(AttemptItem.attempt_id == attempt_id, Mark.points < Mark.max_points)
        .where(taught.holder_kind == PinHolder.LESSON, taught.superseded_at.is_(None), taught.address != "")
        .distinct()
        .order_by(AttemptItem.position)
    )
    found: dict[str, tuple[Words, list[int]]] = {}
    for row in session.execute(query):
        numbers = found.setdefault(row.address, (words(row.title_ru, row.title_kk, lang), []))[1]
        if row.position not in numbers:
            numbers.append(row.position)
    lessons = [Lesson(title, address, numbers) for address, (title, numbers) in found.items()]
    useful = sorted(lessons, key=lambda lesson: -len(lesson.questions))[:MOST_LESSONS]
    return useful if numbered else [replace(lesson, questions=()) for lesson in useful]


def _told(session: Session, attempt: Attempt) -> list[Told]:
    """Every question with key and explanation; called only when the review is open."""
    points = marks_of(session, attempt.id)
    told = []
    for row in answered_places(session, attempt.id):
        view = present(row.public, attempt.language, attempt.seed)
        got = points.get(row.id)
        told.append(
            Told(
                row.position, view, row.value, got[0] if got else None, got[1] if got else row.points,
                explain(item_of(row.hash, row.content), row.value, attempt.language, attempt.seed),
            )
        )  # fmt: skip
    with_norms(session, *(each.view for each in told))
    return told


def marks_of(session: Session, attempt_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    """Place → points and most points of its newest mark."""
    query = (
        select(Mark.attempt_item_id, Mark.points, Mark.max_points)
        .join(AttemptItem, AttemptItem.id == Mark.attempt_item_id)
        .where(AttemptItem.attempt_id == attempt_id)
        .order_by(Mark.id)
    )
    return {place: (points, most) for place, points, most in session.execute(query)}


def _late(session: Session, attempt_id: int) -> int:
    return session.scalar(select(func.count()).where(Answer.attempt_id == attempt_id, Answer.late)) or 0
