"""A run from the question to the stored figures, on both engines: what counts, what is kept, what is never changed."""

from datetime import UTC, datetime

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from assessments.items import read_item
from assessments.models import AttemptState, ExamEdition
from assessments.statistics.choices import chosen
from assessments.statistics.figures import Found, found
from assessments.statistics.jobs import find_figures
from assessments.statistics.models import ChoiceFigures, ItemFigures, Method, StatisticsRun, StatisticsSummary
from assessments.statistics.read import read
from assessments.statistics.services import ask_for_figures, keep
from core.models import Job
from tests.factories.assessments import NOW, make_attempt
from tests.factories.statistics import make_long_exam, make_sitting, rasch
from tests.factories.unions import make_federation

LATER = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def figures_of(session: Session, edition: ExamEdition, federation_id: int | None = None) -> Found:
    return found(read(session, edition.id, federation_id).sheet)


def test_the_figures_are_those_of_the_answers_that_were_stored(session: Session):
    edition, solved = make_long_exam(session, 8), rasch(60, 8)
    make_sitting(session, edition, solved, kazakh=[n % 3 == 0 for n in range(60)])
    whole = figures_of(session, edition)
    assert (whole.candidates, whole.kazakh, whole.drawn) == (60, 20, False)
    assert whole.reliability.method is Method.KR20
    for n in range(8):
        worked = whole.items[n].worked
        assert worked.difficulty == pytest.approx(float(solved[:, n].mean()))
        assert worked.omitted == 0
        assert worked.seconds == pytest.approx(40, abs=0.01)
        assert {row.choice.key: row.chosen for row in worked.choices}["b"] == int(solved[:, n].sum())
        assert sum(row.chosen for row in worked.choices) == 60
        assert [row.choice.label["kk"] for row in worked.choices] == [f"{name}-{n + 1}" for name in "ABCD"]


def test_a_drawn_item_is_judged_by_those_who_had_it(session: Session):
    edition, solved = make_long_exam(session, 6), rasch(90, 6)
    drawn = np.array([[(row + n) % 3 != 0 for n in range(6)] for row in range(90)])
    make_sitting(session, edition, solved, drawn=drawn)
    whole = figures_of(session, edition)
    assert whole.reliability.method is Method.DRAWN
    for n in range(6):
        assert whole.items[n].worked.had == int(drawn[:, n].sum())
        assert whole.items[n].exposure == pytest.approx(2 / 3)
        assert whole.items[n].worked.difficulty == pytest.approx(float(solved[drawn[:, n], n].mean()))


def test_only_first_attempts_with_all_their_marks_count(session: Session):
    edition = make_long_exam(session, 3)
    make_sitting(session, edition, rasch(30, 3), state=AttemptState.MARKED)
    make_sitting(session, edition, rasch(5, 3), state=AttemptState.MARKING)
    make_sitting(session, edition, rasch(4, 3), state=AttemptState.VOIDED)
    make_sitting(session, edition, rasch(3, 3), number=2)
    make_attempt(session, edition)
    assert figures_of(session, edition).candidates == 30


def test_a_federation_s_figures_rest_on_its_own_people(session: Session):
    edition, own, other = make_long_exam(session, 3), make_federation(session), make_federation(session)
    make_sitting(session, edition, rasch(31, 3), federation_id=own.id)
    make_sitting(session, edition, rasch(33, 3), federation_id=other.id, demo=True)
    make_sitting(session, edition, rasch(7, 3))
    assert [figures_of(session, edition, who).candidates for who in (own.id, other.id, None)] == [31, 33, 71]
    assert [read(session, edition.id, who).made_up for who in (own.id, other.id)] == [0, 33]


def test_an_answer_that_is_no_option_is_read_by_the_mistake_that_it_shows():
    """A number: the right value, and each value that the author named as a mistake."""
    number = {
        "id": "n1", "type": "number", "difficulty": 2, "competencies": ["pay-time-calc"], "norms": [], "basis": "norm-based", "points": "1",
        "prompt": {"ru": "Сколько?", "kk": "Қанша?"}, "unit": {"ru": "дней", "kk": "күн"}, "key": "10",
        "near": [{"value": "12", "mistake": {"ru": "Лишние дни", "kk": "Артық күн"}, "feedback": {"ru": "Нет.", "kk": "Жоқ."}}],
        "feedback": {"right": {"ru": "Да.", "kk": "Иә."}, "other": {"ru": "Нет.", "kk": "Жоқ."}},
    }  # fmt: skip
    item = read_item(number)
    said = [
        (choice.label.get("kk"), choice.right) for value in ("10", "12", "77") for choice in chosen(item, value, "s")
    ]
    assert said == [("10", True), ("Артық күн", False), (None, False)]


def asked(session: Session, edition: ExamEdition, federation_id: int | None = None) -> StatisticsRun:
    return ask_for_figures(session, edition.id, federation_id=federation_id, by_id=None, now=NOW)


def test_asking_twice_while_the_first_waits_is_one_run(session: Session):
    edition, other = make_long_exam(session, 3), make_long_exam(session, 3)
    federation = make_federation(session)
    run = asked(session, edition)
    assert asked(session, edition).id == run.id
    assert asked(session, other).id != run.id
    assert asked(session, edition, federation.id).id != run.id
    session.execute(update(Job).values(state="done"))
    assert asked(session, edition).id != run.id


def test_the_worker_stores_what_it_found_once(app: Flask, session: Session):
    edition = make_long_exam(session, 5)
    make_sitting(session, edition, rasch(40, 5), demo=True)
    run = asked(session, edition)
    session.commit()
    for _ in range(2):
        find_figures(app, {"run": run.id})
    session.expire_all()
    summary = session.get_one(StatisticsSummary, run.id)
    assert (summary.candidates, summary.made_up, summary.method) == (40, 40, Method.KR20)
    assert summary.by_language == {"ru": 40, "kk": 0}
    assert sum(summary.results) == 40
    rows = session.scalars(select(ItemFigures).where(ItemFigures.run_id == run.id).order_by(ItemFigures.position)).all()
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    choices = session.scalars(select(ChoiceFigures).where(ChoiceFigures.item_figures_id == rows[0].id)).all()
    assert [row.right for row in choices] == [False, True, False, False]


def test_too_few_candidates_are_stored_as_a_summary_without_figures(app: Flask, session: Session):
    edition = make_long_exam(session, 3)
    make_sitting(session, edition, rasch(12, 3))
    run = asked(session, edition)
    session.commit()
    find_figures(app, {"run": run.id})
    session.expire_all()
    summary = session.get_one(StatisticsSummary, run.id)
    assert (summary.candidates, summary.mean, summary.method, summary.why_not) == (12, None, Method.NONE, "few")
    assert set(session.scalars(select(ItemFigures.difficulty))) == {None}


def test_an_exam_that_nobody_sat_is_no_fault(app: Flask, session: Session):
    run = asked(session, make_long_exam(session, 3))
    session.commit()
    find_figures(app, {"run": run.id})
    session.expire_all()
    assert session.get_one(StatisticsSummary, run.id).candidates == 0


@pytest.mark.parametrize("table", [StatisticsRun, StatisticsSummary, ItemFigures, ChoiceFigures])
def test_what_was_found_is_never_changed(session: Session, table: type):
    edition = make_long_exam(session, 3)
    make_sitting(session, edition, rasch(30, 3))
    run = asked(session, edition)
    seen = read(session, edition.id, None)
    keep(session, run, seen, found(seen.sheet), minutes=60, now=LATER)
    session.flush()
    column = {
        "StatisticsRun": "asked_at",
        "StatisticsSummary": "candidates",
        "ItemFigures": "had",
        "ChoiceFigures": "chosen",
    }[table.__name__]
    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(update(table).values({column: LATER if column == "asked_at" else 1}))
