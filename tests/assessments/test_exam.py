"""An exam as a learner meets it: pages, saving, the end, the result."""

from tests.factories.assessments import make_exam, make_learner, sign_in

KEYS = ("FEEDBACK", "MISTAKE")


def test_a_learner_goes_through_an_exam_with_forms_alone(session, client):
    person = make_learner(session)
    make_exam(session, slug="final")
    sign_in(session, client, person)
    started = client.post("/attempts", data={"kind": "exam", "slug": "final", "language": "ru"})
    assert started.status_code == 303
    page = client.get(started.location)
    assert page.status_code == 200, page.text
    assert "Вопрос 1 из 3" in page.text
    assert not [word for word in KEYS if word in page.text]
    for n in (1, 2, 3):
        form = {f"a{n}.value": "b", f"a{n}.key": f"k{n}", f"a{n}.base_seq": "0", "go": "next", "of": "3", "flag": "y"}
        moved = client.post(f"{started.location}/{n}", data=form)
        assert moved.status_code == 303, moved.text
    assert moved.location.endswith("/submission")
    asked = client.get(moved.location)
    assert "На все вопросы есть ответ" in asked.text
    refused = client.post(moved.location, data={})
    assert refused.status_code == 422
    ended = client.post(moved.location, data={"sure": "y"})
    assert ended.location.endswith("/result")
    result = client.get(ended.location)
    assert result.status_code == 200
    assert "Экзамен сдан" in result.text
    assert "FEEDBACK-B-1" in result.text
    receipt = client.get(f"{started.location}/answers")
    assert "Второй 1" in receipt.text
    assert "FEEDBACK" not in receipt.text


def test_keys_of_an_earlier_attempt_stay_closed_while_the_exam_is_sat_again(session, client):
    make_exam(session, slug="twice")
    sign_in(session, client, make_learner(session))
    begin = lambda: client.post("/attempts", data={"kind": "exam", "slug": "twice", "language": "ru"}).location  # noqa: E731
    first = begin()
    client.post(f"{first}/submission", data={"sure": "y"})
    assert "FEEDBACK" in client.get(f"{first}/result").text
    second = begin()
    assert second != first
    page = client.get(f"{first}/result").text
    assert not [word for word in KEYS if word in page]
    assert "Разбор вопросов откроется, когда новая попытка закончится" in page
    client.post(f"{second}/submission", data={"sure": "y"})
    assert "FEEDBACK" in client.get(f"{first}/result").text
