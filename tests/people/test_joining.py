"""Coming into an organisation: by its code with approval, by an invitation, each once and behind one wall only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.actors import Role
from core import clock
from core.models import AuditEvent, Mail
from people import joining, services, tickets
from people.models import Account, Appointment, Consent, Invitation, JoinRequest, JoinState, Person
from tests.conftest import settings_for
from tests.factories.people import PASSWORD, make_account, make_member, make_person, make_staff
from tests.factories.unions import make_federation, make_organisation
from unions.models import Organisation

SignIn = Callable[[Account], FlaskClient]
FORM = {
    "family_name": "Нұрпейісова", "given_name": "Әйгерім", "patronymic": "", "phone": "8 701 000 02 02", "password": "үш сөзден құралған",
    "office": "member", "language": "kk", "agreed": "y",
}  # fmt: skip


@pytest.fixture
def home(session: Session) -> Organisation:
    return make_organisation(session, federation=make_federation(session), name_ru="Первичка Ақжол")


@pytest.fixture
def code(session: Session, home: Organisation) -> str:
    made = joining.make_code(session, home, by_id=None, now=clock.now()).code
    session.commit()
    return made


def administrator(session: Session, organisation: Organisation) -> Account:
    return make_staff(session, Role.ORG_ADMIN, organisation)


def asked_by(session: Session, home: Organisation, account: Account) -> JoinRequest:
    code = joining.make_code(session, home, by_id=None, now=clock.now())
    person = session.get_one(Person, account.person_id)
    return joining.ask(session, person, code, office="committee-member", now=clock.now())


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "no-dash"])
def test_a_code_is_found_however_it_is_typed(client: FlaskClient, code: str, typed: str):
    said = {"lower": code.lower(), "no-dash": code.replace("-", " ")}.get(typed, typed.format(code))
    assert client.post("/join", data={"code": said}).headers["Location"] == f"/join/{code}"


def test_a_visitor_asks_with_the_code_and_waits(client: FlaskClient, session: Session, home: Organisation, code: str):
    assert "Первичка Ақжол" in client.get(f"/join/{code}").get_data(as_text=True)
    response = client.post(f"/join/{code}", data=FORM)
    assert (response.status_code, response.headers["Location"]) == (303, "/join/requests")
    person = session.scalars(select(Person)).one()
    account = session.scalars(select(Account)).one()
    assert (person.federation_id, person.full_name) == (None, "Нұрпейісова Әйгерім")
    assert (account.phone_key, account.language) == ("+77010000202", "kk")
    assert session.scalars(select(Consent.text_version)).one() == joining.CONSENT
    assert session.scalar(select(func.count()).select_from(Appointment)) == 0
    assert client.get(f"/unions/{home.ref}/people").status_code == 404 or client.get("/unions").status_code == 403


def test_the_same_form_sent_twice_makes_one_person(app: Flask, client: FlaskClient, session: Session, code: str):
    client.post(f"/join/{code}", data=FORM)
    again = app.test_client().post(f"/join/{code}", data=FORM)
    assert again.status_code == 422
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_signed_in_person_asks_for_an_office_only_and_once(
    sign_in: SignIn, session: Session, home: Organisation, code: str
):
    client = sign_in(make_account(session))
    assert 'name="phone"' not in client.get(f"/join/{code}").get_data(as_text=True)
    assert client.post(f"/join/{code}", data={"office": "member"}).status_code == 303
    assert client.post(f"/join/{code}", data={"office": "member"}).status_code == 409
    assert session.scalar(select(func.count()).select_from(JoinRequest)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "12"},
        {"family_name": ""},
        {"agreed": ""},
        {"password": "short"},
        {"password": "password123"},
        {"password": "xx Нұрпейісова xx"},
        {"office": "president"},
        {"language": "de"},
        {"family_name": "а\u202eб"},
        {"given_name": "а\x00б"},
        {"given_name": "я" * 121},
        {"password": "п" * 2000},
    ],
)
def test_a_wrong_field_is_named_and_nobody_is_entered(client: FlaskClient, session: Session, code: str, change):
    form = {name: value for name, value in (FORM | change).items() if value or name == "patronymic"}
    response = client.post(f"/join/{code}", data=form)
    assert response.status_code == 422
    assert "error-summary" in response.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_an_unknown_field_and_a_huge_body_are_refused(client: FlaskClient, session: Session, code: str):
    assert client.post(f"/join/{code}", data=FORM | {"federation_id": "1"}).status_code == 400
    assert client.post(f"/join/{code}", data=FORM | {"family_name": "я" * 1_100_000}).status_code == 413
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_new_code_ends_the_one_before(sign_in: SignIn, session: Session, home: Organisation, code: str):
    client = sign_in(administrator(session, home))
    assert client.post(f"/unions/{home.ref}/join-code").status_code == 303
    assert client.get(f"/join/{code}").status_code == 404


def test_a_code_ends_after_half_a_year(client: FlaskClient, code: str):
    with time_machine.travel(clock.now() + joining.LASTS + timedelta(minutes=1)):
        clock.forget_latest()
        assert client.get(f"/join/{code}").status_code == 404


def test_guessing_codes_is_stopped_in_the_form_and_in_addresses(client: FlaskClient):
    answers = [client.get("/join/AAAA-AAAA").status_code for _ in range(29)]
    answers += [client.post("/join", data={"code": "BBBB-BBBB"}).status_code for _ in range(2)]
    assert answers == [404] * 29 + [422, 429]


def test_approval_takes_the_person_in_once(sign_in: SignIn, session: Session, home: Organisation):
    joined = make_account(session)
    asked = asked_by(session, home, joined)
    client = sign_in(administrator(session, home))
    assert client.post(f"/join/requests/{asked.ref}/approval").status_code == 303
    assert client.post(f"/join/requests/{asked.ref}/approval").status_code == 409
    assert client.post(f"/join/requests/{asked.ref}/refusal", data={"reason": "Нет"}).status_code == 409
    session.expire_all()
    assert session.get_one(Person, joined.person_id).federation_id == home.federation_id
    offices = select(Appointment.office).where(Appointment.person_id == joined.person_id)
    assert session.scalars(offices).all() == ["committee-member"]
    assert session.scalars(select(Mail)).one().recipient.startswith("tel:")
    actions = session.scalars(select(AuditEvent.action)).all()
    assert actions.count("join_approved") == 1


def test_of_two_people_who_wait_the_one_who_is_named_is_taken_in(sign_in: SignIn, session: Session, home: Organisation):
    first, second = make_account(session), make_account(session)
    asked_by(session, home, first)
    named = asked_by(session, home, second)
    assert sign_in(administrator(session, home)).post(f"/join/requests/{named.ref}/approval").status_code == 303
    session.expire_all()
    taken_in = select(Appointment.person_id).where(Appointment.organisation_id == home.id)
    assert session.scalars(taken_in).all() == [second.person_id]


def test_the_reason_of_a_refusal_is_read_by_the_person(
    app: Flask, sign_in: SignIn, session: Session, home: Organisation
):
    refused = make_account(session)
    asked = asked_by(session, home, refused)
    client = sign_in(administrator(session, home))
    assert client.post(f"/join/requests/{asked.ref}/refusal", data={"reason": ""}).status_code == 422
    assert (
        client.post(f"/join/requests/{asked.ref}/refusal", data={"reason": "Вы работаете <b>не здесь</b>"}).status_code
        == 303
    )
    page = sign_in(refused).get("/join/requests").get_data(as_text=True)
    assert "Вы работаете &lt;b&gt;не здесь&lt;/b&gt;" in page
    session.expire_all()
    assert session.get_one(Person, refused.person_id).federation_id is None


def test_an_administrator_of_one_primary_decides_nothing_at_another(
    sign_in: SignIn, session: Session, home: Organisation
):
    neighbour = make_organisation(session, federation=session.get_one(Organisation, home.federation_id))
    asked = asked_by(session, neighbour, make_account(session))
    client = sign_in(administrator(session, home))
    for act, form in (("approval", {}), ("refusal", {"reason": "Нет"})):
        assert client.post(f"/join/requests/{asked.ref}/{act}", data=form).status_code == 404
    assert client.get(f"/unions/{neighbour.ref}/people").status_code == 404
    session.expire_all()
    assert asked.state == JoinState.PENDING


def test_a_person_of_one_federation_is_not_taken_into_another(
    sign_in: SignIn, session: Session, home: Organisation, code: str
):
    elsewhere = make_organisation(session, federation=make_federation(session))
    client = sign_in(make_member(session, elsewhere))
    assert client.post(f"/join/{code}", data={"office": "member"}).status_code == 409
    assert session.scalar(select(func.count()).select_from(JoinRequest)) == 0


def test_of_two_open_requests_the_first_approval_decides_the_federation(
    sign_in: SignIn, session: Session, home: Organisation
):
    other = make_organisation(session, federation=make_federation(session))
    account = make_account(session)
    here, there = asked_by(session, home, account), asked_by(session, other, account)
    assert sign_in(administrator(session, home)).post(f"/join/requests/{here.ref}/approval").status_code == 303
    assert sign_in(administrator(session, other)).post(f"/join/requests/{there.ref}/approval").status_code == 409
    offices = select(Appointment.organisation_id).where(Appointment.person_id == account.person_id)
    assert session.scalars(offices).all() == [home.id]


def invite(client: FlaskClient, organisation: Organisation, login: str = "new@example.kz") -> str:
    """The path of the link that the page shows."""
    form = {"family_name": "Ким", "given_name": "Анна", "login": login, "office": "member", "language": "ru"}
    page = client.post(f"/unions/{organisation.ref}/invitation", data=form).get_data(as_text=True)
    return page.split("<code")[1].split("8000")[1].split("<")[0]


def test_an_invited_person_sets_a_password_and_is_in_once(
    app: Flask, sign_in: SignIn, session: Session, home: Organisation
):
    path = invite(sign_in(administrator(session, home)), home)
    guest = app.test_client()
    assert guest.get(path).status_code == 200
    assert guest.post(path, data={"password": "short"}).status_code == 422
    assert guest.post(path, data={"password": PASSWORD}).status_code == 303
    assert guest.get("/account").status_code == 200
    assert app.test_client().post(path, data={"password": "another long phrase"}).status_code == 410
    token = path.rsplit("/", 1)[1]
    assert session.scalar(select(Invitation.id).where(Invitation.token_hash == token)) is None


def test_an_invitation_ends_after_a_day(app: Flask, sign_in: SignIn, session: Session, home: Organisation):
    path = invite(sign_in(administrator(session, home)), home)
    with time_machine.travel(clock.now() + tickets.INVITATION_LASTS + timedelta(seconds=1)):
        clock.forget_latest()
        assert app.test_client().get(path).status_code == 410


def test_inviting_twice_renews_the_link_and_enters_nobody_twice(
    app: Flask, sign_in: SignIn, session: Session, home: Organisation
):
    client = sign_in(administrator(session, home))
    before = session.scalars(select(func.count()).select_from(Person)).one()
    first, second = invite(client, home), invite(client, home)
    assert session.scalars(select(func.count()).select_from(Person)).one() == before + 1
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().post(second, data={"password": PASSWORD}).status_code == 303
    offices = select(func.count()).select_from(Appointment).join(Person).where(Person.family_name == "Ким")
    assert session.scalar(offices) == 1


def test_somebody_with_an_account_is_not_invited_again(sign_in: SignIn, session: Session, home: Organisation):
    make_account(session, email_key="taken@example.kz")
    client = sign_in(administrator(session, home))
    form = {
        "family_name": "Ким",
        "given_name": "Анна",
        "login": "Taken@Example.kz",
        "office": "member",
        "language": "ru",
    }
    assert client.post(f"/unions/{home.ref}/invitation", data=form).status_code == 422
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_invited_staff_meet_the_second_step_before_they_are_in(
    tmp_path, app: Flask, session: Session, home: Organisation
):
    from dataclasses import replace

    person = make_person(
        session, email="staff@example.kz", federation=session.get_one(Organisation, home.federation_id)
    )
    services.grant(session, person, Role.ORG_ADMIN, now=clock.now(), organisation=home)
    _, token = tickets.invite(session, person, organisation=home, by_id=None, now=clock.now())
    session.commit()
    app.extensions["settings"] = replace(settings_for("sqlite://", tmp_path), second_factor=True)
    client = app.test_client()
    assert (
        client.post(f"/invitations/{token}", data={"password": "short one"}).status_code == 422
    )  # staff need twelve signs
    assert client.post(f"/invitations/{token}", data={"password": PASSWORD}).headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 303
