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
    ids, seeds = np.array([row.id for row in people], dtype=np.int64), [row.seed for row in people]
    within = chosen_attempts.with_only_columns(Attempt.id).subquery()
    grid = _Grid(ids, np.array(pool.ids, dtype=np.int64))
    places, stored = _marks(session, within, grid), _answers(session, within)
    given = _given(places, stored)
    choices = {
        place: _choices(item, given[:, place], stored.texts, seeds)
        for place, item in enumerate(pool.items)
        if countable(item)
    }
    kazakh = np.array([row.language == "kk" for row in people], dtype=np.bool_)
    opened = np.array([row.opened for row in people], dtype=np.float64)
    seconds = _times(stored, opened, places)
    made_up, passed = _counts(session, within)
    return Read(pool, Sheet(places.share, places.points, given >= 0, seconds, kazakh, choices), made_up, passed)


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

    def columns(self, ids: Sequence[int] | Whole) -> Whole:
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

    :ivar ids: id of the place, 0 where the item was not drawn
    :ivar answers: id of the answer that was marked, 0 for none
    """

    share: Floats
    points: Floats
    ids: Whole
    answers: Whole


@dataclass(frozen=True)
class _Answers:
    """Every stored answer that came in time.

    :ivar values: number of what was answered in `texts`
    """

    ids: Whole
    places: Whole
    seconds: Floats
    values: Whole
    texts: Sequence[str]


def _marks(session: Session, within: Any, grid: _Grid) -> _Places:
    """Shares and most points; a later mark of a place replaces the earlier one. One row for each attempt, numbers strung together."""
    share, points = np.full(grid.shape, np.nan), np.zeros(grid.shape[1])
    ids, answers, newest = (np.zeros(grid.shape, dtype=np.int64) for _ in range(3))
    columns = (
        AttemptItem.id, AttemptItem.item_edition_id, Mark.id, type_coerce(Mark.points, Integer), type_coerce(Mark.max_points, Integer),
        func.coalesce(Mark.answer_id, 0),
    )  # fmt: skip
    query = (
        select(
            AttemptItem.attempt_id, func.count(), *(func.aggregate_strings(cast(each, Text), " ") for each in columns)
        )
        .join(within, within.c.id == AttemptItem.attempt_id)
        .join(Mark, Mark.attempt_item_id == AttemptItem.id)
        .group_by(AttemptItem.attempt_id)
    )
    for attempt, count, *strung in _columns(session, query):
        place, item, mark, got, most, answer = (
            np.fromstring(" ".join(each), dtype=np.int64, sep=" ") for each in strung
        )
        rows, cols = np.repeat(grid.rows(attempt), np.array(count)), grid.columns(item)
        order = np.argsort(mark)
        order = order[mark[order] > newest[rows[order], cols[order]]]
        at, whole = (rows[order], cols[order]), most[order].astype(np.float64)
        newest[at], ids[at], answers[at] = mark[order], place[order], answer[order]
        share[at] = np.divide(got[order], whole, out=np.zeros(len(whole)), where=whole > 0)
        points[at[1]] = whole / 100
    return _Places(share, points, ids, answers)


def _answers(session: Session, within: Any) -> _Answers:
    """All answers that came in time, with their moment in seconds."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    query = (
        select(
            Answer.id,
            Answer.attempt_item_id,
            _seconds(session, Answer.received_at),
            func.coalesce(cast(Answer.value, Text), "null"),
        )
        .join(within, within.c.id == Answer.attempt_id)
        .where(Answer.late.is_(False))
    )
    parts = [
        (
            np.array(ids, dtype=np.int64), np.array(places, dtype=np.int64), np.array(seconds, dtype=np.float64),
            np.fromiter(map(numbers.__getitem__, texts), dtype=np.int64, count=len(texts)),
        )
        for ids, places, seconds, texts in _columns(session, query)
    ]  # fmt: skip
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return _Answers(nothing, nothing, np.zeros(0), nothing, ())
    ids, places, seconds, values = (np.concatenate(each) for each in zip(*parts, strict=True))
    return _Answers(ids, places, seconds, values, list(numbers))


def _given(places: _Places, stored: _Answers) -> Whole:
    """The number of the marked answer of each place; -1 where there is none, or one that was taken back."""
    given = np.full(places.ids.shape, -1, dtype=np.int64)
    marked = places.answers > 0
    order = np.argsort(stored.ids)
    given[marked] = stored.values[order[np.searchsorted(stored.ids, places.answers[marked], sorter=order)]]
    taken_back = [number for number, text in enumerate(stored.texts) if text == "null"]
    given[np.isin(given, taken_back)] = -1
    return given


def _columns(session: Session, query: Executable) -> Iterator[tuple[Sequence[Any], ...]]:
    """The result in parts, column by column, as the driver gives it: a row of the mapper costs three times as much.

    Nothing may have been fetched ahead, so the result is not asked to stream.
    """
    result = session.connection().execute(query)
    cursor = result.cursor
    while cursor is not None and (part := cursor.fetchmany(AT_ONCE)):
        yield tuple(zip(*part, strict=True))
    result.close()


def _times(stored: _Answers, opened: Floats, places: _Places) -> Floats:
    """Seconds given to each item: all gaps that end with an answer to it, from the answer before, or from the start."""
    seconds = np.full(places.ids.shape, np.nan)
    if not len(stored.ids):
        return seconds
    rows, columns = _cells(stored.places, places.ids)
    times = stored.seconds - opened[rows]
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
