"""The own record and its public link: everything for the owner, the chosen fields for a guest, nothing for others."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.actors import Role
from certificates import services
from certificates.jobs import make_file
from certificates.models import Certificate
from certificates.rules import Reason
from core import clock
from core.models import AuditEvent
from people.models import Person
from qualifications.models import PublicLink
from tests.factories.people import make_account, make_member, make_staff
from tests.factories.qualifications import finish_module, make_award, make_course
from tests.factories.unions import make_federation, make_organisation


@pytest.fixture
def inside(app):
    with app.app_context():
        yield


@pytest.fixture
def holder(session: Session, inside):
    """A member of an organisation who holds an award and its certificate."""
    organisation = make_organisation(session, name_ru="Первичка завода", federation=make_federation(session))
    account = make_member(session, organisation)
    award = make_award(session, session.get_one(Person, account.person_id))
    certificate = session.scalars(select(Certificate)).one()
    session.commit()
    return SimpleNamespace(account=account, award=award, certificate=certificate)


def share(client: FlaskClient, *fields: str, until: str = "") -> str:
    """Make the link and return its address."""
    response = client.post("/record/link", data={"fields": list(fields), "until": until})
    assert response.status_code == 303, response.status_code
    page = client.get("/record").get_data(as_text=True)
    return page.split('class="linkbox')[1].split(">")[1].split("<")[0].strip()


def test_the_record_shows_awards_certificates_levels_and_every_attempt(holder, sign_in):
    page = sign_in(holder.account).get("/record").get_data(as_text=True)
    for part in (
        "Сатпаева Әйгерім", "HR и право, модуль 1", holder.certificate.number, "Источники и иерархия норм",
        "Почему «самостоятельно»: 75 % баллов", "8 из 10", "4 из 6", "70 % при пороге 70 %", "Экзамен модуля 1",
        "Дело о договоре", "4 из 4 обязательных шагов", "Файл готовится", "Первичка завода", "действует до",
    ):  # fmt: skip
        assert part in page, part


def test_an_empty_record_says_what_will_be_here(session: Session, sign_in):
    page = sign_in(make_account(session)).get("/record").get_data(as_text=True)
    assert "Подтверждённых компетенций пока нет" in page
    assert "ваш паспорт не видит никто" in page


def test_a_guest_is_led_to_the_sign_in(client: FlaskClient):
    assert client.get("/record").status_code == 303


@pytest.mark.parametrize("role", [None, Role.SYSTEM_ADMIN, Role.FEDERATION_ADMIN])
def test_nobody_sees_another_persons_record(holder, session: Session, sign_in, role):
    other = make_staff(session, role, make_federation(session)) if role else make_account(session)
    page = sign_in(other).get("/record").get_data(as_text=True)
    assert holder.certificate.number not in page
    assert "Источники и иерархия норм" not in page


def test_a_file_that_is_made_can_be_downloaded_from_the_record(holder, session: Session, sign_in, app):
    make_file(app, {"certificate": holder.certificate.id})
    client = sign_in(holder.account)
    page = client.get("/record").get_data(as_text=True)
    assert "Скачать PDF" in page
    assert client.get(f"/certificates/{holder.certificate.number}.pdf").data.startswith(b"%PDF")


def test_a_name_that_cannot_be_printed_is_said_with_its_sign_and_what_to_do(session: Session, inside, sign_in):
    account = make_account(session)
    person = session.get_one(Person, account.person_id)
    person.family_name = "李"
    make_award(session, person)
    client = sign_in(account)
    page = client.get("/record").get_data(as_text=True)
    assert "«李» U+674E" in page
    assert "администратора организации исправить имя" in page
    refused = client.post("/certificates")
    assert refused.status_code == 422
    assert "Имя нельзя напечатать без ошибки" in refused.get_data(as_text=True)
    person.family_name = "Ли"
    session.commit()
    assert client.post("/certificates").status_code == 303
    assert session.scalars(select(Certificate)).one().name_printed.startswith("Ли")


def test_the_record_costs_the_same_for_one_award_and_for_five(session: Session, inside, sign_in, count_queries):
    account = make_account(session)
    person = session.get_one(Person, account.person_id)
    make_award(session, person)
    client = sign_in(account)
    count_queries()
    client.get("/record")
    one = len(count_queries())
    for _ in range(4):
        make_award(session, person)
    session.commit()
    count_queries()
    client.get("/record")
    assert len(count_queries()) == one


def test_a_link_shows_only_what_was_chosen(holder, sign_in, client: FlaskClient):
    address = share(sign_in(holder.account), "programme")
    client.delete_cookie("sid")
    page = client.get(address).get_data(as_text=True)
    assert "HR и право, модуль 1" in page
    for hidden in ("Сатпаева", "Первичка", "Источники и иерархия норм", holder.certificate.number, holder.certificate.code[:3] + "-",
                   "Действует до", "70 %"):  # fmt: skip
        assert hidden not in page, hidden


@pytest.mark.parametrize(
    ("field", "shown"),
    [("name", "Сатпаева"), ("dates", "Действует до"), ("competencies", "Источники и иерархия норм"), ("number", "KZ-"), ("organisation", "Первичка завода")],
)  # fmt: skip
def test_each_field_opens_its_own_part(holder, sign_in, client: FlaskClient, field, shown):
    address = share(sign_in(holder.account), "programme", field)
    client.delete_cookie("sid")
    assert shown in client.get(address).get_data(as_text=True)


def test_organisation_is_off_until_it_is_ticked_and_the_form_warns(holder, sign_in):
    page = sign_in(holder.account).get("/record").get_data(as_text=True)
    box = next(part for part in page.split("<input") if 'value="organisation"' in part)
    assert "checked" not in box.split(">")[0]
    assert "раскрывает членство в профсоюзе" in page


def test_the_guest_page_is_for_no_search_engine_and_no_cache(holder, sign_in, client: FlaskClient):
    response = client.get(share(sign_in(holder.account), "programme"))
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_a_changed_choice_keeps_the_address_and_an_ended_one_never_opens_again(holder, sign_in, session: Session):
    client = sign_in(holder.account)
    address = share(client, "programme")
    assert share(client, "programme", "name") == address
    assert client.post("/record/link/end").status_code == 303
    ended, unknown = client.get(address), client.get("/p/" + "0" * 32)
    assert ended.status_code == unknown.status_code == 404
    assert share(client, "programme") != address
    assert client.get(address).status_code == 404
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("record.%"))).all()
    assert actions == ["record.shared", "record.shared", "record.unshared", "record.shared"]


def test_an_ended_and_an_unknown_link_look_the_same(holder, sign_in):
    client = sign_in(holder.account)
    address = share(client, "programme")
    client.post("/record/link/end")
    client.get("/record")  # The message that the link was ended is shown there.

    def seen(path: str) -> str:
        page = client.get(path).get_data(as_text=True).split("<main")[1].split("<footer")[0]
        return re.sub(r"[0-9a-f]{16}", "(number of the request)", page.replace(path, ""))

    assert seen(address) == seen("/p/" + "0" * 32)


def test_a_link_closes_after_its_last_day(holder, sign_in, client: FlaskClient):
    last = clock.local_day(clock.now()) + timedelta(days=3)
    address = share(sign_in(holder.account), "programme", until=last.isoformat())
    client.delete_cookie("sid")
    for days, status in ((3, 200), (4, 404)):
        clock.forget_latest()
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            clock.forget_latest()
            assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "sent",
    [{}, {"fields": ["name"]}, {"fields": ["dates", "number"]}, {"fields": ["iin"]}, {"fields": ["programme"], "until": "2020-01-01"},
     {"fields": ["programme"], "until": "завтра"}],
)  # fmt: skip
def test_a_link_that_would_show_nothing_or_end_before_it_begins_is_refused(holder, sign_in, session: Session, sent):
    response = sign_in(holder.account).post("/record/link", data=sent)
    assert response.status_code == 422
    assert "Ссылка не изменена" in response.get_data(as_text=True)
    assert session.scalars(select(PublicLink)).all() == []


def test_an_undeclared_field_is_refused(holder, sign_in):
    assert sign_in(holder.account).post("/record/link", data={"fields": "name", "person_id": "1"}).status_code == 400


def test_a_revoked_certificate_is_said_to_the_holder_and_shown_to_no_guest(holder, sign_in, session: Session):
    client = sign_in(holder.account)
    address = share(client, "programme", "competencies", "expired")
    services.revoke(
        session, holder.certificate, by_id=None, reason_class=Reason.ISSUED_IN_ERROR, reason="x", now=clock.now()
    )
    session.commit()
    assert "сертификат отозван" in client.get("/record").get_data(as_text=True)
    guest = client.get(address).get_data(as_text=True)
    assert "HR и право, модуль 1" not in guest
    assert "Источники и иерархия норм" not in guest


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_the_record_speaks_the_readers_language(holder, sign_in, lang):
    client = sign_in(holder.account)
    client.set_cookie("lang", lang)
    page = client.get("/record").get_data(as_text=True)
    assert {"kk": "Құқық көздері және олардың сатысы", "en": "Sources of law"}[lang] in page
    assert {"kk": "HR және құқық, 1-модуль", "en": "HR and Law, module 1"}[lang] in page


def test_a_failed_exam_stays_in_the_history_without_an_award(session: Session, inside, sign_in):
    account = make_account(session)
    finish_module(session, session.get_one(Person, account.person_id), edition=make_course(session), passed=False)
    page = sign_in(account).get("/record").get_data(as_text=True)
    assert "не сдан" in page
    assert "Квалификации и сертификаты" not in page


def test_a_hostile_name_is_text_on_every_page(session: Session, inside, sign_in):
    account = make_account(session)
    person = session.get_one(Person, account.person_id)
    person.family_name = "<script>alert(1)</script>"
    make_award(session, person)
    client = sign_in(account)
    address = share(client, "name", "programme")
    for path in ("/record", address):
        assert "<script>alert" not in client.get(path).get_data(as_text=True)
