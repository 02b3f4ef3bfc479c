"""Two marks of one script: hidden from each other, the mean when they agree, a third person when they do not."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from assessments.marking.models import Allocation, Round, ScriptMark
from assessments.marking.rules import open_rounds
from assessments.models import Attempt, AttemptState, Mark, Result
from tests.marking.world import account_of, essay_exam, make_marker, script_of, sheet, submitted

DOUBLE = {"double": True}


@pytest.fixture
def three(session, side, marker):
    """Three markers of the federation."""
    return [marker, make_marker(session, side.federation), make_marker(session, side.federation)]


@pytest.fixture
def script(session, author, three):
    return script_of(session, submitted(session, essay_exam(session, double=True), author))


def mark(session, sign_in, client, person, script, level, **more):
    sign_in(account_of(session, person))
    held = client.post(f"/marking/{script.ref}/hold")
    assert held.status_code == 303, held.text
    stored = client.post(f"/marking/{script.ref}", data=sheet(level, **more))
    assert stored.status_code == 303, stored.text


def state_of(session, script):
    session.expire_all()
    return session.get_one(Attempt, script.attempt_id).state


def test_two_marks_that_agree_count_together(session, sign_in, client, script, three):
    mark(session, sign_in, client, three[0], script, 2, comment="ПЕРВЫЙ")
    assert state_of(session, script) == AttemptState.MARKING
    mark(session, sign_in, client, three[1], script, 3, comment="ВТОРОЙ")
    assert state_of(session, script) == AttemptState.RELEASED
    counted = session.scalars(select(Mark).where(Mark.marker_id.is_not(None))).one()
    assert str(counted.points) == "3.5"
    assert counted.by_part["levels"] == {"k1": [2, 3]}
    assert counted.comment == "ПЕРВЫЙ\n\nВТОРОЙ"


def test_the_second_marker_sees_nothing_of_the_first(session, sign_in, client, script, three):
    mark(session, sign_in, client, three[0], script, 1, comment="СЛОВА-ПЕРВОГО")
    sign_in(account_of(session, three[1]))
    client.post(f"/marking/{script.ref}/hold")
    page = client.get(f"/marking/{script.ref}").text
    assert "СЛОВА-ПЕРВОГО" not in page
    assert "Вы второй проверяющий" in page
    assert " checked" not in page.split('id="sheet"')[1].split("</form>")[0]


def test_both_may_work_at_the_same_time_and_a_third_waits(session, sign_in, client, script, three):
    for person in three[:2]:
        sign_in(account_of(session, person))
        assert client.post(f"/marking/{script.ref}/hold").status_code == 303
    sign_in(account_of(session, three[2]))
    assert client.post(f"/marking/{script.ref}/hold").status_code == 409


def test_marks_too_far_apart_go_to_a_third_who_sees_both_and_decides(session, sign_in, client, script, three):
    mark(session, sign_in, client, three[0], script, 0, comment="СЛОВА-ПЕРВОГО")
    mark(session, sign_in, client, three[1], script, 3, comment="СЛОВА-ВТОРОГО")
    assert state_of(session, script) == AttemptState.MARKING
    assert session.scalars(select(Mark).where(Mark.marker_id.is_not(None))).all() == []
    sign_in(account_of(session, three[0]))
    assert client.post(f"/marking/{script.ref}/hold").status_code == 409
    sign_in(account_of(session, three[2]))
    assert "Спорн" in client.get("/marking").text or "Для вас" in client.get("/marking").text
    for act in ("look", "hold"):
        if act == "hold":
            client.post(f"/marking/{script.ref}/hold")
            session.expire_all()
        page = client.get(f"/marking/{script.ref}").text
        assert "СЛОВА-ПЕРВОГО" in page
        assert "СЛОВА-ВТОРОГО" in page
    mark(session, sign_in, client, three[2], script, 2)
    assert state_of(session, script) == AttemptState.RELEASED
    assert session.scalars(select(Result.points).order_by(Result.version.desc())).first() == 3


def test_a_marker_in_doubt_asks_for_a_second(session, sign_in, client, author, three):
    script = script_of(session, submitted(session, essay_exam(session), author))
    mark(session, sign_in, client, three[0], script, 2, second="y")
    assert state_of(session, script) == AttemptState.MARKING
    rounds = session.scalars(select(Allocation.round).where(Allocation.script_id == script.id)).all()
    assert sorted(rounds) == [Round.FIRST, Round.SECOND]
    mark(session, sign_in, client, three[1], script, 2)
    assert state_of(session, script) == AttemptState.RELEASED


def test_agreement_of_a_pair_is_shown_by_codes(session, sign_in, client, script, three):
    sign_in(account_of(session, three[0]))
    assert "Двойных проверок пока нет" in client.get("/marking/agreement").text
    mark(session, sign_in, client, three[0], script, 2)
    mark(session, sign_in, client, three[1], script, 3)
    page = client.get("/marking/agreement").text
    assert "М-" in page
    assert "мало данных" in page
    assert "Проверкин" not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("points", "double", "wanted"),
    [
        ({}, False, (Round.FIRST,)),
        ({}, True, (Round.FIRST, Round.SECOND)),
        ({Round.FIRST: 2}, False, ()),
        ({Round.SECOND: 2}, True, (Round.FIRST,)),
        ({Round.FIRST: 2, Round.SECOND: 4}, True, ()),
        ({Round.FIRST: 2, Round.SECOND: 5}, True, (Round.THIRD,)),
        ({Round.FIRST: 2, Round.SECOND: 5, Round.THIRD: 3}, True, ()),
    ],
)
def test_which_rounds_are_open(points, double, wanted):
    marks = {
        round_: ScriptMark(points=given, asks_second=False, at=datetime.now(UTC)) for round_, given in points.items()
    }
    assert open_rounds(marks, is_double=double, allowed=Decimal(2)) == wanted
