"""From the database to the sheet: marked first attempts at an exam edition, with what was drawn, reached, answered and when.

Six hundred thousand places are read as plain columns: whole objects would take minutes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Executable, Integer, Text, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.items import Item
from assessments.models import (
    Answer,
    Attempt,
    AttemptItem,
    ExamPoolItem,
    ItemEdition,
    ItemKey,
    Mark,
    Result,
)
from assessments.statistics.choices import chosen, countable, is_varied, offered
from assessments.statistics.counting import counted_attempts
from assessments.statistics.sheet import Choice, Choices, Floats, Sheet, Whole
from people.models import Person

AT_ONCE = 20_000


@dataclass(frozen=True)
class Pool:
    """The items of an exam edition in the order of their places."""

    ids: tuple[int, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Read:
    """The sheet and what else a summary tells."""

    pool: Pool
    sheet: Sheet
    made_up: int
    passed: int


def read(session: Session, edition_id: int, federation_id: int | None) -> Read:
    """Everything that the figures of an exam edition need."""
    pool = _pool(session, edition_id)
    chosen_attempts = counted_attempts(edition_id, federation_id)
    people = session.execute(
        chosen_attempts.with_only_columns(Attempt.id, Attempt.language, Attempt.seed).order_by(Attempt.id)
    ).all()
    ids = np.array([row.id for row in people], dtype=np.int64)
    within = chosen_attempts.with_only_columns(Attempt.id).subquery()
    grid = _Grid(ids, np.array(pool.ids, dtype=np.int64))
    share, points, answers = _marks(session, within, grid)
    seconds = _times(session, within, grid)
    choices = {
        place: _choices(item, answers[place], [row.seed for row in people])
        for place, item in enumerate(pool.items)
        if countable(item)
    }
    answered = np.stack([given >= 0 for _, given in answers], axis=1) if answers else np.zeros((len(ids), 0), np.bool_)
    kazakh = np.array([row.language == "kk" for row in people], dtype=np.bool_)
    made_up, passed = _counts(session, within)
    return Read(pool, Sheet(share, points, answered, seconds, kazakh, choices), made_up, passed)


@dataclass(frozen=True)
class _Grid:
    """Ids of attempts (ascending) and of item editions (by place), and where each lies."""

    attempts: Whole
    items: Whole

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.attempts), len(self.items)

    def rows(self, ids: Sequence[int]) -> Whole:
        return np.searchsorted(self.attempts, np.array(ids, dtype=np.int64))

    def columns(self, ids: Sequence[int]) -> Whole:
        order = np.argsort(self.items)
        return order[np.searchsorted(self.items, np.array(ids, dtype=np.int64), sorter=order)]


def _pool(session: Session, edition_id: int) -> Pool:
    rows = session.execute(
        select(ItemEdition.id, ItemEdition.hash, ItemKey.content)
        .join(ExamPoolItem, ExamPoolItem.item_edition_id == ItemEdition.id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(ExamPoolItem.exam_edition_id == edition_id)
        .order_by(ExamPoolItem.id)
    ).all()
    return Pool(tuple(row.id for row in rows), tuple(item_of(row.hash, row.content) for row in rows))


Given = tuple[dict[str, int], Whole]
"""Of one item: each different answer as JSON text with its number, and the number that each attempt gave (-1: none)."""


def _marks(session: Session, within: Any, grid: _Grid) -> tuple[Floats, Floats, list[Given]]:
    """Shares and most points, and the answers that were marked; a later mark of a place replaces the earlier one."""
    share, points = np.full(grid.shape, np.nan), np.zeros(grid.shape[1])
    answers: list[Given] = [({}, np.full(grid.shape[0], -1, dtype=np.int64)) for _ in range(grid.shape[1])]
    query = (
        select(
            AttemptItem.attempt_id, AttemptItem.item_edition_id, type_coerce(Mark.points, Integer), type_coerce(Mark.max_points, Integer),
            cast(Answer.value, Text),
        )
        .join(within, within.c.id == AttemptItem.attempt_id)
        .join(Mark, Mark.attempt_item_id == AttemptItem.id)
        .outerjoin(Answer, Answer.id == Mark.answer_id)
        .order_by(Mark.id)
    )  # fmt: skip
    for attempts, items, got, most, texts in _columns(session, query):
        rows, columns, whole = grid.rows(attempts), grid.columns(items), np.array(most, dtype=np.float64)
        share[rows, columns] = np.divide(
            np.array(got, dtype=np.float64), whole, out=np.zeros(len(whole)), where=whole > 0
        )
        points[columns] = whole / 100
        for row, column, text in zip(rows.tolist(), columns.tolist(), texts, strict=True):
            known, given = answers[column]
            given[row] = -1 if text is None or text == "null" else known.setdefault(text, len(known))
    return share, points, answers


def _columns(session: Session, query: Executable) -> Iterator[tuple[Sequence[Any], ...]]:
    """The result in parts, column by column."""
    result = session.connection().execute(query, execution_options={"yield_per": AT_ONCE})
    for part in result.partitions():
        yield tuple(zip(*part, strict=True))


def _times(session: Session, within: Any, grid: _Grid) -> Floats:
    """Seconds given to each item: all gaps that end with an answer to it, from the answer before, or from the start."""
    moment = _seconds(session, Answer.received_at)
    query = (
        select(Answer.attempt_id, AttemptItem.item_edition_id, moment - _seconds(session, Attempt.opened_at))
        .join(within, within.c.id == Answer.attempt_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
        .where(Answer.late.is_(False))
    )
    parts = [(grid.rows(a), grid.columns(i), np.array(t, dtype=np.float64)) for a, i, t in _columns(session, query)]
    seconds = np.full(grid.shape, np.nan)
    if not parts:
        return seconds
    rows, columns, times = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.lexsort((times, rows))
    rows, columns, times = rows[order], columns[order], times[order]
    gaps = np.diff(times, prepend=0.0)
    first = np.diff(rows, prepend=-1) > 0
    gaps[first] = times[first]
    seconds[rows, columns] = 0.0
    np.add.at(seconds, (rows, columns), np.maximum(gaps, 0.0))
    return seconds


def _seconds(session: Session, column: Any) -> Any:
    """A moment as seconds, on either engine."""
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(column) * 86400.0
    return func.extract("epoch", column)


def _choices(item: Item, answers: Given, seeds: Sequence[str]) -> Choices:
    """Which choices stand in the answers; an item with variants is read with the seed of each attempt."""
    texts, given = answers
    known = {choice.key: choice for choice in offered(item)}
    varied = is_varied(item)
    held: dict[tuple[int, str], int] = {}
    of_answer: list[tuple[int, ...]] = []
    numbers = np.full(len(given), -1, dtype=np.int64)
    values = [json.loads(text) for text in texts]
    for row in np.flatnonzero(given >= 0).tolist():
        which = (int(given[row]), seeds[row] if varied else "")
        if which not in held:
            held[which] = len(of_answer)
            of_answer.append(_places(known, chosen(item, values[which[0]], seeds[row])))
        numbers[row] = held[which]
    return Choices(tuple(known.values()), tuple(of_answer), numbers)


def _places(known: dict[str, Choice], choices: list[Choice]) -> tuple[int, ...]:
    for choice in choices:
        known.setdefault(choice.key, choice)
    order = list(known)
    return tuple(order.index(choice.key) for choice in choices)


def _counts(session: Session, within: Any) -> tuple[int, int]:
    """Candidates of the demonstration, and candidates who passed by their newest result."""
    made_up = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .join(within, within.c.id == Attempt.id)
        .join(Person, Person.id == Attempt.person_id)
        .where(Person.is_demo)
    )
    newest = select(Result.attempt_id, func.max(Result.version).label("version")).group_by(Result.attempt_id).subquery()
    passed = session.scalar(
        select(func.count())
        .select_from(Result)
        .join(newest, (newest.c.attempt_id == Result.attempt_id) & (newest.c.version == Result.version))
        .join(within, within.c.id == Result.attempt_id)
        .where(Result.passed.is_(True))
    )
    return made_up or 0, passed or 0
