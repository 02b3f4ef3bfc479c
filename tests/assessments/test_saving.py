"""Saving one answer: what is stored, what is refused with which status, and that nothing stored is ever lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from assessments.chains import chain_breaks
from assessments.models import Answer, Attempt, AttemptState
from core import clock
from tests.factories.assessments import essay, make_attempt, make_case, make_exam, make_learner, sign_in, single


@pytest.fixture
def sitting(session, client):
    """An open exam of three questions and a browser signed in as its candidate."""
    person = make_learner(session)
    attempt = make_attempt(session, make_exam(session, [single(1), single(2), essay(1)]), person)
    sign_in(session, client, person)
    return attempt


def put(client, attempt, n=1, seq=1, key="k1", value="a", **more):
    return client.put(f"/attempts/{attempt.ref}/answers/{n}", json={"seq": seq, "key": key, "value": value, **more})


def stored(session, attempt):
    session.expire_all()
    query = select(Answer.seq, Answer.value, Answer.late).where(Answer.attempt_id == attempt.id).order_by(Answer.id)
    return [tuple(row) for row in session.execute(query)]


def test_an_answer_is_stored_and_acknowledged_with_the_servers_time(session, client, sitting):
    reply = put(client, sitting)
    assert (reply.status_code, reply.json["seq"]) == (200, 1)
    assert datetime.fromisoformat(reply.json["stored_at"]).tzinfo
    assert reply.json["deadline"] == sitting.deadline_at.isoformat()
    assert stored(session, sitting) == [(1, "a", False)]


def test_the_same_key_twice_is_stored_once_and_gets_the_same_reply(session, client, sitting):
    first, second = put(client, sitting), put(client, sitting)
    assert second.status_code == 200
    assert second.json["stored_at"] == first.json["stored_at"]
    assert len(stored(session, sitting)) == 1


def test_an_old_key_after_newer_answers_still_gets_its_own_reply(session, client, sitting):
    first = put(client, sitting)
    put(client, sitting, seq=2, key="k2", value="b")
    again = put(client, sitting)
    assert (again.status_code, again.json["seq"], again.json["stored_at"]) == (200, 1, first.json["stored_at"])
    assert len(stored(session, sitting)) == 2


def test_a_seq_that_is_not_newer_with_the_same_value_is_fine(session, client, sitting):
    put(client, sitting)
    assert put(client, sitting, key="k2").status_code == 200
    assert len(stored(session, sitting)) == 1


@pytest.mark.parametrize("sent", [{"seq": 2}, {"seq": 1}, {"seq": 9, "base_seq": 1}])
def test_a_stale_tab_is_told_what_is_stored(session, client, sitting, sent):
    put(client, sitting)
    put(client, sitting, seq=2, key="k2", value="b")
    reply = put(client, sitting, key="k3", value="a", **sent)
    assert reply.status_code == 409
    assert (reply.json["error"], reply.json["seq"], reply.json["value"]) == ("answer_stale", 2, "b")
    assert stored(session, sitting) == [(1, "a", False), (2, "b", False)]


@pytest.mark.parametrize(
    ("value", "status"),
    [("zzz", 422), (["a"], 422), ({"a": 1}, 422), (7, 422), (True, 422), ("a" * 1000, 422), ({"form": "x"}, 400)],
)
def test_a_value_that_is_no_answer_is_refused(session, client, sitting, value, status):
    put(client, sitting)
    assert put(client, sitting, seq=2, key="k2", value=value).status_code == status
    assert stored(session, sitting) == [(1, "a", False)]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"a"', b"[" * 5000, b'{"seq": 1, "key": "k"}', b'{"seq": 1, "key": "k", "value": NaN}',
        b'{"seq": 1, "key": "k", "value": Infinity}', b'{"seq": 1, "seq": 2, "key": "k", "value": "a"}',
        b'{"seq": 0, "key": "k", "value": "a"}', b'{"seq": -1, "key": "k", "value": "a"}', b'{"seq": 1.5, "key": "k", "value": "a"}',
        b'{"seq": true, "key": "k", "value": "a"}', b'{"seq": 99999999999999999999, "key": "k", "value": "a"}',
        b'{"seq": "1", "key": "k", "value": "a"}', b'{"seq": 1, "key": "", "value": "a"}', b'{"seq": 1, "key": "\\u0000", "value": "a"}',
        b'{"seq": 1, "key": 5, "value": "a"}', b'{"seq": 1, "key": "' + b"k" * 65 + b'", "value": "a"}',
        b'{"seq": 1, "key": "k", "value": "a", "points": 5}', b'{"seq": 1, "key": "k", "value": "a", "tab_id": "\\ud800"}',
        b'\xff\xfe', b'{"seq": 1, "key": "k", "value": ' + b'{"a":' * 60 + b"1" + b"}" * 60 + b"}",
    ],
)  # fmt: skip
def test_a_body_of_the_wrong_shape_is_refused(session, client, sitting, body):
    reply = client.put(f"/attempts/{sitting.ref}/answers/1", data=body, content_type="application/json")
    assert reply.status_code == 400
    assert stored(session, sitting) == []


@pytest.mark.parametrize("letters", [3_000, 300_000, 1_100_000])
def test_a_huge_text_is_refused_and_the_stored_one_stays(session, client, sitting, letters):
    put(client, sitting, n=3, value={"text": "Позиция"})
    reply = put(client, sitting, n=3, seq=2, key="k2", value={"text": "я" * letters})
    assert reply.status_code == 413
    assert stored(session, sitting) == [(1, {"text": "Позиция"}, False)]


def test_letters_that_no_database_keeps_are_refused(session, client, sitting):
    assert put(client, sitting, n=3, value={"text": "a\x00b"}).status_code == 422
    assert put(client, sitting, n=3, value={"text": "\ud800"}).status_code == 422
    assert stored(session, sitting) == []


def test_kazakh_letters_and_signs_of_four_bytes_come_back_as_sent(session, client, sitting):
    assert put(client, sitting, n=3, value={"text": "Әділет, ғылым, қоғам, ңөұүһі 𝔸"}).status_code == 200
    assert stored(session, sitting)[0][1] == {"text": "Әділет, ғылым, қоғам, ңөұүһі 𝔸"}


@pytest.mark.parametrize("ref", ["0" * 32, "x", "a" * 33, "%00", "ЖЖ"])
def test_an_unknown_attempt_is_not_found(client, sitting, ref):
    reply = client.put(f"/attempts/{ref}/answers/1", json={"seq": 1, "key": "k", "value": "a"})
    assert reply.status_code == 404


@pytest.mark.parametrize("n", [0, 4, 9999, 99999999999])
def test_a_question_that_is_not_in_the_draw_is_not_found(client, sitting, n):
    assert put(client, sitting, n=n).status_code == 404


def test_a_foreign_attempt_does_not_exist(session, client, sitting):
    foreign = make_attempt(session, make_exam(session))
    session.commit()
    assert put(client, foreign).status_code == 404
    for address in ("", "/1", "/answers", "/result", "/submission"):
        assert client.get(f"/attempts/{foreign.ref}{address}").status_code == 404
    assert client.post(f"/attempts/{foreign.ref}/submission", data={"sure": "y"}).status_code == 404
    assert stored(session, foreign) == []
    assert session.get(Attempt, foreign.id).state == AttemptState.OPEN


def test_nobody_signed_in_saves_nothing(session, app, sitting):
    reply = put(app.test_client(), sitting)
    assert reply.status_code == 401
    assert stored(session, sitting) == []


def test_an_answer_within_the_grace_counts(session, client, sitting, monkeypatch):
    late = sitting.deadline_at + timedelta(seconds=29)
    prolonged_session(session, late)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert put(client, sitting).status_code == 200
    assert stored(session, sitting) == [(1, "a", False)]


def test_an_answer_after_the_deadline_is_kept_apart_and_does_not_count(session, client, sitting, monkeypatch):
    put(client, sitting)
    late = sitting.deadline_at + timedelta(seconds=31)
    prolonged_session(session, late)
    monkeypatch.setattr(clock, "now", lambda: late)
    reply = put(client, sitting, seq=2, key="k2", value="b")
    assert (reply.status_code, reply.json["error"], reply.json["late"]) == (410, "answer_late", True)
    assert stored(session, sitting) == [(1, "a", False), (2, "b", True)]
    again = put(client, sitting, seq=2, key="k2", value="b")
    assert again.status_code == 410
    assert len(stored(session, sitting)) == 2
    assert "Есть опоздавшие ответы: 1" in client.get(f"/attempts/{sitting.ref}/result", follow_redirects=True).text


def prolonged_session(session, until):
    """Keep the candidate signed in while the test travels in time."""
    from people.models import SignedSession

    far = until + timedelta(hours=5)
    session.execute(update(SignedSession).values(idle_until=far, expires_at=far))
    session.commit()


def test_a_closed_attempt_takes_nothing_that_counts(session, client, sitting):
    put(client, sitting)
    client.post(f"/attempts/{sitting.ref}/submission", data={"sure": "y"})
    assert put(client, sitting, seq=2, key="k2", value="b").status_code == 410
    assert stored(session, sitting) == [(1, "a", False), (2, "b", True)]


def test_a_wrong_late_answer_is_refused_like_any_other(session, client, sitting):
    client.post(f"/attempts/{sitting.ref}/submission", data={"sure": "y"})
    assert put(client, sitting, value="zzz").status_code == 422
    assert stored(session, sitting) == []


def test_another_tab_saves_only_after_taking_over(session, client, sitting):
    assert put(client, sitting, tab_id="tab-1").status_code == 200
    reply = put(client, sitting, seq=2, key="k2", value="b", tab_id="tab-2")
    assert (reply.status_code, reply.json["error"]) == (409, "taken_over")
    assert client.post(f"/attempts/{sitting.ref}/takeover", data={"tab_id": "tab-2"}).status_code == 303
    assert put(client, sitting, seq=2, key="k2", value="b", tab_id="tab-2").status_code == 200
    assert put(client, sitting, seq=3, key="k3", value="a", tab_id="tab-1").json["error"] == "taken_over"
    assert stored(session, sitting) == [(1, "a", False), (2, "b", False)]


def test_a_stage_that_is_not_open_is_refused(session, client):
    person = make_learner(session)
    attempt = make_attempt(session, make_case(session), person)
    sign_in(session, client, person)
    reply = put(client, attempt, n=3, value={"text": "Рано"})
    assert (reply.status_code, reply.json["error"]) == (409, "stage_not_open")
    client.post(f"/attempts/{attempt.ref}/stages/1/lock", data={"sure": "y"})
    assert put(client, attempt, n=1).json["error"] == "stage_not_open"
    assert put(client, attempt, n=3, value={"text": "Вовремя"}).status_code == 200
    assert stored(session, attempt) == [(1, {"text": "Вовремя"}, False)]


def test_a_form_with_a_wrong_answer_shows_it_again_and_stores_nothing(session, client, sitting):
    put(client, sitting)
    form = {"a1.value": "zzz", "a1.key": "f1", "a1.base_seq": "1"}
    page = client.post(f"/attempts/{sitting.ref}/1", data=form)
    assert page.status_code == 422
    assert "Такого ответа у этого вопроса нет" in page.text
    assert stored(session, sitting) == [(1, "a", False)]


def test_a_stale_form_shows_what_was_typed_beside_the_refusal(session, client, sitting):
    put(client, sitting, n=3, value={"text": "Новее"})
    form = {"a3.value-text": "Моё старое", "a3.key": "f1", "a3.base_seq": "0"}
    page = client.post(f"/attempts/{sitting.ref}/3", data=form)
    assert page.status_code == 409
    assert "Моё старое" in page.text
    assert stored(session, sitting) == [(1, {"text": "Новее"}, False)]


def test_the_fields_of_a_form_may_come_as_json(session, client, sitting):
    assert put(client, sitting, value={"form": {"value": "b"}}).status_code == 200
    assert put(client, sitting, n=3, key="k2", value={"form": {"value-text": "Позиция"}}).status_code == 200
    assert [value for _, value, _ in stored(session, sitting)] == ["b", {"text": "Позиция"}]


def test_a_save_costs_at_most_four_statements(session, client, sitting, count_queries):
    put(client, sitting, tab_id="tab-1")
    first = count_queries()
    put(client, sitting, seq=2, key="k2", value="b", tab_id="tab-1")
    usual = count_queries()
    assert len(usual) == 3, usual
    assert len([each for each in first if "app_" not in each]) >= len(usual)


def test_the_first_save_with_a_tab_costs_at_most_four_statements(session, client, sitting, count_queries):
    count_queries()
    put(client, sitting, tab_id="tab-1")
    assert len(count_queries()) <= 4


def test_whatever_was_saved_is_one_unbroken_chain(session, client, sitting):
    for seq in range(1, 5):
        put(client, sitting, seq=seq, key=f"k{seq}", value="ab"[seq % 2])
    client.post(f"/attempts/{sitting.ref}/submission", data={"sure": "y"})
    put(client, sitting, seq=5, key="k5", value="a")
    session.expire_all()
    assert list(chain_breaks(session)) == []
    assert session.scalar(select(func.count()).select_from(Answer)) == 5
    assert datetime.now(UTC) >= sitting.opened_at


def test_a_form_of_a_tab_that_was_taken_over_stores_nothing(session, client, sitting):
    put(client, sitting, tab_id="tab-2")
    form = {"a1.value": "b", "a1.key": "f1", "a1.base_seq": "1", "tab_id": "tab-1"}
    assert client.post(f"/attempts/{sitting.ref}/1", data=form).status_code == 409
    assert stored(session, sitting) == [(1, "a", False)]


def test_an_answer_can_be_taken_back_and_the_earlier_one_stays_in_the_record(session, client, sitting):
    put(client, sitting)
    assert put(client, sitting, seq=2, key="k2", value=None).status_code == 200
    assert stored(session, sitting) == [(1, "a", False), (2, None, False)]
    assert "ответ снят" in client.get(f"/attempts/{sitting.ref}/answers").text


@pytest.mark.parametrize(
    "sent", [{"tab_id": "t" * 41}, {"tab_id": "t" * 64}, {"key": "k" * 65}, {"seq": 10**12}, {"base_seq": 10**12}]
)
def test_a_name_or_number_too_long_for_its_place_is_refused(session, client, sitting, sent):
    assert put(client, sitting, **sent).status_code == 400
    assert stored(session, sitting) == []


@pytest.mark.parametrize("base", ["1" * 5000, "-1", "٣", "1.5", "1e3", "10000000"])
def test_a_form_with_a_number_that_cannot_be_is_refused(session, client, sitting, base):
    form = {"a1.value": "a", "a1.key": "f1", "a1.base_seq": base}
    assert client.post(f"/attempts/{sitting.ref}/1", data=form).status_code == 400
    assert stored(session, sitting) == []


def test_a_key_that_another_question_has_used_is_refused_for_good(session, client, sitting):
    put(client, sitting, n=1, key="shared")
    assert put(client, sitting, n=2, key="shared").status_code == 400
    assert stored(session, sitting) == [(1, "a", False)]


def test_the_key_of_somebody_elses_answer_opens_nothing_and_is_no_obstacle(session, client, sitting):
    other = make_learner(session)
    theirs = make_attempt(session, make_exam(session, [single(1)]), other)
    put(client, sitting, key="known")
    sign_in(session, client, other)
    assert put(client, sitting, seq=2, key="known", value="b").status_code == 404
    assert put(client, theirs, key="known", value="b").json["seq"] == 1
    assert (stored(session, sitting), stored(session, theirs)) == ([(1, "a", False)], [(1, "b", False)])
