"""Getting in: by e-mail or phone, with a pause after failures, and out again at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.actors import Role
from core import clock
from people.models import Account, SignedSession
from people.second_factor import secret_of
from tests.conftest import SECRET
from tests.factories.people import PASSWORD, make_account, make_person, make_staff

SignIn = Callable[[Account], FlaskClient]


def sid(client: FlaskClient) -> str:
    """The session id that the browser holds."""
    cookie = client.get_cookie("sid")
    return cookie.value if cookie else ""


def without_tokens(response: TestResponse) -> str:
    """The page without the token that every form carries anew."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))


def enter(client: FlaskClient, login: str | None, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", data={"login": login, "password": password, **more})


@pytest.mark.parametrize("typed", ["+77011234567", "8 (701) 123-45-67", "87011234567"])
def test_a_phone_number_opens_the_door_however_it_is_typed(client: FlaskClient, session: Session, typed: str):
    make_account(session, email_key=None, phone_key="+77011234567")
    session.commit()
    response = enter(client, typed)
    assert (response.status_code, response.headers["Location"]) == (303, "/learn")
    assert "HttpOnly" in response.headers["Set-Cookie"]


def test_an_address_opens_the_door_in_any_case_of_letters(client: FlaskClient, session: Session):
    make_account(session, email_key="aigerim@example.kz")
    session.commit()
    assert enter(client, "Aigerim@Example.KZ").status_code == 303


def test_the_wanted_page_is_shown_afterwards_but_never_another_host(client: FlaskClient, session: Session):
    make_account(session, email_key="a@example.kz")
    session.commit()
    assert enter(client, "a@example.kz", next="/law?q=1").headers["Location"] == "/law?q=1"
    client.delete_cookie("sid")
    assert enter(client, "a@example.kz", next="//evil.example").headers["Location"] == "/learn"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: FlaskClient, session: Session):
    make_account(session, email_key="a@example.kz")
    session.commit()
    wrong, unknown = enter(client, "a@example.kz", "wrong password"), enter(client, "b@example.kz", "wrong password")
    assert wrong.status_code == unknown.status_code == 422
    same = without_tokens(wrong).replace("a@example.kz", "b@example.kz")
    assert same == without_tokens(unknown)


def test_after_five_failures_even_the_right_password_waits(client: FlaskClient, session: Session):
    make_account(session, email_key="a@example.kz")
    session.commit()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(5):
            enter(client, "a@example.kz", "wrong password")
        refused = enter(client, "a@example.kz")
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) <= 60
        traveller.shift(timedelta(seconds=61))
        assert enter(client, "a@example.kz").status_code == 303


def test_a_disabled_account_stays_outside(client: FlaskClient, session: Session):
    account = make_account(session, email_key="a@example.kz")
    account.disabled_at = clock.now()
    session.commit()
    assert enter(client, "a@example.kz").status_code == 422


def test_an_account_page_leads_to_the_sign_in_and_back(client: FlaskClient):
    response = client.get("/account?x=1")
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in?next=/account?x%3D1")


def test_a_script_without_a_session_gets_401_and_no_redirect(client: FlaskClient):
    assert client.get("/account", headers={"Accept": "application/json"}).status_code == 401


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, session: Session, sign_in: SignIn):
    sign_in(make_account(session))
    cookie = sid(client)
    assert client.post("/sign-out").status_code == 303
    client.set_cookie("sid", cookie)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({}, 200),
        ({"idle_until": clock.BEGINNING}, 303),
        ({"expires_at": clock.BEGINNING}, 303),
        ({"ended_at": clock.BEGINNING}, 303),
    ],
)
def test_a_session_ends_when_idle_expired_or_ended(
    client: FlaskClient, session: Session, sign_in: SignIn, change: dict, seen: int
):
    sign_in(make_account(session))
    if change:
        session.execute(update(SignedSession).values(**change))
        session.commit()
    assert client.get("/account").status_code == seen


def test_a_person_who_is_active_stays_in_beyond_the_idle_time(client: FlaskClient, session: Session, sign_in: SignIn):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        sign_in(make_account(session))
        for _ in range(3):
            traveller.shift(timedelta(minutes=100))
            assert client.get("/account").status_code == 200


def test_the_cookie_holds_nothing_that_is_stored(client: FlaskClient, session: Session, sign_in: SignIn):
    sign_in(make_account(session))
    assert sid(client) not in session.scalars(select(SignedSession.token_hash)).all()


def with_second_factor(app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], second_factor=True)


def code_of(session: Session, account: Account, back: int = 0) -> str:
    fresh = session.get_one(Account, account.id, populate_existing=True)
    return pyotp.TOTP(secret_of(fresh, SECRET) or "").at(clock.now() + timedelta(seconds=back))


def test_staff_set_up_the_second_step_at_their_first_sign_in(app: Flask, client: FlaskClient, session: Session):
    with_second_factor(app)
    account = make_staff(session, Role.MARKER)
    session.commit()
    assert enter(client, account.email_key).headers["Location"].startswith("/sign-in/code")
    assert client.get("/account").status_code == 303, "not in yet"
    assert client.get("/sign-in/code").headers["Location"].startswith("/sign-in/second-factor")
    assert "data:image/svg" in client.get("/sign-in/second-factor").get_data(as_text=True)
    done = client.post("/sign-in/second-factor", data={"code": code_of(session, account)})
    assert done.status_code == 200
    assert client.get("/account").status_code == 200


def test_a_code_is_good_once(app: Flask, client: FlaskClient, session: Session):
    with_second_factor(app)
    account = make_staff(session, Role.MARKER)
    session.commit()
    enter(client, account.email_key)
    client.get("/sign-in/second-factor")
    code = code_of(session, account)
    client.post("/sign-in/second-factor", data={"code": code})
    client.post("/sign-out")
    enter(client, account.email_key)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422
    assert client.post("/sign-in/code", data={"code": code_of(session, account, back=30)}).status_code == 303


def test_learners_need_no_second_step(app: Flask, client: FlaskClient, session: Session):
    with_second_factor(app)
    account = make_account(session, make_person(session))
    session.commit()
    assert enter(client, account.email_key).headers["Location"] == "/learn"


def test_a_field_that_the_form_does_not_declare_is_refused(client: FlaskClient):
    assert enter(client, "a@example.kz", role="system_admin").status_code == 400
