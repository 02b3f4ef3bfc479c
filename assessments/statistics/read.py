"""From the database to the sheet: marked first attempts at an exam edition, with what was drawn, reached, answered and when.

Six hundred thousand places are read as plain columns: whole objects would take minutes.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Executable, Float, Integer, Text, cast, extract, func, select, type_coerce
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

AT_ONCE = 2_000


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
    opened_at = _seconds(session, Attempt.opened_at).label("opened")
    people = session.execute(
        chosen_attempts.with_only_columns(Attempt.id, Attempt.language, Attempt.seed, opened_at).order_by(Attempt.id)
    ).all()
    ids = np.array([row.id for row in people], dtype=np.int64)
    within = chosen_attempts.with_only_columns(Attempt.id).subquery()
    grid = _Grid(ids, np.array(pool.ids, dtype=np.int64))
    places = _marks(session, within, grid)
    choices = {
        place: _choices(item, places.given[:, place], places.texts, [row.seed for row in people])
        for place, item in enumerate(pool.items)
        if countable(item)
    }
    kazakh = np.array([row.language == "kk" for row in people], dtype=np.bool_)
    opened = np.array([row.opened for row in people], dtype=np.float64)
    seconds = _times(session, within, opened, places)
    made_up, passed = _counts(session, within)
    return Read(pool, Sheet(places.share, places.points, places.given >= 0, seconds, kazakh, choices), made_up, passed)


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


@dataclass(frozen=True)
class _Places:
    """What was drawn and marked, attempts × items.

    :ivar given: number of the counted answer in `texts`; -1 for none
    :ivar ids: id of the place, 0 where the item was not drawn
    """

    share: Floats
    points: Floats
    given: Whole
    ids: Whole
    texts: Sequence[str]


def _marks(session: Session, within: Any, grid: _Grid) -> _Places:
    """Shares and most points, and the answers that were marked; a later mark of a place replaces the earlier one."""
    share, points = np.full(grid.shape, np.nan), np.zeros(grid.shape[1])
    given, ids, newest = (np.full(grid.shape, start, dtype=np.int64) for start in (-1, 0, 0))
    numbers: defaultdict[str | None, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    query = (
        select(
            AttemptItem.id, AttemptItem.attempt_id, AttemptItem.item_edition_id, Mark.id, type_coerce(Mark.points, Integer),
            type_coerce(Mark.max_points, Integer), cast(Answer.value, Text),
        )
        .join(within, within.c.id == AttemptItem.attempt_id)
        .join(Mark, Mark.attempt_item_id == AttemptItem.id)
        .outerjoin(Answer, Answer.id == Mark.answer_id)
    )  # fmt: skip
    for place, attempt, item, mark, got, most, texts in _columns(session, query):
        marks = np.array(mark, dtype=np.int64)
        rows, columns = grid.rows(attempt), grid.columns(item)
        order = np.argsort(marks)
        order = order[marks[order] > newest[rows[order], columns[order]]]
        at = rows[order], columns[order]
        whole = np.array(most, dtype=np.float64)[order]
        newest[at], ids[at] = marks[order], np.array(place, dtype=np.int64)[order]
        share[at] = np.divide(np.array(got, dtype=np.float64)[order], whole, out=np.zeros(len(whole)), where=whole > 0)
        points[at[1]] = whole / 100
        given[at] = np.fromiter(map(numbers.__getitem__, texts), dtype=np.int64, count=len(texts))[order]
    for nothing in (None, "null"):
        given[given == numbers.get(nothing, -1)] = -1
    return _Places(share, points, given, ids, [text or "null" for text in numbers])


def _columns(session: Session, query: Executable) -> Iterator[tuple[Sequence[Any], ...]]:
    """The result in parts, column by column, as the driver gives it: a row of the mapper costs three times as much."""
    result = session.connection().execute(query, execution_options={"yield_per": AT_ONCE})
    cursor = result.cursor
    while cursor is not None and (part := cursor.fetchmany(AT_ONCE)):
        yield tuple(zip(*part, strict=True))
    result.close()


def _times(session: Session, within: Any, opened: Floats, places: _Places) -> Floats:
    """Seconds given to each item: all gaps that end with an answer to it, from the answer before, or from the start."""
    query = (
        select(Answer.attempt_item_id, _seconds(session, Answer.received_at))
        .join(within, within.c.id == Answer.attempt_id)
        .where(Answer.late.is_(False))
    )
    parts = [(np.array(p, dtype=np.int64), np.array(t, dtype=np.float64)) for p, t in _columns(session, query)]
    seconds = np.full(places.ids.shape, np.nan)
    if not parts:
        return seconds
    place, times = (np.concatenate(each) for each in zip(*parts, strict=True))
    rows, columns = _cells(place, places.ids)
    times = times - opened[rows]
    order = np.lexsort((times, rows))
    rows, columns, times = rows[order], columns[order], times[order]
    gaps = np.diff(times, prepend=0.0)
    first = np.diff(rows, prepend=-1) > 0
    gaps[first] = times[first]
    seconds[rows, columns] = 0.0
    np.add.at(seconds, (rows, columns), np.maximum(gaps, 0.0))
    return seconds


def _cells(wanted: Whole, ids: Whole) -> tuple[Whole, Whole]:
    """Row and column of each place id."""
    flat = ids.ravel()
    order = np.argsort(flat)
    found = order[np.searchsorted(flat, wanted, sorter=order)]
    return found // ids.shape[1], found % ids.shape[1]


def _seconds(session: Session, column: Any) -> Any:
    """A moment as seconds, on either engine."""
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(column) * 86400.0
    return cast(extract("epoch", column), Float)


def _choices(item: Item, given: Whole, texts: Sequence[str], seeds: Sequence[str]) -> Choices:
    """Which choices stand in the answers; an item with variants is read with the seed of each attempt."""
    known = {choice.key: choice for choice in offered(item)}
    numbers = np.full(len(given), -1, dtype=np.int64)
    answered = np.flatnonzero(given >= 0)
    if is_varied(item):
        numbers[answered] = np.arange(len(answered))
        of_answer = [_held(known, item, texts[given[row]], seeds[row]) for row in answered.tolist()]
    else:
        different, back = np.unique(given[answered], return_inverse=True)
        numbers[answered] = back
        of_answer = [_held(known, item, texts[number], "") for number in different.tolist()]
    return Choices(tuple(known.values()), tuple(of_answer), numbers)


def _held(known: dict[str, Choice], item: Item, text: str, seed: str) -> tuple[int, ...]:
    return _numbered(known, chosen(item, json.loads(text), seed))


def _numbered(known: dict[str, Choice], choices: list[Choice]) -> tuple[int, ...]:
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
