"""The life of an attempt: the draw, the deadline, the end, the result, and the chains that prove them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from assessments import rules
from assessments.access import place_of
from assessments.chains import chain_breaks
from assessments.errors import AttemptsUsedUp, DrawImpossible, TooEarly
from assessments.models import Answer, Attempt, AttemptEvent, AttemptItem, AttemptState, Item, ItemEdition, Mark, Result
from assessments.services import Sent, finish_overdue, release, save_answer, start_attempt, submit
from assessments.signals import attempt_marked
from core.append_only import APPEND_ONLY
from tests.factories.assessments import essay, make_attempt, make_case, make_exam, make_learner, sign_in, single

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def slugs(session, attempt):
    query = select(Item.slug).join(ItemEdition, ItemEdition.item_id == Item.id)
    query = query.join(AttemptItem, AttemptItem.item_edition_id == ItemEdition.id)
    return session.scalars(query.where(AttemptItem.attempt_id == attempt.id).order_by(AttemptItem.position)).all()


def answer(session, attempt, position, value, seq=1):
    """Store an answer through the service, as a request would."""
    place = place_of(session, attempt.person_id, attempt.ref, position)
    return save_answer(session, place, Sent(seq, f"{position}-{seq}", value), now=attempt.opened_at)


# ---- The draw ---------------------------------------------------------------------------


def test_the_draw_keeps_to_the_blueprint(session):
    items = [single(n, "deadlines" if n % 2 else "law-sources", difficulty=1 + n % 3) for n in range(1, 13)]
    blueprint = [
        {"competency": "deadlines", "difficulty": [1, 2], "count": 2},
        {"competency": "law-sources", "count": 3},
        {"count": 1},
    ]
    attempt = make_attempt(session, make_exam(session, items, blueprint=blueprint))
    editions = session.scalars(
        select(ItemEdition)
        .join(AttemptItem, AttemptItem.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id)
    ).all()
    assert len(editions) == 6
    assert len({edition.id for edition in editions}) == 6
    count = Counter(name for edition in editions for name in edition.competencies)
    assert count["deadlines"] >= 2
    assert count["law-sources"] >= 3
    assert sum(edition.competencies == ["deadlines"] and edition.difficulty <= 2 for edition in editions) >= 2


def test_two_attempts_are_drawn_differently_and_each_can_be_proved_from_its_seed(session):
    exam = make_exam(session, [single(n) for n in range(1, 21)], blueprint=[{"count": 5}], shuffle=True)
    drawn = [slugs(session, make_attempt(session, exam)) for _ in range(6)]
    assert len({tuple(each) for each in drawn}) > 1
    opened = session.scalars(select(AttemptEvent).where(AttemptEvent.type == "opened")).all()
    seeds = {attempt.id: attempt.seed for attempt in session.scalars(select(Attempt))}
    assert all(event.payload["seed"] == seeds[event.attempt_id] for event in opened)


def test_an_exam_whose_pool_is_too_small_spends_no_attempt(session):
    exam = make_exam(session, [single(1)], blueprint=[{"count": 5}])
    with session.begin_nested() as part, pytest.raises(DrawImpossible):
        make_attempt(session, exam)
    part.rollback() if part.is_active else None


def test_the_values_of_a_parametric_item_are_stored_with_the_draw(session):
    item = {
        "id": "par", "type": "number", "difficulty": 2, "competencies": ["pay"], "points": "1", "prompt": {"ru": "Сколько будет {{n}} и 1?", "kk": "{{n}} және 1?"},
        "unit": {"ru": "дней", "kk": "күн"}, "params": {"n": {"type": "int", "values": ["3", "5", "8"]}}, "formula": "n + 1",
    }  # fmt: skip
    attempt = make_attempt(session, make_exam(session, [item]))
    assert session.scalars(select(AttemptItem.params).where(AttemptItem.attempt_id == attempt.id)).one()["n"] in {
        "3",
        "5",
        "8",
    }


# ---- Starting ------------------------------------------------------------------------------


def test_starting_again_leads_to_the_open_attempt(session):
    person, exam = make_learner(session), make_exam(session)
    first = make_attempt(session, exam, person)
    assert make_attempt(session, exam, person).id == first.id
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_no_more_attempts_than_allowed(session):
    person, exam = make_learner(session), make_exam(session, attempts_allowed=1)
    submit(session, make_attempt(session, exam, person), person_id=person.id, now=datetime.now(UTC))
    with pytest.raises(AttemptsUsedUp):
        make_attempt(session, exam, person)
    assert make_attempt(session, exam).number == 1


def test_a_pause_between_attempts_is_kept(session):
    person, exam = make_learner(session), make_exam(session, wait_hours=24)
    attempt = start_attempt(session, exam, person_id=person.id, language="ru", now=NOW)
    submit(session, attempt, person_id=person.id, now=NOW + timedelta(minutes=5))
    with pytest.raises(TooEarly):
        start_attempt(session, exam, person_id=person.id, language="ru", now=NOW + timedelta(hours=24))
    later = start_attempt(session, exam, person_id=person.id, language="ru", now=NOW + timedelta(hours=24, minutes=6))
    assert later.number == 2


def test_an_attempt_whose_time_is_over_does_not_block_the_next(session):
    person, exam = make_learner(session), make_exam(session)
    first = start_attempt(session, exam, person_id=person.id, language="ru", now=NOW)
    second = start_attempt(session, exam, person_id=person.id, language="ru", now=NOW + timedelta(hours=2))
    assert (first.state, second.number) != (AttemptState.OPEN, 1)
    assert first.submitted_at == first.deadline_at


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "exam"},
        {"kind": "x", "slug": "e"},
        {"kind": "exam", "slug": "\x00"},
        {"kind": "exam", "slug": "e", "edition": "0"},
    ],
)
def test_a_start_of_the_wrong_shape_is_refused(session, client, form):
    sign_in(session, client, make_learner(session))
    assert client.post("/attempts", data=form).status_code == 400


def test_an_unknown_exam_is_not_found(session, client):
    sign_in(session, client, make_learner(session))
    assert client.post("/attempts", data={"kind": "exam", "slug": "nowhere"}).status_code == 404
    assert client.post("/attempts", data={"kind": "case", "slug": "nowhere", "edition": "3"}).status_code == 404


# ---- The end ---------------------------------------------------------------------------------


def test_the_minute_job_submits_as_of_the_deadline_with_the_last_stored_answers(session):
    attempt = start_attempt(session, make_exam(session), person_id=make_learner(session).id, language="ru", now=NOW)
    answer(session, attempt, 1, "b")
    deadline = NOW + timedelta(hours=1)
    assert finish_overdue(session, now=deadline + timedelta(seconds=30)) == 0
    assert finish_overdue(session, now=deadline + timedelta(hours=7)) == 1
    assert finish_overdue(session, now=deadline + timedelta(hours=8)) == 0
    assert attempt.submitted_at == attempt.deadline_at
    assert session.scalars(select(Result.points).where(Result.attempt_id == attempt.id)).one() == 2
    kinds = session.scalars(
        select(AttemptEvent.type).where(AttemptEvent.attempt_id == attempt.id).order_by(AttemptEvent.n)
    ).all()
    assert kinds == ["opened", "auto_submitted", "marked", "released"]


def test_a_read_submits_when_the_job_is_late(session, client):
    person = make_learner(session)
    attempt = start_attempt(
        session, make_exam(session), person_id=person.id, language="ru", now=datetime.now(UTC) - timedelta(hours=3)
    )
    sign_in(session, client, person)
    page = client.get(f"/attempts/{attempt.ref}", follow_redirects=True)
    assert page.request.path.endswith("/result")
    assert "Время вышло" in page.text
    session.refresh(attempt)
    assert attempt.submitted_at == attempt.deadline_at


def test_submitting_twice_changes_nothing(session, client):
    person = make_learner(session)
    attempt = make_attempt(session, make_exam(session), person)
    sign_in(session, client, person)
    for _ in range(2):
        assert client.post(f"/attempts/{attempt.ref}/submission", data={"sure": "y"}).status_code == 303
    assert session.scalar(select(func.count()).select_from(Result)) == 1
    assert session.scalar(select(func.count()).select_from(Mark)) == 3


def test_the_packages_above_hear_of_a_result_once(session):
    heard = []
    receiver = lambda session, **news: heard.append((news["attempt"].id, news["result"].version, news["now"]))  # noqa: E731
    attempt_marked.connect(receiver)
    try:
        attempt = start_attempt(session, make_exam(session), person_id=make_learner(session).id, language="ru", now=NOW)
        for _ in range(2):
            submit(session, attempt, person_id=attempt.person_id, now=NOW + timedelta(minutes=1))
    finally:
        attempt_marked.disconnect(receiver)
    assert heard == [(attempt.id, 1, NOW + timedelta(minutes=1))]


# ---- The result ----------------------------------------------------------------------------------


def finished(session, exam, values):
    attempt = start_attempt(session, exam, person_id=make_learner(session).id, language="ru", now=NOW)
    for position, value in enumerate(values, 1):
        if value is not None:
            answer(session, attempt, position, value)
    submit(session, attempt, person_id=attempt.person_id, now=NOW + timedelta(minutes=9))
    return attempt, session.scalars(select(Result).where(Result.attempt_id == attempt.id)).one()


@pytest.mark.parametrize(
    ("values", "points", "passed"), [("bbb", 6, True), ("bba", 4, True), ("baa", 2, False), ([None] * 3, 0, False)]
)
def test_the_pass_line_is_a_share_of_all_points(session, values, points, passed):
    _, result = finished(session, make_exam(session, pass_percent=60), values)
    assert (result.points, result.max_points, result.passed) == (points, 6, passed)


def test_a_missed_floor_fails_whatever_the_sum(session):
    items = [single(1, "deadlines"), single(2), single(3), single(4)]
    _, result = finished(session, make_exam(session, items, floors={"deadlines": 50}), "abbb")
    assert result.points == 6
    assert (result.passed, result.rule["missed"]) == (False, ["deadlines"])
    assert result.by_competency["deadlines"] == {"points": "0", "max": "2", "waiting": "0", "items": 1}


def test_points_that_wait_for_a_person_leave_the_verdict_open_only_if_they_decide(session):
    items = [single(1), single(2), essay(1)]
    assert (
        finished(session, make_exam(session, items, pass_percent=50), ["b", "b", {"text": "Позиция"}])[1].passed is True
    )
    assert (
        finished(session, make_exam(session, items, pass_percent=75), ["b", "b", {"text": "Позиция"}])[1].passed is None
    )
    attempt, result = finished(session, make_exam(session, items, pass_percent=75), ["a", "a", {"text": "Позиция"}])
    assert result.passed is False
    assert attempt.state == AttemptState.MARKING


def test_an_exam_of_the_kind_after_release_tells_nothing_before_it(session, client):
    person = make_learner(session)
    attempt = make_attempt(session, make_exam(session, feedback="after-release"), person)
    sign_in(session, client, person)
    client.post(f"/attempts/{attempt.ref}/submission", data={"sure": "y"})
    closed = client.get(f"/attempts/{attempt.ref}/result")
    assert "Разбор вопросов откроется" in closed.text
    assert "FEEDBACK" not in closed.text
    session.refresh(attempt)
    assert release(session, attempt, now=datetime.now(UTC))
    session.commit()
    assert "FEEDBACK-B-1" in client.get(f"/attempts/{attempt.ref}/result").text


# ---- Cost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [5, 500])
def test_a_question_costs_the_same_few_statements_for_5_and_for_500(session, client, count_queries, count):
    person = make_learner(session)
    attempt = make_attempt(session, make_exam(session, [single(n) for n in range(1, count + 1)]), person)
    sign_in(session, client, person)
    client.get(f"/attempts/{attempt.ref}/2")
    count_queries()
    assert client.get(f"/attempts/{attempt.ref}/3").status_code == 200
    assert len(count_queries()) == 4


# ---- Chains -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE answers SET value = '\"a\"' WHERE seq = 2", "DELETE FROM answers WHERE seq = 1", "DELETE FROM answers WHERE seq = 2",
        "UPDATE answers SET received_at = '2026-11-23 05:00:00.000000' WHERE seq = 1", "UPDATE answers SET late = (1 = 1) WHERE seq = 2",
        "UPDATE attempt_events SET actor_id = 99999 WHERE n = 1", "DELETE FROM attempt_events WHERE n = 2",
    ],
)  # fmt: skip
def test_whatever_is_changed_behind_the_application_is_found(session, tampering):
    attempt = start_attempt(session, make_exam(session), person_id=make_learner(session).id, language="ru", now=NOW)
    answer(session, attempt, 1, "a")
    answer(session, attempt, 1, "b", seq=2)
    submit(session, attempt, person_id=attempt.person_id, now=NOW + timedelta(minutes=1))
    assert list(chain_breaks(session)) == []
    unguarded(session, tampering)
    session.expire_all()
    assert {each.attempt_ref for each in chain_breaks(session)} == {attempt.ref}


def unguarded(session, statement):
    """Act as somebody who may do everything in the database: take the guards away first."""
    assert {"answers", "attempt_events", "marks", "results"} <= set(APPEND_ONLY)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA foreign_keys = OFF"))
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('answers', 'attempt_events')")
        )
        for name in names.all():
            session.execute(text(f'DROP TRIGGER "{name}"'))
        session.execute(text("DELETE FROM marks")) if "marks" not in guarded(session) else None
    else:
        for table in ("answers", "attempt_events", "marks"):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text("DELETE FROM marks"))
    session.execute(text(statement))


def guarded(session):
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'marks'")).all()
    for name in names:
        session.execute(text(f'DROP TRIGGER "{name}"'))
    return ()


# ---- Properties of the pure rules ----------------------------------------------------------------------

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of a rule."""
halves = st.integers(0, 20).map(lambda n: Decimal(n) / 2)


@st.composite
def places(draw):
    most = draw(halves)
    names = draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True))
    return rules.Marked(
        {name: most / len(names) for name in names}, draw(st.integers(0, 4)) * most / 4, most, draw(st.booleans())
    )


@PATIENT
@given(st.lists(places(), max_size=12), st.integers(0, 100))
def test_points_stay_within_their_bounds_and_add_up_by_competency(marked, percent):
    whole, parts = rules.tallies(marked)
    assert 0 <= whole.points <= whole.max
    for name in ("points", "max", "waiting"):
        assert abs(sum(getattr(part, name) for part in parts.values()) - getattr(whole, name)) < Decimal("1e-20")
    assert all(0 <= part.points <= part.max for part in parts.values())
    line = rules.percent_line(whole, parts, Decimal(percent), {})
    assert 0 <= line.total <= whole.max + whole.waiting


@PATIENT
@given(st.lists(places(), max_size=12), st.integers(0, 100), st.integers(0, 100))
def test_the_verdict_never_turns_when_the_waiting_points_come(marked, percent, floor):
    whole, parts = rules.tallies(marked)
    line = rules.percent_line(whole, parts, Decimal(percent), {"a": Decimal(floor)})
    before = rules.verdict(whole, parts, line)
    for got in (Decimal(0), Decimal(1)):
        final = [
            rules.Marked(each.shares, each.max_points * got if each.waits else each.points, each.max_points)
            for each in marked
        ]
        after = rules.verdict(*rules.tallies(final), line)
        assert after is not None
        assert before is None or before == after


@PATIENT
@given(st.integers(-100, 100))
def test_only_the_deadline_and_its_grace_decide_what_is_late(seconds):
    assert rules.is_over(NOW, NOW + timedelta(seconds=seconds)) == (seconds > 30)
    assert not rules.is_over(None, NOW + timedelta(seconds=seconds))


def test_a_case_has_no_deadline_of_its_own(session):
    attempt = make_attempt(session, make_case(session))
    assert attempt.deadline_at is None
    assert finish_overdue(session, now=NOW + timedelta(days=900)) == 0
    assert session.scalars(select(Answer)).all() == []
