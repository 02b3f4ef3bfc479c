"""While an attempt is open, no address shows its person a key, a model answer or an explanation of its questions (security 2.5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt, AttemptItem, AttemptState, CaseEditionItem, ExamPoolItem, Item, ItemEdition
from courses.publishing.load import load
from law.models import PinHolder
from people.models import Person
from tests.courses.test_loading import change
from tests.factories.assessments import (
    NOW,
    make_attempt,
    make_case,
    make_exam,
    make_item,
    make_learner,
    sign_in,
    single,
)
from tests.factories.content import make_folder
from tests.factories.law import make_norm, make_pin
from wires import connect

KEYS = (
    "FEEDBACK", "MISTAKE", "MODEL-ANSWER", "LEVEL-", "COURT-", "WHY-", "OUTCOME-TEXT", "HONESTY", "LOST-1", "PAIR-", "SOURCE-1", "ADDED-1",
    "LAW-NOTE", "EVENT-LATER", "Верно потому", "Ошибка спешки", "Пока нет.",
)  # fmt: skip
READERS: tuple[dict[str, str], ...] = ({}, {"Accept": "application/json"})


def told(text: str) -> list[str]:
    return [word for word in KEYS if word in text]


def addresses(app: Flask, refs: list[str]) -> Iterator[str]:
    """Every page that a learner can ask for, with the given attempts in its gaps."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith("styleguide"):
            continue
        for ref in refs if "ref" in rule.arguments else [""]:
            for n in range(1, 4) if {"n", "stage"} & rule.arguments else [1]:
                gaps = {"ref": ref, "n": n, "stage": n, "programme": "small", "unit": "w1-first", "norm": "tk-27"}
                given = {name: gaps.get(name, 1 if name.endswith("_id") else "x") for name in rule.arguments}
                yield app.url_map.bind("localhost").build(rule.endpoint, given)
    for ref in refs:
        yield from (f"/attempts/{ref}?{ask}" for ask in ("stage=1", "stage=2", "stage=3", "q=1", "q=2", "doc=d2"))
    yield from (f"/learn/small/{unit}" for unit in ("w1-second", "w1-test", "w1-exam"))
    yield from (f"/search?q={word}" for word in ("feedback", "mistake", "court", "model", "верно", "спешки", "ключ"))


def leaks(app: Flask, client: FlaskClient, refs: list[str]) -> dict[str, list[str]]:
    """Address → the words of a key on it, as a page and as JSON."""
    found = {}
    for address in addresses(app, refs):
        for headers in READERS:
            if words := told(client.get(address, headers=headers, follow_redirects=True).text):
                found[address] = words
    return found


@pytest.fixture
def person(session: Session, tmp_path: Path) -> Person:
    """Somebody who takes the small programme; its lesson puts two questions of the test as checks of its own."""
    connect()
    folder = make_folder(tmp_path / "content")
    change(folder, "small/week-1/w1-second.ru.md", "## Слесарь", ":::check w1-1\n:::\n\n## Слесарь")
    assert load(session, folder, now=NOW).problems == ()
    return make_learner(session)


@pytest.fixture
def learner(session: Session, client: FlaskClient, person: Person) -> FlaskClient:
    sign_in(session, client, person)
    client.post("/programmes/small/enrolment")
    return client


def begin(client: FlaskClient, kind: str, slug: str) -> str:
    started = client.post("/attempts", data={"kind": kind, "slug": slug, "language": "ru"})
    assert started.status_code == 303, started.text
    return str(started.location).rpartition("/")[2]


def finish(client: FlaskClient, kind: str, ref: str) -> None:
    if kind == "exam":
        client.post(f"/attempts/{ref}/submission", data={"sure": "y"})
        return
    for stage in (1, 2):
        client.post(f"/attempts/{ref}/stages/{stage}/lock", data={"sure": "y"})


@pytest.mark.parametrize(
    ("kind", "slug"), [("exam", "w1-test"), ("exam", "w1-exam"), ("case", "order"), ("exam", "free")]
)
def test_no_address_shows_a_key_while_the_same_is_open_again(
    app: Flask, session: Session, learner: FlaskClient, kind: str, slug: str
) -> None:
    make_case(session, slug="order")
    make_exam(session, slug="free")
    session.commit()
    first = begin(learner, kind, slug)
    finish(learner, kind, first)
    assert leaks(app, learner, [first]), "the first attempt shows its keys when nothing is open"
    second = begin(learner, kind, slug)
    assert second != first
    assert leaks(app, learner, [first, second]) == {}
    finish(learner, kind, second)
    assert leaks(app, learner, [first])


def shared(session: Session) -> None:
    """Two exams that have one item in common, in two editions of it."""
    one = make_exam(session, [single(1)], slug="one")
    known = session.scalars(select(ItemEdition).join(ExamPoolItem).where(ExamPoolItem.exam_edition_id == one.id)).one()
    newer = make_item(session, single(2), item_id=known.item_id, number=2)
    two = make_exam(session, [], slug="two", blueprint=[{"count": 2}])
    for item in (newer, make_item(session, single(3))):
        session.add(ExamPoolItem(exam_edition_id=two.id, item_edition_id=item.id))
    session.commit()


def test_a_result_with_a_question_of_another_open_attempt_waits_too(
    app: Flask, session: Session, learner: FlaskClient
) -> None:
    shared(session)
    one = begin(learner, "exam", "one")
    finish(learner, "exam", one)
    two = begin(learner, "exam", "two")
    assert leaks(app, learner, [one, two]) == {}
    page = learner.get(f"/attempts/{one}/result").text
    assert "Разбор вопросов откроется" in page
    finish(learner, "exam", two)
    assert told(learner.get(f"/attempts/{one}/result").text)


def test_an_attempt_without_a_common_question_or_of_somebody_else_withholds_nothing(
    session: Session, learner: FlaskClient, person: Person
) -> None:
    shared(session)
    one = begin(learner, "exam", "one")
    finish(learner, "exam", one)
    make_attempt(session, make_exam(session, [single(9)]), person)
    other = session.scalars(select(Attempt).where(Attempt.state == AttemptState.OPEN)).one()
    make_attempt(session, make_exam(session, slug="x"), make_learner(session))
    assert other.person_id == person.id
    session.commit()
    assert told(learner.get(f"/attempts/{one}/result").text)


class TestACheckOfALesson:
    ADDRESS = "/learn/small/w1-second/checks/w1-1"
    FORM = {"w1-1-value": "b"}

    def test_it_explains_nothing_while_its_question_is_in_an_open_attempt(
        self, session: Session, learner: FlaskClient
    ) -> None:
        assert told(learner.post(self.ADDRESS, data=self.FORM).text)
        while self.asked(session, ref := begin(learner, "exam", "w1-test")) is False:
            finish(learner, "exam", ref)
        reply = learner.post(self.ADDRESS, data=self.FORM)
        assert reply.status_code == 422
        assert told(reply.text) == []
        assert "Этот вопрос стоит в работе, которую вы сейчас сдаёте" in reply.text
        finish(learner, "exam", ref)
        assert told(learner.post(self.ADDRESS, data=self.FORM).text)

    def asked(self, session: Session, ref: str) -> bool:
        """Whether the draw of this attempt holds the question of the check."""
        session.expire_all()
        query = (
            select(Item.slug)
            .join(ItemEdition, ItemEdition.item_id == Item.id)
            .join(AttemptItem, AttemptItem.item_edition_id == ItemEdition.id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .where(Attempt.ref == ref)
        )
        return "w1-1" in session.scalars(query).all()

    def test_a_check_of_its_own_is_explained_whatever_is_open(self, learner: FlaskClient) -> None:
        begin(learner, "exam", "w1-test")
        reply = learner.post("/learn/small/w1-first/checks/w1-c1", data={"w1-c1-value": "b"})
        assert "Название вместо работы" in reply.text


def test_the_receipt_shows_no_document_before_its_stage(session: Session, client: FlaskClient) -> None:
    """A question that names a later document gets its paragraphs when that stage opens, on the receipt too."""
    person, case = make_learner(session), make_case(session)
    defects = {
        "id": "marks", "type": "mark_defect", "competencies": {"deadlines": "1"}, "points": "1", "prompt": "Что не так?",
        "docs": ["d1", "d2"], "places": ["d1.1", "d1.2", "d2.1"], "key": [{"id": "one", "at": "d1.1"}],
    }  # fmt: skip
    item = make_item(session, defects)
    session.add(CaseEditionItem(case_edition_id=case.id, item_edition_id=item.id, stage_no=1, position=3))
    attempt = make_attempt(session, case, person)
    sign_in(session, client, person)
    sent = client.put(f"/attempts/{attempt.ref}/answers/3", json={"seq": 1, "key": "k", "value": ["d1.2", "d2.1"]})
    assert sent.status_code == 200
    assert "Документ 2" not in client.get(f"/attempts/{attempt.ref}").text
    assert "Документ 2" not in client.get(f"/attempts/{attempt.ref}/answers").text
    client.post(f"/attempts/{attempt.ref}/stages/1/lock", data={"sure": "y"})
    assert "Документ 2" in client.get(f"/attempts/{attempt.ref}/answers").text


class TestWhatToReadAgain:
    """Lessons for what was missed: with the numbers of the questions once the review is open, never while the exam is sat again."""

    @pytest.fixture
    def ref(self, session: Session, client: FlaskClient, request: pytest.FixtureRequest) -> str:
        exam = make_exam(session, [single(1), single(2)], slug="read", feedback=request.param, attempts_allowed=0)
        norm = make_norm(session)
        make_pin(session, norm, address="/learn/small/terms", title_ru="Урок о сроках")
        for item in session.scalars(
            select(ExamPoolItem.item_edition_id).where(ExamPoolItem.exam_edition_id == exam.id)
        ):
            make_pin(session, norm, holder_kind=PinHolder.ITEM, holder_id=item, address="")
        sign_in(session, client, make_learner(session))
        ref = begin(client, "exam", "read")
        for n, value in ((1, "b"), (2, "a")):
            client.put(f"/attempts/{ref}/answers/{n}", json={"seq": 1, "key": f"k{n}", "value": value})
        finish(client, "exam", ref)
        return ref

    @pytest.mark.parametrize("ref", ["after-submit"], indirect=True)
    def test_the_questions_are_named_when_the_review_is_open(self, client: FlaskClient, ref: str) -> None:
        assert 'Вопросы: <a href="#q-2">2</a>' in client.get(f"/attempts/{ref}/result").text
        begin(client, "exam", "read")
        page = client.get(f"/attempts/{ref}/result").text
        assert "Вопросы:" not in page
        assert "/learn/small/terms" not in page

    @pytest.mark.parametrize("ref", ["after-release"], indirect=True)
    def test_before_it_the_lessons_stand_without_them(self, client: FlaskClient, ref: str) -> None:
        page = client.get(f"/attempts/{ref}/result").text
        assert "/learn/small/terms" in page
        assert "Вопросы:" not in page
