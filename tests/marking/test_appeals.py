"""An appeal: within its days, before another person, with reasons; the result follows and stays proved."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assessments.chains import chain_breaks
from assessments.marking.models import Appeal, AppealDecision, ScriptMark
from assessments.models import AttemptEvent, Mark, Result
from core.models import Mail
from tests.marking.world import account_of, essay_exam, make_marker, make_member, make_side, script_of, sheet, submitted

REASON = "Норма названа во втором предложении моего ответа."
REASONS = "Норма действительно названа и связана с фактами, уровень выше."


@pytest.fixture
def other(session, side):
    return make_marker(session, side.federation)


@pytest.fixture
def marked(session, sign_in, client, author, marker):
    """An attempt that failed: the program gave 0 of 2, the marker 1 of 4."""
    attempt = submitted(session, essay_exam(session), author)
    script = script_of(session, attempt)
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    client.post(f"/marking/{script.ref}", data=sheet(1, comment="ПРЕЖНИЕ-СЛОВА"))
    return attempt


def appeal(session, sign_in, client, person, attempt, **more):
    sign_in(account_of(session, person))
    return client.post(f"/attempts/{attempt.ref}/appeal", data={"place": ["1", "2"], "reason": REASON, **more})


def decision(**more):
    return {"q1-points": "2", "q2-level-k1": "3", "q2-comment": "НОВЫЕ-СЛОВА", "reasons": REASONS, **more}


def test_an_appeal_raises_the_result_and_the_learner_reads_why(session, sign_in, client, author, marker, other, marked):
    page = client.get("/marking")
    assert page.status_code == 200
    sign_in(account_of(session, author))
    failed = client.get(f"/attempts/{marked.ref}/result").text
    assert "Порог пока не достигнут" in failed
    assert f"/attempts/{marked.ref}/appeal" in failed
    assert "С чем не согласны" in client.get(f"/attempts/{marked.ref}/appeal").text
    assert appeal(session, sign_in, client, author, marked).status_code == 303
    assert "Апелляция подана" in client.get(f"/attempts/{marked.ref}/appeal").text
    ref = session.scalars(select(Appeal.ref)).one()
    sign_in(account_of(session, other))
    assert "Апелляции" in client.get("/marking").text
    review = client.get(f"/marking/appeals/{ref}").text
    assert REASON in review
    assert "ТЕКСТ-ОТВЕТА" in review
    assert "ПРЕЖНИЕ-СЛОВА" not in review
    assert "СЕКРЕТНОВ" not in review
    assert client.post(f"/marking/appeals/{ref}", data=decision()).status_code == 409
    client.post(f"/marking/appeals/{ref}/hold")
    form = client.get(f"/marking/appeals/{ref}").text
    assert "Программа поставила 0" in form
    assert client.post(f"/marking/appeals/{ref}", data=decision()).status_code == 303
    results = session.scalars(select(Result).order_by(Result.version)).all()
    assert [(each.points, each.passed, each.reason) for each in results][-1] == (6, True, "appeal")
    types = session.scalars(select(AttemptEvent.type).order_by(AttemptEvent.n)).all()
    assert types[-4:] == ["appealed", "script_taken", "remarked", "appeal_decided"]
    assert list(chain_breaks(session)) == []
    assert "Решение по вашей апелляции" in session.scalars(select(Mail.subject)).all()
    sign_in(account_of(session, author))
    told = client.get(f"/attempts/{marked.ref}/appeal").text
    assert "Балл повышен" in told
    assert REASONS in told
    assert "Было 1, стало 6" in told
    read = client.get(f"/attempts/{marked.ref}/result").text
    assert "НОВЫЕ-СЛОВА" in read
    assert "пересмотрел другой человек" in read


def test_every_mark_before_stays_and_the_new_one_names_it(session, sign_in, client, author, other, marked):
    appeal(session, sign_in, client, author, marked)
    ref = session.scalars(select(Appeal.ref)).one()
    before = session.scalars(select(Mark.id)).all()
    sign_in(account_of(session, other))
    client.post(f"/marking/appeals/{ref}/hold")
    client.post(f"/marking/appeals/{ref}", data=decision())
    new = session.scalars(select(Mark).where(Mark.id.not_in(before))).all()
    assert sorted(each.replaces_id for each in new) == sorted(before)
    assert {each.round for each in session.scalars(select(ScriptMark))} == {"first", "appeal"}


def test_points_that_stay_make_no_new_result(session, sign_in, client, author, other, marked):
    appeal(session, sign_in, client, author, marked, place=["2"])
    ref = session.scalars(select(Appeal.ref)).one()
    versions = session.scalars(select(Result.version)).all()
    sign_in(account_of(session, other))
    client.post(f"/marking/appeals/{ref}/hold")
    same = {"q2-level-k1": "1", "q2-comment": "Верно оценено", "reasons": "Норма не названа, довод не подтверждён."}
    assert client.post(f"/marking/appeals/{ref}", data=same).status_code == 303
    assert session.scalars(select(Result.version)).all() == versions
    sign_in(account_of(session, author))
    assert "Балл не изменён" in client.get(f"/attempts/{marked.ref}/appeal").text


def test_who_marked_the_attempt_never_decides_its_appeal(session, sign_in, client, author, marker, marked):
    appeal(session, sign_in, client, author, marked)
    ref = session.scalars(select(Appeal.ref)).one()
    sign_in(account_of(session, marker))
    assert ref not in client.get("/marking").text
    for answer in (client.get(f"/marking/appeals/{ref}"), client.post(f"/marking/appeals/{ref}/hold")):
        assert answer.status_code == 404


def test_an_appeal_of_another_federation_does_not_exist(session, sign_in, client, author, marked):
    appeal(session, sign_in, client, author, marked)
    ref = session.scalars(select(Appeal.ref)).one()
    sign_in(account_of(session, make_marker(session, make_side(session).federation)))
    assert client.get(f"/marking/appeals/{ref}").status_code == 404
    sign_in(account_of(session, author))
    assert client.get(f"/marking/appeals/{ref}").status_code == 404


def test_an_appeal_is_about_the_own_attempt_only(session, sign_in, client, side, marked):
    sign_in(account_of(session, make_member(session, side.primaries[1])))
    assert client.get(f"/attempts/{marked.ref}/appeal").status_code == 404
    assert client.post(f"/attempts/{marked.ref}/appeal", data={"place": "1", "reason": REASON}).status_code == 404


def test_an_appeal_needs_a_question_and_a_reason(session, sign_in, client, author, marked):
    wrongs: list[dict[str, Any]] = [{"place": []}, {"place": ["99"]}, {"reason": "Нет"}, {"reason": "я" * 2001}]
    for wrong in wrongs:
        assert appeal(session, sign_in, client, author, marked, **wrong).status_code == 422
    assert session.scalars(select(Appeal)).all() == []


def test_there_is_one_appeal_for_an_attempt(session, sign_in, client, author, marked):
    assert appeal(session, sign_in, client, author, marked).status_code == 303
    assert appeal(session, sign_in, client, author, marked).status_code == 409


def test_after_the_days_of_the_rule_it_is_too_late(session, sign_in, client, author):
    long_ago = datetime.now(UTC) - timedelta(days=4)
    edition = essay_exam(session, more={"appeal_days": 3})
    attempt = submitted(session, edition, author, text="", now=long_ago)
    sign_in(account_of(session, author))
    assert "Срок апелляции прошёл" in client.get(f"/attempts/{attempt.ref}/result").text
    assert "Срок апелляции прошёл" in client.get(f"/attempts/{attempt.ref}/appeal").text
    assert appeal(session, sign_in, client, author, attempt).status_code == 409


def test_while_points_wait_there_is_nothing_to_appeal_against(session, sign_in, client, author):
    attempt = submitted(session, essay_exam(session), author)
    sign_in(account_of(session, author))
    assert "Результат ещё не готов целиком" in client.get(f"/attempts/{attempt.ref}/appeal").text
    assert appeal(session, sign_in, client, author, attempt).status_code == 409


def test_what_the_program_gave_is_looked_at_by_a_person_too(session, sign_in, client, author, other):
    attempt = submitted(session, essay_exam(session), author, text="")
    assert appeal(session, sign_in, client, author, attempt, place=["1"]).status_code == 303
    ref = session.scalars(select(Appeal.ref)).one()
    sign_in(account_of(session, other))
    client.post(f"/marking/appeals/{ref}/hold")
    for wrong in ("3", "-1", "два", "1,234", ""):
        assert client.post(f"/marking/appeals/{ref}", data={"q1-points": wrong, "reasons": REASONS}).status_code == 422
    stored = client.post(f"/marking/appeals/{ref}", data={"q1-points": "1,5", "reasons": REASONS})
    assert stored.status_code == 303
    assert str(session.scalars(select(Result.points).order_by(Result.version.desc())).first()) == "1.5"
    assert session.scalars(select(AppealDecision)).one().reasons == REASONS
    assert client.post(f"/marking/appeals/{ref}/hold").status_code == 409


def test_a_second_reviewer_is_told_who_has_the_appeal(session, sign_in, client, side, author, other, marked):
    appeal(session, sign_in, client, author, marked)
    ref = session.scalars(select(Appeal.ref)).one()
    sign_in(account_of(session, other))
    client.post(f"/marking/appeals/{ref}/hold")
    sign_in(account_of(session, make_marker(session, side.federation)))
    refused = client.post(f"/marking/appeals/{ref}/hold")
    assert refused.status_code == 409
    assert "Работа у проверяющего М-" in refused.text
