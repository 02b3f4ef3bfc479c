"""Somebody who walks through the worked example with a plain client, and the texts that no page may show before their hour."""

import html
import re
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from assessments.items.decision import Act, Decision
from assessments.models import Attempt
from tests.assessments.test_case_walk import best
from tests.content import example_case
from tests.factories.assessments import make_learner, sign_in
from tests.factories.example_case import form_of, numbers, publish_example


def secrets() -> dict[str, str]:
    """Every text of the case that no page may show before its hour → where it stands."""
    case = example_case().case
    found: dict[str, str] = {}
    for point in case.court.points:
        found |= dict.fromkeys(_strings(point.court, point.why, point.by_flag, point.by_route), f"court {point.n}")
    outcome = (case.court.outcome, *case.court.outcome_by_route.values())
    found |= {text: "outcome" for each in outcome for text in (each.ru, *_strings(each.text))}
    found |= dict.fromkeys(_strings(case.court.honesty, case.court.would_have_lost, case.court.law_then_now), "court")
    found |= dict.fromkeys((*case.kk.court.points.values(), case.kk.court.outcome), "kk")
    found |= dict.fromkeys((case.author.thesis, *case.author.doubts, *case.author.lures), "author")
    for each in example_case().items:
        found |= dict.fromkeys(_held_back(each.item), each.item.id)
    return {flat(text)[:60]: where for text, where in found.items() if len(text) > 15 and "{" not in text}


def _strings(*values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, BaseModel):
            yield from _strings(*(getattr(value, name) for name in type(value).model_fields if name != "norm"))
        elif isinstance(value, dict):
            yield from _strings(*value.values())
        elif isinstance(value, list | tuple):
            yield from _strings(*value)


def _held_back(value: Any) -> Iterator[str]:
    """Feedback, model answers, levels and ceilings, wherever they stand in a question."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name in {"feedback", "default_feedback", "model_answer", "model_note", "levels", "alternatives"}:
                yield from _strings(inner)
            else:
                yield from _held_back(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _held_back(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _held_back(inner)


def flat(text: str) -> str:
    """Words only: no tags, one kind of space."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " ")).strip()


def consequences(name: str) -> dict[str, str]:
    item = example_case().item(name)
    assert isinstance(item, Decision)
    return {act.id: flat(_told(act)) for act in item.options}


def _told(act: Act) -> str:
    assert act.consequence is not None
    return act.consequence.get("ru")


class Walker:
    """Somebody who answers the example stage by stage."""

    def __init__(self, session: Session, client: FlaskClient, language: str = "ru", mode: str = "") -> None:
        publish_example(session)
        sign_in(session, client, make_learner(session))
        self.session, self.client = session, client
        form = {"kind": "case", "slug": "hr5-absence-act", "language": language, "mode": mode}
        if language == "kk":
            client.post("/language", data={"language": "kk"})
        self.base = client.post("/attempts", data=form).location
        self.attempt = session.scalars(select(Attempt)).one()
        self.numbers = numbers(session, self.attempt)
        self.pages: dict[str, str] = {}

    def page(self, path: str = "") -> str:
        """A page of the attempt, in plain words; every page is kept."""
        reply = self.client.get(f"{self.base}{path}")
        assert reply.status_code == 200, (path, reply.status_code)
        self.session.expire_all()
        words = flat(reply.text)
        self.pages[f"{self.attempt.stage_no} {path}"] = words
        return words

    @property
    def stage(self) -> str:
        self.session.expire_all()
        return example_case().case.stages[self.attempt.stage_no - 1].id

    def fields(self, answers: dict[str, Any], **more: str) -> MultiDict[str, str]:
        form: MultiDict[str, str] = MultiDict(more)
        for each in example_case().of_stage(self.stage):
            if each.id in answers:
                for name, value in form_of(each, answers[each.id], f"a{self.numbers[each.id]}.").items(multi=True):
                    form.add(name, value)
        return form

    def walk_stage(self, answers: dict[str, Any]) -> None:
        """Answer, decide, look at every page on the way, lock."""
        open_stage, number = self.stage, self.attempt.stage_no
        self.page()
        decisions = [each.id for each in example_case().of_stage(open_stage) if isinstance(each, Decision)]
        sent = self.client.post(f"{self.base}/stages/{number}", data=self.fields(answers, act="save"))
        assert sent.status_code == 303, sent.text
        for name in decisions:
            self.page(f"/decisions/{self.numbers[name]}")
            self.decide(name, answers[name])
            self.page()
        self.page("/answers")
        self.page(f"/stages/{number}/lock")
        locked = self.client.post(f"{self.base}/stages/{number}/lock", data={"sure": "y"})
        assert locked.status_code == 303, locked.text

    def decide(self, name: str, choice: str) -> int:
        where = f"{self.base}/decisions/{self.numbers[name]}"
        return self.client.post(where, data={"sure": "y", "choice": choice}).status_code

    def walk(self, answers: dict[str, Any]) -> str:
        """To the court; the words of its page."""
        while self.attempt.state == "open":
            self.walk_stage(answers)
            self.session.expire_all()
        return flat(self.client.get(f"{self.base}/decision").text)


POSITION = {
    "issue": "Доказано ли отсутствие на работе три часа подряд без уважительной причины?",
    "rule": "Моя норма",
    "application": "Моё применение",
    "conclusion": "Мой вывод",
}


def answers(**decisions: str) -> dict[str, Any]:
    return {**best(), "s6.position": POSITION, **{name.replace("_", "."): value for name, value in decisions.items()}}


def leaks(pages: dict[str, str]) -> list[tuple[str, str, str]]:
    """Page, place and text of every key that a page shows."""
    held = secrets()
    return [(page, where, text) for page, words in pages.items() for text, where in held.items() if text in words]
