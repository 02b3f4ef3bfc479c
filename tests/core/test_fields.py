"""A form may send what its view names, and nothing else (security 2.7)."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from assessments.models import Answer, Attempt, AttemptState
from core.fields import fields_of
from courses.models import UnitNote, UnitProgress
from courses.publishing.load import load
from tests.factories.assessments import NOW, make_attempt, make_case, make_exam, make_learner, sign_in, single
from tests.factories.content import make_folder
from tests.strict_client import surplus_fields
from wires import connect

READING = {"GET", "HEAD", "OPTIONS"}


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Method and address of every route that changes something, with anything in its gaps."""
    routes = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        gaps = {name: 1 if isinstance(rule._converters[name], IntegerConverter) else "x" for name in rule.arguments}
        for method in sorted((rule.methods or set()) - READING):
            yield method, routes.build(rule.endpoint, gaps, method=method)


def test_a_field_that_no_view_names_is_refused_at_every_address(app: Flask, client: FlaskClient) -> None:
    walked = dict.fromkeys(addresses(app))
    assert len(walked) > 30
    passed = [
        (method, path)
        for method, path in walked
        if client.open(path, method=method, data={"surplus": "1"}).status_code != 400
    ]
    assert passed == []


def test_a_file_that_no_view_asked_for_is_refused_too(client: FlaskClient) -> None:
    assert client.post("/theme", data={"theme": "dark", "scan": (BytesIO(b"x"), "x.pdf")}).status_code == 400


def test_the_refusal_names_the_field_and_nothing_of_its_value(client: FlaskClient) -> None:
    refused = client.post("/theme", data={"theme": "dark", "x" * 99: "secret"}, headers={"Accept": "application/json"})
    assert refused.json
    assert refused.json["fields"] == ["x" * 60]
    assert "secret" not in refused.text


@pytest.mark.parametrize(("path", "name", "value"), [("/language", "lang", "kk"), ("/theme", "theme", "dark")])
def test_the_choices_of_the_frame_take_their_own_fields(client: FlaskClient, path: str, name: str, value: str) -> None:
    choice = {name: value, "next": "/law"}
    assert client.post(path, data={**choice, "surplus": "1"}).status_code == 400
    assert client.get_cookie(name) is None
    assert client.post(path, data=choice).status_code == 303
    assert client.get_cookie(name) is not None


def test_a_pattern_stands_for_whole_names_only(app: Flask) -> None:
    fields = fields_of(app.view_functions["assessments.answer"])
    assert "a1.value" in fields
    assert "a12.reason-d1.2" in fields
    assert not any(name in fields for name in ("a1", "b1.value", "xa1.value", "a1.value\n", "a1.points", "a0.value"))


class TestAttempts:
    """Starting, answering, locking, ending."""

    @pytest.fixture
    def ref(self, session: Session, client: FlaskClient) -> str:
        person = make_learner(session)
        attempt = make_attempt(session, make_exam(session, [single(1), single(2)]), person)
        sign_in(session, client, person)
        return attempt.ref

    @pytest.fixture
    def case_ref(self, session: Session, client: FlaskClient) -> str:
        person = make_learner(session)
        attempt = make_attempt(session, make_case(session), person)
        sign_in(session, client, person)
        return attempt.ref

    @pytest.mark.parametrize(
        "name", ["points", "a1.points", "a1.value-x", "a1.reason-x", "a2.value", "a2.key", "a1", "value", "A1.value"]
    )
    def test_an_answer_with_a_field_of_nothing_asked_is_refused_whole(
        self, session: Session, client: FlaskClient, ref: str, name: str
    ) -> None:
        form = {"a1.value": "b", "a1.key": "k", "a1.base_seq": "0", "tab_id": "", "of": "2", "go": "next"}
        assert client.post(f"/attempts/{ref}/1", data={**form, name: "1"}).status_code == 400
        assert session.scalars(select(Answer)).all() == []
        assert client.post(f"/attempts/{ref}/1", data={**form, "flag": "y"}).status_code == 303

    def test_a_script_sends_fields_of_the_question_only(self, session: Session, client: FlaskClient, ref: str) -> None:
        body = {"seq": 1, "key": "k", "value": {"form": {"value": ["b"], "points": ["2"]}}}
        assert client.put(f"/attempts/{ref}/answers/1", json=body).status_code == 400
        assert session.scalars(select(Answer)).all() == []

    @pytest.mark.parametrize("name", ["surplus", "a3.value-text", "a1.value-x", "a9.key"])
    def test_a_stage_takes_the_fields_of_its_own_questions(
        self, session: Session, client: FlaskClient, case_ref: str, name: str
    ) -> None:
        form = {"a1.value": "b", "a1.key": "k1", "a2.key": "k2", "act": "lock", "tab_id": ""}
        assert client.post(f"/attempts/{case_ref}/stages/1", data={**form, name: "1"}).status_code == 400
        assert session.scalars(select(Answer)).all() == []
        assert client.post(f"/attempts/{case_ref}/stages/1", data=form).status_code == 303

    def test_what_closes_an_attempt_takes_the_tick_only(self, session: Session, client: FlaskClient, ref: str) -> None:
        address = f"/attempts/{ref}/submission"
        assert client.post(address, data={"sure": "y", "surplus": "1"}).status_code == 400
        assert session.scalars(select(Attempt.state)).all() == [AttemptState.OPEN]
        assert client.post(address, data={"sure": "y", "csrf_token": "t"}).status_code == 303

    def test_a_start_takes_what_names_the_thing(self, session: Session, client: FlaskClient) -> None:
        make_exam(session, slug="one")
        sign_in(session, client, make_learner(session))
        form = {"kind": "exam", "slug": "one", "edition": "1", "language": "ru"}
        assert client.post("/attempts", data={**form, "deadline_at": "2099-01-01"}).status_code == 400
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0
        assert client.post("/attempts", data=form).status_code == 303


class TestLessons:
    """Checks, done, note, place."""

    @pytest.fixture
    def enrolled(self, session: Session, client: FlaskClient, tmp_path) -> FlaskClient:
        connect()
        load(session, make_folder(tmp_path / "content"), now=NOW)
        sign_in(session, client, make_learner(session))
        client.post("/programmes/small/enrolment")
        return client

    @pytest.mark.parametrize("name", ["surplus", "w1-c1-value-x", "w1-c1-reason-a", "w1-c2-value"])
    def test_a_check_takes_the_fields_of_its_own_question(self, enrolled: FlaskClient, name: str) -> None:
        address = "/learn/small/w1-first/checks/w1-c1"
        assert enrolled.post(address, data={"w1-c1-value": "a", name: "1"}).status_code == 400
        assert enrolled.post(address, data={"w1-c1-value": "a"}).status_code == 200

    def test_done_takes_nothing(self, session: Session, enrolled: FlaskClient) -> None:
        assert enrolled.post("/learn/small/w1-first/done", data={"at": "2026"}).status_code == 400
        assert session.scalars(select(UnitProgress)).all() == []
        assert enrolled.post("/learn/small/w1-first/done").status_code == 303

    def test_a_note_takes_the_note(self, session: Session, enrolled: FlaskClient) -> None:
        assert enrolled.post("/learn/small/w1-first/note", data={"note": "1", "person": "2"}).status_code == 400
        assert session.scalars(select(UnitNote)).all() == []


def test_a_page_with_a_field_that_the_view_behind_its_form_does_not_take_is_noticed(app: Flask) -> None:
    page = '<form method="post" action="/theme"><input name="theme"><input name="colour"><button name="next"></button></form>'
    assert surplus_fields(app, page, "/") == ["/theme: colour"]
    assert surplus_fields(app, re.sub(' action="[^"]+"', "", page), "/theme") == ["/theme: colour"]
