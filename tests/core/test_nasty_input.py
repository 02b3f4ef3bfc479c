"""Whatever is typed or sent into a field or an address, on both engines: a page or a refusal, never a fault of ours."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.fields import fields_of
from people import tickets
from people.models import Account, Person
from people.sessions import open_session
from tests.access.routes import PEOPLE, Route, address
from tests.access.routes_learning import LEARNING
from tests.access.world import World, make_world
from tests.factories.people import PASSWORD, make_person
from tests.strict_client import StrictClient

NASTY = {
    "NUL": "a\x00b", "NUL alone": "\x00", "controls": "\x01\x1b\x7f", "a surrogate": "\udcff", "half a letter": "\udced\udca0\udc80",
    "emoji": "Ә😀𝔸👩‍👩‍👧", "turned": "\u202eабв", "a header": "x\r\nSet-Cookie: y=1", "not a number": "NaN", "negative": "-1",
    "huge number": "9" * 5000, "fraction": "1e309", "other digits": "٣٤", "an engine word": "'; --%_\\", "a template": "{{7*7}}{% x %}%s%(a)s",
    "long": "ғ" * 100_000, "blank": "   ", "a list": "[]",
}  # fmt: skip
"""What people and programs send; a surrogate stands for a byte that is no UTF-8."""
SHARP = ("NUL", "half a letter", "emoji", "huge number", "controls")
"""Those that a database or a parser has ever stumbled over: sent to every single field and gap."""


@pytest.fixture
def world(session: Session, tmp_path: Path) -> World:
    made = make_world(session, tmp_path / "content")
    session.commit()
    return made


def signed_in(app: Flask, session: Session, account: Account | None) -> FlaskClient:
    app.test_client_class = StrictClient
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    if account:
        token = open_session(session, account, staff=True, device="", network="", now=clock.now())
        session.commit()
        client.set_cookie("sid", token)
    return client


def encoded(form: dict[str, str]) -> bytes:
    """The form as a browser sends it, with bytes that are no UTF-8 where a surrogate stands for one."""
    return "&".join(
        f"{quote_plus(k)}={quote_plus(v.encode('utf-8', 'surrogateescape'))}" for k, v in form.items()
    ).encode()


def send(client: FlaskClient, path: str, form: dict[str, str]) -> int:
    return client.post(path, data=encoded(form), content_type="application/x-www-form-urlencoded").status_code


def nasty_forms(form: dict[str, str], names: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The valid form with each field in turn spoilt in the sharp ways, and with all fields spoilt at once in every way."""
    fields = sorted(names | set(form))
    for name in fields:
        for kind in SHARP:
            yield f"{name}: {kind}", {**form, name: NASTY[kind]}
    for kind, value in NASTY.items():
        yield f"all: {kind}", dict.fromkeys(fields, value)


FORMS = {
    "people.approve": {}, "people.decline": {"reason": "Не наш"}, "people.account_post": {"email": "", "latin_name": "A", "language": "ru"},
    "people.password": {"present": "x", "password": "y"}, "people.recovery_codes": {"code": "1"},
    "assessments.answer": {"a1.value": "b", "a1.key": "k", "a1.base_seq": "0", "tab_id": "", "of": "3", "go": "next", "flag": "y"},
    "assessments.save_stage": {"a1.value": "b", "a1.key": "k1", "a1.base_seq": "0", "a2.key": "k2", "tab_id": "", "act": ""},
    "assessments.start": {"kind": "exam", "slug": "w1-exam", "edition": "1", "language": "ru"},
}  # fmt: skip
"""Valid forms where the matrix has a shorter one."""
SENDING = [route for route in (*PEOPLE, *LEARNING) if route.method == "POST"]


@pytest.mark.parametrize("route", SENDING, ids=lambda route: f"{route.endpoint} {route.fixed.get('unit', '')}")
def test_no_field_of_a_signed_in_person_makes_a_fault(app: Flask, session: Session, world: World, route: Route) -> None:
    actor = next(name for name in (*sorted(route.allowed), "learner") if name != "anonymous")
    client, path = signed_in(app, session, world.actors[actor]), address(app, session, route, world, "own", actor)
    form = FORMS.get(route.endpoint, route.form)
    names = set(fields_of(app.view_functions[route.endpoint]).names)
    wrong = [what for what, spoilt in nasty_forms(form, names) if send(client, path, spoilt) >= 500]
    assert wrong == []


def test_no_field_of_a_guest_makes_a_fault(app: Flask, session: Session, world: World) -> None:
    person = make_person(session, phone="+77015556677")
    _, token = tickets.invite(session, person, organisation=None, by_id=None, now=clock.now())
    session.commit()
    joining = {
        "family_name": "Ким", "given_name": "Анна", "patronymic": "", "phone": "+77011112233", "password": "x", "office": "member",
        "language": "ru", "agreed": "y",
    }  # fmt: skip
    forms = {
        "/sign-in": {"login": "a@example.kz", "password": PASSWORD, "next": "/"}, "/sign-in/code": {"code": "123456", "next": "/"},
        "/sign-in/help": {"login": "a@example.kz"}, "/sign-in/second-factor": {"code": "123456"}, "/join": {"code": "ABCD-EFGH"},
        f"/join/{world.own.code}": joining, f"/invitations/{token}": {"password": "x"}, "/language": {"lang": "kk", "next": "/"},
        "/theme": {"theme": "dark", "next": "/"},
    }  # fmt: skip
    client = signed_in(app, session, None)
    wrong = [
        f"{path} {what}"
        for path, form in forms.items()
        for what, spoilt in nasty_forms(form, set())
        if send(client, path, spoilt) >= 500
    ]
    assert wrong == []


ASKED = (
    "q",
    "code",
    "page",
    "kind",
    "next",
    "stage",
    "doc",
    "topic",
    "act",
    "state",
    "sort",
    "changed",
    "checked",
    "on",
)


def test_no_question_in_an_address_makes_a_fault(app: Flask, session: Session, world: World) -> None:
    wrong = []
    for actor in ("anonymous", "federation_admin"):
        client = signed_in(app, session, world.actors[actor])
        for path in (
            "/",
            "/law",
            "/search",
            "/verify",
            "/unions",
            f"/unions/{world.own.primary.ref}/people",
            "/sign-in",
            "/record",
        ):
            for kind, value in NASTY.items():
                sent = quote(value.encode("utf-8", "surrogateescape"))[:6000]
                query = "&".join(f"{name}={sent}" for name in ASKED)
                if client.get(f"{path}?{query}").status_code >= 500:
                    wrong.append(f"{actor} {path} {kind}")
    assert wrong == []


def test_no_part_of_an_address_makes_a_fault(app: Flask, session: Session, world: World) -> None:
    client, wrong = signed_in(app, session, world.actors["federation_admin"]), []
    for rule in app.url_map.iter_rules():
        for kind in SHARP if rule.arguments else ():
            gap = quote(NASTY[kind].encode("utf-8", "surrogateescape"), safe="")[:1500]
            path = re.sub(r"<[^>]+>", gap, str(rule))
            for method in sorted({"GET", "POST", "PUT"} & (rule.methods or set())):
                if client.open(path, method=method).status_code >= 500:
                    wrong.append(f"{method} {rule} {kind}")
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["User-Agent", "Accept-Language", "Accept", "Referer", "Cookie", "X-Forwarded-For", "Host"]
)
def test_no_header_makes_a_fault(app: Flask, session: Session, world: World, name: str) -> None:
    account = world.actors["learner"]
    assert account
    client, wrong = signed_in(app, session, None), []
    for kind, value in NASTY.items():
        if "\n" in value:
            continue  # no header can hold it
        sent = value.encode("utf-8", "surrogateescape").decode("latin-1")[:4000]
        for cookie in ("sid=", "lang=", "theme=", "form=") if name == "Cookie" else ("",):
            environ = {"HTTP_" + name.upper().replace("-", "_"): cookie + sent}
            form = {"login": account.email_key, "password": PASSWORD}
            for path, method, data in (("/law", "GET", None), ("/sign-in", "POST", form)):
                if client.open(path, method=method, data=data, environ_overrides=environ).status_code >= 500:
                    wrong.append(f"{cookie}{kind} {method}")
    assert wrong == []


def test_no_value_of_an_answer_makes_a_fault(app: Flask, session: Session, world: World) -> None:
    route = next(route for route in LEARNING if route.endpoint == "assessments.save")
    path = address(app, session, route, world, "own", "learner")
    client, wrong = signed_in(app, session, world.actors["learner"]), []
    values: list[Any] = [
        *NASTY.values(),
        None,
        True,
        1,
        -1,
        1e308,
        [],
        [[]],
        {},
        {"": ""},
        {"form": {"value": ["\x00"]}},
        {"form": {"value": "\ud800"}},
    ]
    for value in values:
        for name in ("value", "key", "seq", "base_seq", "tab_id"):
            body = {"seq": 1, "key": "k", "value": "b", "base_seq": 0, "tab_id": "t"} | {name: value}
            if client.put(path, data=json.dumps(body), content_type="application/json").status_code >= 500:
                wrong.append(f"{name} {value!r:.40}")
    for raw in (
        b'{"seq":NaN,"key":"k","value":1}',
        b"\x00",
        b"{" * 9999,
        b'{"seq":1,"key":"k","value":-Infinity}',
        b"x" * 1_000_000,
    ):
        if client.put(path, data=raw, content_type="application/json").status_code >= 500:
            wrong.append(str(raw[:40]))
    assert wrong == []


def test_more_than_a_page_takes_is_refused_with_413(app: Flask, session: Session, world: World) -> None:
    learner = signed_in(app, session, world.actors["learner"])
    note = "/learn/small/w1-first/note"
    for client, path, name in (
        (signed_in(app, session, None), "/sign-in", "login"),
        (learner, "/account", "latin_name"),
        (learner, note, "note"),
    ):
        assert send(client, path, {name: "a" * 2_000_000}) == 413
        assert send(client, path, {name: "a" * 600_000}) == 413
        many = "&".join([f"{name}=1"] * 500)
        assert client.post(path, data=many, content_type="application/x-www-form-urlencoded").status_code == 413


def test_letters_of_every_kind_are_kept_as_they_were_typed(app: Flask, session: Session, world: World) -> None:
    client = signed_in(app, session, None)
    form = {
        "family_name": "Әуезұлы😀", "given_name": "Ғ𝔸", "patronymic": "Ің", "phone": "+77019998877", "password": "a long enough phrase",
        "office": "member", "language": "kk", "agreed": "y",
    }  # fmt: skip
    assert send(client, f"/join/{world.own.code}", form) == 303
    names = select(Person.family_name, Person.given_name, Person.patronymic).where(Person.phone == "+77019998877")
    assert tuple(session.execute(names).one()) == ("Әуезұлы😀", "Ғ𝔸", "Ің")
