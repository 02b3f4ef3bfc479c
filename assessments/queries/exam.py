"""An exam while it runs: one question, the map of all, the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, null, select
from sqlalchemy.orm import Session, aliased

from assessments.items import present
from assessments.models import Answer, Attempt, AttemptItem, ExamEdition, ExamKind, ItemEdition, ItemFlag
from assessments.queries.norms import with_norms
from assessments.queries.texts import Words, words
from core.db import fetch
from core.errors import NotFound

ATTEMPT: BindParameter[int] = bindparam("attempt")


@dataclass(frozen=True)
class Step:
    """A question on the map."""

    number: int
    href: str
    answered: bool
    flagged: bool
    current: bool = False
    stage_no: int = 1


@dataclass(frozen=True)
class Question:
    """The question on the page, with the newest stored answer."""

    number: int
    view: dict[str, Any]
    value: Any
    seq: int
    stored_at: datetime | None

    @property
    def is_decision(self) -> bool:
        """Whether the answer is taken once and for good."""
        return bool(self.view.get("irrevocable"))

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return f"a{self.number}."


@dataclass(frozen=True)
class ExamPage:
    """Everything the page of one question shows."""

    title: Words
    kind: ExamKind
    limit_minutes: int
    attempts_allowed: int
    question: Question
    steps: Sequence[Step]

    @property
    def answered(self) -> int:
        return sum(step.answered for step in self.steps)

    @property
    def flagged(self) -> int:
        return sum(step.flagged for step in self.steps)


def newest_answers(attempt_id: Any) -> Any:
    """Subquery: the seq of the newest answer that counts, per place."""
    return (
        select(Answer.attempt_item_id, func.max(Answer.seq).label("seq"))
        .where(Answer.attempt_id == attempt_id, Answer.late.is_(False))
        .group_by(Answer.attempt_item_id)
        .subquery()
    )


def _steps() -> Select[*tuple[Any, ...]]:
    newest, answer = newest_answers(ATTEMPT), aliased(Answer)
    return (
        select(
            AttemptItem.position,
            AttemptItem.stage_no,
            answer.id.label("answer"),
            ItemFlag.attempt_item_id.label("flag"),
        )
        .outerjoin(newest, newest.c.attempt_item_id == AttemptItem.id)
        .outerjoin(
            answer,
            and_(answer.attempt_item_id == AttemptItem.id, answer.seq == newest.c.seq, answer.value.is_not(null())),
        )
        .outerjoin(ItemFlag, ItemFlag.attempt_item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id == ATTEMPT)
        .order_by(AttemptItem.position)
    )


def questions(*more: Any) -> Select[*tuple[Any, ...]]:
    """Places of the attempt `:attempt` with the public part of their items and the newest answer; `more` are further columns."""
    answer = aliased(Answer)
    last = (
        select(func.max(Answer.seq))
        .where(Answer.attempt_item_id == AttemptItem.id, Answer.late.is_(False))
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    return (
        select(AttemptItem.position, ItemEdition.public, answer.value, answer.seq, answer.received_at, *more)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .outerjoin(answer, and_(answer.attempt_item_id == AttemptItem.id, answer.seq == last))
        .where(AttemptItem.attempt_id == ATTEMPT)
        .order_by(AttemptItem.position)
    )


STEPS = _steps()
QUESTION = (
    questions(
        ExamEdition.title_ru,
        ExamEdition.title_kk,
        ExamEdition.kind,
        ExamEdition.limit_minutes,
        ExamEdition.attempts_allowed,
    )
    .join(ExamEdition, ExamEdition.id == bindparam("edition"))
    .where(AttemptItem.position == bindparam("n"))
)
STAGE = questions().where(AttemptItem.stage_no == bindparam("stage"))


def steps_of(session: Session, attempt: Attempt, base: str, current: int = 0) -> list[Step]:
    """The map of an attempt: one statement whatever the number of questions."""
    return [
        Step(
            row.position, f"{base}/{row.position}", row.answer is not None, row.flag is not None,
            row.position == current, row.stage_no,
        )
        for row in fetch(session, STEPS, attempt=attempt.id)
    ]  # fmt: skip


def question_of(row: Any, attempt: Attempt) -> Question:
    """A row of `questions` as this learner sees it."""
    view = present(row.public, attempt.language, attempt.seed)
    return Question(row.position, view, row.value, row.seq or 0, row.received_at)


def exam_page(session: Session, attempt: Attempt, n: int, *, base: str, lang: str) -> ExamPage:
    """The page of question `n`.

    :raises NotFound: the exam has no such question
    """
    row = fetch(session, QUESTION, attempt=attempt.id, edition=attempt.exam_edition_id, n=n).one_or_none()
    if row is None:
        raise NotFound
    question = question_of(row, attempt)
    with_norms(session, question.view)
    title = words(row.title_ru, row.title_kk, lang)
    steps = steps_of(session, attempt, base, n)
    return ExamPage(title, ExamKind(row.kind), row.limit_minutes, row.attempts_allowed, question, steps)


@dataclass(frozen=True)
class EndPage:
    """What is asked before an exam ends."""

    title: Words
    attempts_allowed: int
    empty: Sequence[Step]
    flagged: Sequence[Step]
    count: int


def end_page(session: Session, attempt: Attempt, *, base: str, lang: str) -> EndPage:
    """The questions without an answer and those marked for later."""
    edition = session.execute(
        select(ExamEdition.title_ru, ExamEdition.title_kk, ExamEdition.attempts_allowed).where(
            ExamEdition.id == attempt.exam_edition_id
        )
    ).one()
    steps = steps_of(session, attempt, base)
    return EndPage(
        words(edition.title_ru, edition.title_kk, lang),
        edition.attempts_allowed,
        [step for step in steps if not step.answered],
        [step for step in steps if step.flagged],
        len(steps),
    )
