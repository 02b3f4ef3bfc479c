"""One's own account: resets that tell nothing, contacts, password, language, browsers, codes for paper."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.actors import Role
from core import clock
from core.models import Job, Mail
from people import second_factor
from people.devices import spoken
from people.models import Account, Person, RecoveryCode, SignedSession
from people.passwords import matches
from people.resets import KIND
from people.tickets import RESET_LASTS
from tests.conftest import SECRET
from tests.factories.people import PASSWORD, make_account, make_person, make_staff
from tests.factories.unions import make_federation

SignIn = Callable[[Account], FlaskClient]
NEW = "a brand new phrase"
CONTACTS = {"email": "", "latin_name": "", "language": "kk", "password_now": PASSWORD}


def ask(client: FlaskClient, login: str) -> str:
    response = client.post("/sign-in/help", data={"login": login})
    assert response.status_code == 200
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))


def work(app: Flask, session: Session) -> None:
    """Do what the pages wrote down, as the worker would."""
    for job_id in session.scalars(select(Job.id).where(Job.kind == KIND)).all():
        app.extensions["queue"].run(job_id)
    session.expire_all()


def link(session: Session) -> str:
    """The path of the newest letter's link."""
    text = session.scalars(select(Mail.text).order_by(Mail.id.desc()).limit(1)).one()
    found = re.search(r"/reset/\S+", text)
    assert found, text
    return found[0]


def test_the_answer_is_the_same_for_a_known_name_and_an_unknown_one(app: Flask, client: FlaskClient, session: Session):
    make_account(session, email_key="known@example.kz")
    session.commit()
    pages = [ask(client, login) for login in ("known@example.kz", "nobody@example.kz", "nonsense")]
    assert pages[0] == pages[1] == pages[2]
    assert session.scalar(select(func.count()).select_from(Job)) == 3
    assert session.scalar(select(func.count()).select_from(Mail)) == 0  # the page itself looks for nobody
    work(app, session)
    assert session.scalars(select(Mail.recipient)).all() == ["known@example.kz"]


def test_what_was_typed_does_not_stand_in_the_job(client: FlaskClient, session: Session):
    ask(client, "known@example.kz")
    assert "known" not in str(session.scalars(select(Job.payload)).one())


def test_a_reset_is_good_once_and_ends_every_session(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
):
    account = make_account(session, email_key="known@example.kz")
    signed_in = sign_in(account)
    assert signed_in.get("/account").status_code == 200
    other = app.test_client()
    ask(other, "known@example.kz")
    work(app, session)
    path = link(session)
    assert other.post(path, data={"password": "known@example.kz"}).status_code == 422
    assert other.post(path, data={"password": NEW}).status_code == 303
    assert signed_in.get("/account").status_code == 303
    assert other.get(path).status_code == 410
    assert other.post("/sign-in", data={"login": "known@example.kz", "password": NEW}).status_code == 303


def test_a_newer_link_ends_the_older_and_each_ends_after_half_an_hour(
    app: Flask, client: FlaskClient, session: Session
):
    make_account(session, phone_key="+77010000303", email_key=None)
    session.commit()
    ask(client, "+7 701 000 03 03")
    work(app, session)
    first = link(session)
    ask(client, "8 701 000 03 03")
    work(app, session)
    assert client.get(first).status_code == 410
    assert client.get(link(session)).status_code == 200
    with time_machine.travel(clock.now() + RESET_LASTS + timedelta(seconds=1)):
        clock.forget_latest()
        assert client.get(link(session)).status_code == 410


def test_a_network_asks_for_five_links_an_hour(client: FlaskClient):
    answers = [client.post("/sign-in/help", data={"login": f"n{n}@example.kz"}).status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


def test_the_language_is_kept_with_the_account(sign_in: SignIn, session: Session):
    account = make_account(session, email_key="a@example.kz")
    client = sign_in(account)
    response = client.post("/account", data=CONTACTS | {"email": "a@example.kz"})
    assert response.status_code == 303
    assert 'lang="kk"' in client.get("/account").get_data(as_text=True)
    session.expire_all()
    assert (account.language, session.get_one(Person, account.person_id).language) == ("kk", "kk")


def test_a_new_address_needs_the_password_and_is_nobody_elses(sign_in: SignIn, session: Session):
    account, other = make_account(session, email_key="a@example.kz"), make_account(session, email_key="b@example.kz")
    client = sign_in(account)
    for change, status in (
        ({"email": "c@example.kz", "password_now": "wrong"}, 422),
        ({"email": "B@example.kz"}, 422),
        ({"email": "no address"}, 422),
        ({"email": ""}, 422),
        ({"email": "c@example.kz"}, 303),
    ):
        assert client.post("/account", data=CONTACTS | change).status_code == status, change
    session.expire_all()
    assert (account.email_key, other.email_key) == ("c@example.kz", "b@example.kz")


def test_a_new_password_signs_out_everybody_but_this_browser(app: Flask, sign_in: SignIn, session: Session):
    account = make_account(session)
    sign_in(account)
    elsewhere = app.test_client()
    elsewhere.set_cookie("sid", "unknown")
    client = sign_in(account)
    assert client.post("/account/password", data={"present": "wrong", "password": NEW}).status_code == 422
    assert client.post("/account/password", data={"present": PASSWORD, "password": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    session.expire_all()
    assert matches(account.password_hash, NEW)
    live = select(func.count()).select_from(SignedSession).where(SignedSession.ended_at.is_(None))
    assert session.scalar(live) == 1


def test_guessing_the_password_inside_a_session_pauses(sign_in: SignIn, session: Session):
    client = sign_in(make_account(session))
    form = {"present": "wrong", "password": NEW}
    answers = [client.post("/account/password", data=form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_browser_is_ended_by_its_owner_only(app: Flask, sign_in: SignIn, session: Session):
    mine, other = make_account(session), make_account(session)
    sign_in(mine)
    sign_in(other)
    row = {r.account_id: r.id for r in session.scalars(select(SignedSession))}
    client = sign_in(mine)
    assert client.post(f"/account/sessions/{row[other.id]}").status_code == 404
    assert client.post(f"/account/sessions/{row[mine.id]}").status_code == 303
    session.expire_all()
    ended = {r.account_id for r in session.scalars(select(SignedSession).where(SignedSession.ended_at.is_not(None)))}
    assert ended == {mine.id}


def with_second_step(session: Session) -> tuple[Account, pyotp.TOTP]:
    account = make_staff(session, Role.FEDERATION_ADMIN, make_federation(session))
    totp = pyotp.TOTP(second_factor.begin(account, SECRET))
    second_factor.confirm(session, account, clock.now())
    session.commit()
    return account, totp


def test_new_codes_for_paper_replace_the_old_sheet(sign_in: SignIn, session: Session):
    account, totp = with_second_step(session)
    old = set(session.scalars(select(RecoveryCode.code_hash)))
    client = sign_in(account)
    assert client.post("/account/recovery-codes", data={"code": "000000"}).status_code == 422
    page = client.post("/account/recovery-codes", data={"code": totp.at(int(clock.now().timestamp()))})
    assert len(re.findall(r"<li><code", page.get_data(as_text=True))) == 10
    session.expire_all()
    assert not old & set(session.scalars(select(RecoveryCode.code_hash)))


def test_who_has_no_second_step_gets_no_codes(sign_in: SignIn, session: Session):
    client = sign_in(make_account(session))
    assert client.post("/account/recovery-codes", data={"code": "000000"}).status_code == 404


def test_staff_see_how_many_codes_are_left(sign_in: SignIn, session: Session):
    account, _ = with_second_step(session)
    session.scalars(select(RecoveryCode).limit(1)).one().used_at = clock.now()
    assert "осталось: 9" in sign_in(account).get("/account").get_data(as_text=True)


def test_a_learner_reads_nothing_of_a_second_step(sign_in: SignIn, session: Session):
    client = sign_in(make_account(session, make_person(session)))
    assert "Второй шаг" not in client.get("/account").get_data(as_text=True)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A546E) Chrome/131.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 YaBrowser/24.10 Safari/537.36", "Яндекс Браузер, Windows"),
        ("tests", ""),
    ],
)
def test_a_browser_is_listed_under_the_name_its_owner_knows(said: str, seen: str):
    assert spoken(said) == seen
