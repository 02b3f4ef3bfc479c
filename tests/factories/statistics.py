"""Makes a whole sitting at once: rows are written as they would stand after marking, without going through each answer."""

import itertools
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from assessments.models import (
    Answer,
    Attempt,
    AttemptItem,
    AttemptState,
    ExamEdition,
    ExamPoolItem,
    ItemEdition,
    Mark,
    Result,
)
from people.models import Person
from tests.factories.assessments import NOW, make_exam, single

_turns = itertools.count(1)
PORTION = 20_000


def four(n: int, **given: Any) -> dict[str, Any]:
    """An item of one right option `b` and three wrong ones."""
    options = [
        {"id": name, "text": {"ru": f"{name.upper()} {n}", "kk": f"{name.upper()}-{n}"}, "feedback": {"ru": "Так.", "kk": "Солай."},
         **({"right": True} if name == "b" else {"mistake": {"ru": f"Ошибка {name}", "kk": f"Қате {name}"}})}
        for name in "abcd"
    ]  # fmt: skip
    return single(n, options=options, **given)


def make_long_exam(session: Session, count: int, **given: Any) -> ExamEdition:
    """An exam of many four-option items of one point."""
    return make_exam(session, [four(n, points="1") for n in range(1, count + 1)], **given)


def rasch(persons: int, items: int, seed: int = 1) -> "np.ndarray[Any, Any]":
    """Right and wrong by Rasch's model: abilities normal, difficulties even from −1.5 to 1.5; the same for the same seed."""
    chance = np.random.default_rng(seed)
    ability, difficulty = chance.normal(0.3, 1.0, persons), np.linspace(-1.5, 1.5, items)
    return chance.random((persons, items)) < 1 / (1 + np.exp(difficulty[None, :] - ability[:, None]))


def make_sitting(
    session: Session, edition: ExamEdition, solved: Any, *, drawn: Any = None, kazakh: Sequence[bool] = (), federation_id: int | None = None,
    state: AttemptState = AttemptState.RELEASED, number: int = 1, demo: bool = False,
) -> list[int]:  # fmt: skip
    """Marked attempts of new people; right is option `b`, wrong goes round `a`, `c`, `d`. Returns the ids of the attempts.

    :param solved: candidates × items of the pool
    :param drawn: which items stand in whose attempt; all when left out
    """
    solved = np.asarray(solved, dtype=bool)
    drawn = np.ones(solved.shape, dtype=bool) if drawn is None else np.asarray(drawn, dtype=bool)
    pool = list(
        session.execute(
            select(ItemEdition.id, ItemEdition.points)
            .join(ExamPoolItem, ExamPoolItem.item_edition_id == ItemEdition.id)
            .where(ExamPoolItem.exam_edition_id == edition.id)
            .order_by(ExamPoolItem.id)
        )
    )
    languages = ["kk" if turn < len(kazakh) and kazakh[turn] else "ru" for turn in range(len(solved))]
    people, attempts, places = (_next(session, model) for model in (Person, Attempt, AttemptItem))
    answers, marks, results = (_next(session, model) for model in (Answer, Mark, Result))
    _insert(session, Person, (_person(people + turn, federation_id, demo) for turn in range(len(solved))))
    ids = range(attempts, attempts + len(solved))
    _insert(
        session,
        Attempt,
        (_attempt(attempts + t, people + t, edition, languages[t], state, number) for t in range(len(solved))),
    )
    cells = [(t, n) for t in range(len(solved)) for n in np.flatnonzero(drawn[t]).tolist()]
    _insert(session, AttemptItem, (
        {"id": places + at, "attempt_id": attempts + t, "item_edition_id": pool[n].id, "position": n + 1, "stage_no": 1, "params": {}, "points": pool[n].points}
        for at, (t, n) in enumerate(cells)
    ))  # fmt: skip
    _insert(session, Answer, (
        {"id": answers + at, "attempt_id": attempts + t, "attempt_item_id": places + at, "seq": 1, "key": f"k{at}",
         "value": "b" if solved[t, n] else "acd"[(t + n) % 3], "received_at": NOW + timedelta(seconds=40 * (n + 1)), "late": False, "tab_id": "",
         "prev_hash": "0" * 64, "hash": "0" * 64}
        for at, (t, n) in enumerate(cells)
    ))  # fmt: skip
    _insert(session, Mark, (
        {"id": marks + at, "attempt_item_id": places + at, "answer_id": answers + at, "points": pool[n].points if solved[t, n] else 0,
         "max_points": pool[n].points, "by_part": {}, "comment": "", "at": NOW}
        for at, (t, n) in enumerate(cells)
    ))  # fmt: skip
    most = [sum(pool[n].points for n in np.flatnonzero(row)) for row in drawn]
    got = [sum(pool[n].points for n in np.flatnonzero(row)) for row in drawn & solved]
    _insert(session, Result, (
        {"id": results + t, "attempt_id": attempts + t, "version": 1, "points": got[t], "max_points": most[t], "waiting_points": 0, "by_competency": {},
         "passed": bool(most[t] and got[t] / most[t] >= 0.6), "pass_percent": 60, "rule": {}, "reason": "", "made_at": NOW}
        for t in range(len(solved))
    ))  # fmt: skip
    _follow(session, Person, Attempt, AttemptItem, Answer, Mark, Result)
    return list(ids)


def _person(number: int, federation_id: int | None, demo: bool) -> dict[str, Any]:
    return {
        "id": number, "ref": uuid.uuid4().hex, "given_name": "Кандидат", "family_name": str(number), "search_key": str(number), "language": "ru",
        "federation_id": federation_id, "is_demo": demo, "created_at": NOW, "patronymic": "", "latin_name": "", "phone": "", "email": "",
    }  # fmt: skip


def _attempt(
    id_: int, person_id: int, edition: ExamEdition, language: str, state: AttemptState, number: int
) -> dict[str, Any]:
    return {
        "id": id_, "ref": uuid.uuid4().hex, "person_id": person_id, "exam_id": edition.exam_id, "exam_edition_id": edition.id, "number": number,
        "language": language, "state": state, "seed": f"{id_:032x}", "opened_at": NOW, "deadline_at": NOW + timedelta(hours=1),
        "submitted_at": NOW + timedelta(minutes=50), "stage_no": 1, "tab_id": "",
    }  # fmt: skip


def _next(session: Session, model: Any) -> int:
    return (session.scalar(select(func.max(model.id))) or 0) + 1


def _insert(session: Session, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while part := list(itertools.islice(rows, PORTION)):
        session.connection().execute(insert(model.__table__), part)


def _follow(session: Session, *models: Any) -> None:
    """On PostgreSQL the counters of ids go on behind what was written with ids."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        table = model.__tablename__
        session.execute(
            text("SELECT setval(pg_get_serial_sequence(:t, 'id'), :n)"), {"t": table, "n": _next(session, model) - 1}
        )
