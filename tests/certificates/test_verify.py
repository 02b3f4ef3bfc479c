"""The public register: what a code answers, what it never says, and how often it may be asked."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.actors import Role
from certificates import rules, services
from certificates.guard import network_of
from certificates.models import Certificate
from certificates.rules import Reason
from core import clock
from core.files import FileStore
from core.models import StoredFile
from people.models import Person
from people.services import Names
from tests.certificates.conftest import certificate_of
from tests.factories.people import make_account, make_member, make_person, make_staff
from tests.factories.qualifications import make_award
from tests.factories.unions import make_federation, make_organisation
from unions.models import Axis
from unions.services import affiliate

REVOKED: dict[str, Any] = {"by_id": None, "reason_class": Reason.EXAM_VIOLATION, "reason": "Протокол 17, тайна"}


def ask(client: FlaskClient, certificate: Certificate, **more) -> str:
    return client.get(f"/verify/{rules.grouped(certificate.code)}", **more).get_data(as_text=True)


def test_a_code_shows_name_programme_dates_and_competencies(client: FlaskClient, session: Session, certificate):
    session.commit()
    response = client.get(f"/verify/{certificate.code}")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    for part in ("Сертификат действует", "Сатпаева Әйгерім", "HR и право, модуль 1", "6 академических часов", certificate.number,
                 "Источники и иерархия норм", "самостоятельно", "Тірек, академия профсоюзного работника"):  # fmt: skip
        assert part in page, part


def test_the_answer_is_for_no_search_engine_and_no_cache(client: FlaskClient, session: Session, certificate):
    session.commit()
    for address in ("/verify", f"/verify/{certificate.code}", "/verify/X"):
        response = client.get(address)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in response.get_data(as_text=True)


def test_the_answer_names_no_organisation_no_score_and_no_one_else(client: FlaskClient, session: Session, inside):
    organisation = make_organisation(session, name_ru="Первичка завода", federation=make_federation(session))
    account = make_member(session, organisation)
    person = session.get_one(Person, account.person_id)
    certificate = certificate_of(session, person)
    session.commit()
    page = ask(client, certificate)
    for secret in ("Первичка", "Федерация", "70 %", "70\N{NO-BREAK SPACE}%", person.ref, person.email or "нет адреса"):
        assert secret not in page, secret


@pytest.mark.parametrize(("lang", "words"), [("kk", "Құқық көздері және олардың сатысы"), ("en", "Sources of law")])
def test_the_answer_speaks_the_language_of_the_reader(client: FlaskClient, session: Session, certificate, lang, words):
    session.commit()
    client.set_cookie("lang", lang)
    assert words in ask(client, certificate)


def test_an_expired_certificate_says_until_when_it_held(client: FlaskClient, session: Session, certificate):
    session.commit()
    with time_machine.travel(certificate.valid_until + timedelta(days=1, hours=12), tick=False):
        clock.forget_latest()
        assert "Срок сертификата истёк" in ask(client, certificate)
    with time_machine.travel(certificate.valid_until + timedelta(hours=3), tick=False):
        clock.forget_latest()
        assert "Сертификат действует" in ask(client, certificate)


def test_a_revoked_certificate_hides_the_name_and_tells_the_class_of_the_reason(
    client: FlaskClient, session: Session, certificate
):
    services.revoke(session, certificate, **REVOKED, now=clock.now())
    session.commit()
    page = ask(client, certificate)
    for part in ("Сертификат отозван", "Имя скрыто", "Нарушение на экзамене", "Не принимайте этот документ"):
        assert part in page
    for secret in ("Сатпаева", "Протокол 17", "Источники и иерархия норм"):
        assert secret not in page


def test_a_superseded_certificate_says_so_and_names_no_other(
    client: FlaskClient, session: Session, certificate, app: Flask
):
    new = services.correct(
        session, certificate, by_id=None, reason="имя", settings=app.extensions["settings"], now=clock.now()
    )
    session.commit()
    page = ask(client, certificate)
    assert "Сертификат заменён новым" in page
    assert new.number not in page
    assert "Сертификат действует" in ask(client, new)


def test_an_unknown_and_an_impossible_code_get_the_same_page(
    client: FlaskClient, session: Session, certificate, count_queries
):
    session.commit()
    pages, costs = [], []
    for code in (rules.new_code(), "A" * 27, "x", certificate.code[:-1], "%00", "' OR 1=1 --", "7" * 3000):
        count_queries()
        response = client.get(f"/verify/{code}")
        costs.append(len([each for each in count_queries() if "certificates" in each]))
        assert response.status_code == 404
        pages.append(response.get_data(as_text=True).split('class="vcard"')[1])
    assert len(set(pages)) == 1
    assert set(costs) == {1}


def test_the_number_alone_verifies_nothing_and_the_page_says_why(client: FlaskClient, session: Session, certificate):
    session.commit()
    response = client.get("/verify", query_string={"code": certificate.number})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "Это номер, а нужен код проверки" in page
    assert "Сатпаева" not in page
    assert client.get(f"/verify/{certificate.number}").status_code == 404


def test_the_form_leads_to_the_answer_however_the_code_was_typed(client: FlaskClient, session: Session, certificate):
    session.commit()
    response = client.get("/verify", query_string={"code": f" {certificate.code.lower()} "})
    assert response.status_code == 303
    assert response.headers["Location"] == "/verify/" + rules.grouped(certificate.code)


def test_a_network_may_ask_twenty_times_a_minute(client: FlaskClient, session: Session, certificate):
    session.commit()
    now = clock.now().replace(second=1)
    with time_machine.travel(now, tick=False):
        clock.forget_latest()
        assert {client.get("/verify/x").status_code for _ in range(20)} == {404}
        refused = client.get(f"/verify/{certificate.code}")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        other = client.get(f"/verify/{certificate.code}", environ_base={"REMOTE_ADDR": "10.1.1.1"})
        assert other.status_code == 200
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        clock.forget_latest()
        assert client.get(f"/verify/{certificate.code}").status_code == 200


def test_a_network_may_ask_two_hundred_times_a_day(client: FlaskClient, session: Session, certificate):
    session.commit()
    start = clock.now().replace(hour=1, minute=0, second=1)
    for minute in range(10):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            clock.forget_latest()
            assert {client.get("/verify/x").status_code for _ in range(20)} == {404}
    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        clock.forget_latest()
        assert client.get(f"/verify/{certificate.code}").status_code == 429


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.0.0.1", "10.0.0.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:10.0.0.1", "10.0.0.1"), ("", "unknown")],
)  # fmt: skip
def test_a_household_of_ipv6_counts_as_one(address, network):
    assert network_of(address) == network


def test_the_own_file_is_downloaded_under_a_name_that_all_browsers_read(session: Session, sign_in, inside, worker):
    account = make_account(session)
    certificate = worker(certificate_of(session, session.get_one(Person, account.person_id)))
    response = sign_in(account).get(f"/certificates/{certificate.number}.pdf")
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF")
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert (
        f"filename*=UTF-8''%D0%A1%D0%B5%D1%80%D1%82%D0%B8%D1%84%D0%B8%D0%BA%D0%B0%D1%82%20{certificate.number}.pdf"
        in disposition
    )
    assert response.headers["Cache-Control"] == "no-store"


def test_while_the_worker_works_the_page_says_so_and_how_to_look_again(session: Session, sign_in, inside):
    account = make_account(session)
    certificate = certificate_of(session, session.get_one(Person, account.person_id))
    address = f"/certificates/{certificate.number}.pdf"
    response = sign_in(account).get(address)
    assert response.status_code == 202
    assert "Файл готовится" in response.get_data(as_text=True)
    assert f'href="{address}"' in response.get_data(as_text=True)


@pytest.mark.parametrize("role", [None, Role.SYSTEM_ADMIN, Role.FEDERATION_ADMIN, Role.ORG_ADMIN, Role.REGISTRAR])
def test_nobody_downloads_another_persons_certificate(session: Session, sign_in, certificate, worker, role):
    worker(certificate)
    federation = make_federation(session)
    account = make_staff(session, role, federation) if role else make_account(session)
    assert sign_in(account).get(f"/certificates/{certificate.number}.pdf").status_code == 404


def test_a_guest_is_led_to_the_sign_in(client: FlaskClient, session: Session, certificate):
    session.commit()
    response = client.get(f"/certificates/{certificate.number}.pdf")
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in")


@pytest.fixture
def in_federation(session: Session, inside):
    federation = make_federation(session)
    organisation = make_organisation(session, federation=federation)
    affiliate(session, organisation, federation, Axis.SECTORAL, from_on=organisation.opened_on)
    member = make_member(session, organisation)
    return federation, organisation, certificate_of(session, session.get_one(Person, member.person_id))


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.REGISTRAR, "own federation", 200),
        (Role.FEDERATION_ADMIN, "own federation", 200),
        (Role.REGISTRAR, "another federation", 404),
        (Role.ORG_ADMIN, "own federation", 404),
        (Role.SYSTEM_ADMIN, "own federation", 404),
        (Role.TRAINER, "own federation", 404),
    ],
)
def test_only_who_keeps_the_register_of_the_federation_may_revoke(
    session: Session, sign_in, in_federation, role, where, status
):
    federation, _, certificate = in_federation
    account = make_staff(session, role, federation if where == "own federation" else make_federation(session))
    assert sign_in(account).get(f"/certificates/{certificate.number}/revoke").status_code == status


@pytest.mark.parametrize(
    ("role", "where", "offered"),
    [(Role.REGISTRAR, "own federation", True), (Role.REGISTRAR, "another federation", False), (Role.ORG_ADMIN, "own federation", False)],
)  # fmt: skip
def test_the_answer_leads_to_revoking_only_who_keeps_the_register(
    session: Session, sign_in, in_federation, role, where, offered
):
    federation, _, certificate = in_federation
    account = make_staff(session, role, federation if where == "own federation" else make_federation(session))
    assert (f'href="/certificates/{certificate.number}/revoke"' in ask(sign_in(account), certificate)) is offered


def test_a_registrar_revokes_with_a_reason_and_the_register_says_so_at_once(session: Session, sign_in, in_federation):
    federation, _, certificate = in_federation
    client = sign_in(make_staff(session, Role.REGISTRAR, federation))
    address = f"/certificates/{certificate.number}/revoke"
    assert client.post(address, data={"reason_class": "wrong_person", "reason": ""}).status_code == 422
    assert client.post(address, data={"reason_class": "renewed", "reason": "так"}).status_code == 422
    assert "Сертификат действует" in ask(client, certificate)
    done = client.post(address, data={"reason_class": "wrong_person", "reason": "Решение 4"})
    assert done.status_code == 303
    assert "Выдан не тому человеку" in client.get(done.headers["Location"]).get_data(as_text=True)
    assert client.post(address, data={"reason_class": "wrong_person", "reason": "Решение 5"}).status_code == 409


def test_the_command_line_verifies_a_code_and_a_file_and_revokes(
    app: Flask, session: Session, certificate, worker, tmp_path
):
    made = worker(certificate)
    files: FileStore = app.extensions["files"]
    path = tmp_path / "c.pdf"
    path.write_bytes(files.read(session.get_one(StoredFile, made.file_id)))
    run = app.test_cli_runner().invoke
    for what in (certificate.code, str(path)):
        done = run(args=["certificates", "verify", what])
        assert (done.exit_code, "valid" in done.output, certificate.number in done.output) == (0, True, True)
    path.write_bytes(path.read_bytes() + b" ")
    assert run(args=["certificates", "verify", str(path)]).exit_code != 0
    asked = ["certificates", "revoke", certificate.number, "--class", "issued_in_error", "--reason", "Решение 1"]
    assert run(args=asked).exit_code == 0
    assert run(args=asked).exit_code != 0
    assert run(args=["certificates", "verify", certificate.code]).exit_code == 1


def test_the_command_line_issues_what_waited_for_a_name(app: Flask, session: Session, inside):
    person = make_person(session, names=Names("李", "Вэй"))
    make_award(session, person)
    session.commit()
    run = app.test_cli_runner().invoke
    assert "0 of 1" in run(args=["certificates", "issue"]).output
    session.get_one(Person, person.id).family_name = "Ли"
    session.commit()
    assert "1 of 1" in run(args=["certificates", "issue"]).output
    assert "0 of 0" in run(args=["certificates", "issue"]).output
