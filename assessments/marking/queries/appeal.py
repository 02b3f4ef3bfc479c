"""An appeal as its author and as its reviewer see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.items import Explanation, explain, present
from assessments.marking.models import Appeal, AppealDecision, Script
from assessments.marking.queries.script import Rubric, rubric_of
from assessments.marking.services.appeal import appeal_of, last_day
from assessments.marking.services.mark import essay_of
from assessments.models import Attempt, CaseEdition, ExamEdition, Result
from assessments.queries.norms import with_norms
from assessments.queries.receipt import with_sheets
from assessments.queries.result import asked_elsewhere, marks_of, review_open
from assessments.queries.texts import Words, words
from assessments.services.mark import answered_places


@dataclass(frozen=True)
class Disputable:
    """A question that an appeal may be about; only its number while the review is closed."""

    number: int
    prompt: str
    lang: str
    points: Decimal | None
    most: Decimal


@dataclass(frozen=True)
class AppealPage:
    """What the author of an appeal sees."""

    title: Words
    until: date | None
    """The last day for an appeal; None: there can be none now."""
    questions: Sequence[Disputable]
    appeal: Appeal | None
    decision: AppealDecision | None
    before: Result
    after: Result | None


@dataclass(frozen=True)
class Disputed:
    """One question before the reviewer: a rubric for a written answer, the key and the points for any other."""

    number: int
    view: dict[str, Any]
    value: Any
    explanation: Explanation
    rubric: Rubric | None
    points: Decimal
    """Given by the program; not shown for a written answer."""
    most: Decimal


@dataclass(frozen=True)
class ReviewPage:
    """What the reviewer of an appeal sees."""

    title: Words
    appeal: Appeal
    language: str
    questions: Sequence[Disputed]
    decision: AppealDecision | None


@dataclass(frozen=True)
class Standing:
    """Whether an appeal can be made, or where it stands: open, late, waits, made or decided."""

    state: str
    until: date | None


def standing(session: Session, attempt: Attempt, today: date) -> Standing:
    """The same in two words, for the page of the result."""
    until = last_day(session, attempt)
    appeal = appeal_of(session, attempt.id)
    if appeal is not None:
        return Standing("decided" if decision_of(session, appeal) else "made", until)
    if until is None:
        return Standing("waits", None)
    return Standing("open" if today <= until else "late", until)


def title_of_attempt(session: Session, attempt: Attempt, lang: str) -> Words:
    """The title of the exam or the case of an attempt."""
    edition: ExamEdition | CaseEdition = (
        session.get_one(ExamEdition, attempt.exam_edition_id)
        if attempt.exam_edition_id
        else session.get_one(CaseEdition, attempt.case_edition_id)
    )
    return words(edition.title_ru, edition.title_kk, lang)


def appeal_page(session: Session, attempt: Attempt, *, lang: str) -> AppealPage:
    """The own attempt with what may be disputed, and the appeal with its decision if there are any."""
    appeal = appeal_of(session, attempt.id)
    decision = decision_of(session, appeal)
    newest = select(Result).where(Result.attempt_id == attempt.id).order_by(Result.version.desc()).limit(1)
    return AppealPage(
        title=title_of_attempt(session, attempt, lang), until=last_day(session, attempt),
        questions=questions_of(session, attempt), appeal=appeal, decision=decision,
        before=session.get_one(Result, appeal.result_id) if appeal else session.scalars(newest).one(),
        after=session.get_one(Result, decision.result_id) if decision else None,
    )  # fmt: skip


def decision_of(session: Session, appeal: Appeal | None) -> AppealDecision | None:
    """The decision about an appeal, if there is one."""
    if appeal is None:
        return None
    return session.scalar(select(AppealDecision).where(AppealDecision.appeal_id == appeal.id))


def questions_of(session: Session, attempt: Attempt) -> list[Disputable]:
    """Every question that has points, in its order."""
    marks, told = marks_of(session, attempt.id), _is_told(session, attempt)
    return [
        _disputable(row, attempt, *marks[row.id], told=told)
        for row in answered_places(session, attempt.id)
        if row.id in marks and marks[row.id][1]
    ]


def _is_told(session: Session, attempt: Attempt) -> bool:
    """Whether the result page tells the questions with their points."""
    if asked_elsewhere(session, attempt):
        return False
    return attempt.exam_edition_id is None or review_open(
        attempt, session.get_one(ExamEdition, attempt.exam_edition_id)
    )


def _disputable(row: Any, attempt: Attempt, points: Decimal, most: Decimal, *, told: bool) -> Disputable:
    if not told:
        return Disputable(row.position, "", attempt.language, None, most)
    view = present(row.public, attempt.language, attempt.seed)
    return Disputable(row.position, view["prompt"], view["lang"], points, most)


def _scripts(session: Session, attempt: Attempt) -> dict[int, Script]:
    found = session.scalars(select(Script).where(Script.attempt_id == attempt.id))
    return {script.attempt_item_id: script for script in found}


def review_page(session: Session, appeal: Appeal, *, lang: str) -> ReviewPage:
    """The appeal for a reviewer: disputed questions without the author, written ones without what they were given before."""
    attempt = session.get_one(Attempt, appeal.attempt_id)
    scripts, marks = _scripts(session, attempt), marks_of(session, attempt.id)
    public = session.get_one(CaseEdition, attempt.case_edition_id).public if attempt.case_edition_id else {}
    questions = [
        _disputed(session, row, attempt, scripts.get(row.id), marks, public)
        for row in answered_places(session, attempt.id)
        if row.position in appeal.places
    ]
    with_norms(session, *(each.view for each in questions))
    return ReviewPage(
        title_of_attempt(session, attempt, lang), appeal, attempt.language, questions, decision_of(session, appeal)
    )


def _disputed(
    session: Session, row: Any, attempt: Attempt, script: Script | None, marks: Mapping[int, tuple[Decimal, Decimal]],
    public: dict[str, Any],
) -> Disputed:  # fmt: skip
    item, lang = item_of(row.hash, row.content), attempt.language
    points, most = marks[row.id]
    return Disputed(
        row.position, with_sheets(present(row.public, lang, attempt.seed), public, lang), row.value,
        explain(item, row.value, lang, attempt.seed),
        rubric_of(session, essay_of(session, script), script) if script else None, points, most,
    )  # fmt: skip
