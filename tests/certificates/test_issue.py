"""A certificate is numbered once; what cannot be printed is refused before; nothing that was issued changes."""

import re
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from certificates import rules, services
from certificates.errors import AlreadyRevoked, NameNotPrintable, NotInForce
from certificates.models import Certificate, CertificateEvent, CertificateNumber
from certificates.paper.sheet import Sheet
from certificates.rules import Reason
from core import clock
from core.models import AuditEvent, Job
from people.models import Person
from people.services import Names
from qualifications.models import Award
from tests.certificates.conftest import certificate_of
from tests.factories.people import make_person
from tests.factories.qualifications import make_award


@pytest.fixture
def settings(app):
    return app.extensions["settings"]


def events(session: Session, certificate: Certificate) -> list[tuple[str, str]]:
    rows = session.execute(
        select(CertificateEvent.type, CertificateEvent.reason_class)
        .where(CertificateEvent.certificate_id == certificate.id)
        .order_by(CertificateEvent.id)
    )
    return [(str(type_), reason) for type_, reason in rows]


def test_an_award_is_numbered_and_its_file_is_asked_for(session: Session, certificate: Certificate):
    year = clock.local_day(clock.now()).year
    assert certificate.number == rules.number_of(year, 1)
    assert rules.is_code(certificate.code)
    assert certificate.name_printed == "Сатпаева Әйгерім"
    assert events(session, certificate) == [("issued", "")]
    job = session.scalars(select(Job).where(Job.kind == "certificate.file")).one()
    assert job.payload == {"certificate": certificate.id}


def test_issued_again_it_is_the_same_certificate(session: Session, certificate: Certificate, settings):
    award = session.get_one(Award, certificate.award_id)
    assert services.issue(session, award, settings=settings, now=clock.now()).id == certificate.id
    assert session.scalar(select(CertificateNumber.last)) == 1


def test_numbers_follow_one_another_and_codes_do_not(session: Session, certificate: Certificate):
    other = certificate_of(session, make_person(session))
    assert other.number == rules.number_of(certificate.issued_on.year, 2)
    assert len({certificate.code[:4], other.code[:4]}) == 2


def test_everything_on_the_paper_is_kept_with_the_certificate(session: Session, certificate: Certificate):
    sheet = Sheet.load(certificate.printed)
    assert sheet.title == {
        "ru": "«HR и право, модуль 1»",
        "kk": "«HR және құқық, 1-модуль»",
        "en": "“HR and Law, module 1”",
    }
    assert (sheet.hours, sheet.score_percent, sheet.pass_percent) == (6, 70, 70)
    assert sheet.counts == {"lesson": 2, "case": 1, "exam": 1}
    assert sheet.units["kk"] == ("Еңбек құқығының көздері", "Еңбек шарты")
    assert [(skill.code, skill.level) for skill in sheet.skills] == [
        ("law-sources", 3),
        ("deadlines", 2),
        ("claim-drafting", 2),
    ]
    assert sheet.law_as_of["kk"].split() == ["2026", "жылғы", "22", "қараша"]
    assert sheet.short_name == "Сатпаева Ә."
    assert sheet.verify_url.endswith("/verify/" + certificate.code)
    assert Sheet.load(sheet.dump()) == sheet


@pytest.mark.parametrize(
    ("family", "named"), [("李", "U+674E"), ("Сат😀паева", "U+1F600"), ("Сат\u0007паева", "U+0007")]
)
def test_a_name_with_a_sign_that_the_fonts_lack_is_refused_by_name_before_anything_is_numbered(
    session: Session, inside: None, settings, family: str, named: str
):
    award = make_award(session, make_person(session, names=Names(family, "Әйгерім")))
    assert session.scalar(select(func.count(Certificate.id))) == 0
    assert session.scalar(select(func.count()).select_from(CertificateNumber)) == 0
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.refused")).one()
    assert named in told.details["signs"][0]
    with pytest.raises(NameNotPrintable) as refused:
        services.issue(session, award, settings=settings, now=clock.now())
    assert named in refused.value.facts["signs"][0]


def test_a_corrected_name_is_issued_then(session: Session, inside: None, settings):
    person = make_person(session, names=Names("李", "Вэй"))
    award = make_award(session, person)
    person.family_name = "Ли"
    assert services.issue(session, award, settings=settings, now=clock.now()).name_printed == "Ли Вэй"


@pytest.mark.parametrize(
    "name", ["Әбдіғаппарұлы-Қожахметова", "О’Нил", "Ёлкина", "Smith", "Өүұңғқһі ӨҮҰҢҒҚҺІ", "Müller Šafařík"]
)
def test_kazakh_russian_and_european_letters_can_be_printed(session: Session, name: str):
    assert services.unprintable(make_person(session, names=Names(name, "Әйгерім"))) == []


def test_a_correction_is_a_new_certificate_and_the_old_one_stays(session: Session, certificate: Certificate, settings):
    session.get_one(Person, certificate.person_id).family_name = "Сәтпаева"
    new = services.correct(session, certificate, by_id=None, reason="Протокол 3", settings=settings, now=clock.now())
    assert (new.revision, new.replaces_id, new.name_printed) == (2, certificate.id, "Сәтпаева Әйгерім")
    assert certificate.name_printed == "Сатпаева Әйгерім"
    assert events(session, certificate)[-1] == ("superseded", "name_corrected")
    with pytest.raises(NotInForce):
        services.correct(session, certificate, by_id=None, reason="ещё раз", settings=settings, now=clock.now())


def test_a_revocation_is_told_once_and_logged_without_its_words(session: Session, certificate: Certificate):
    given: dict[str, Any] = {"by_id": None, "reason_class": Reason.WRONG_PERSON, "reason": "Решение 17"}
    services.revoke(session, certificate, **given, now=clock.now())
    assert events(session, certificate)[-1] == ("revoked", "wrong_person")
    logged = session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.revoked")).one()
    assert "Решение 17" not in str(logged.details)
    with pytest.raises(AlreadyRevoked):
        services.revoke(session, certificate, **given, now=clock.now())


def test_what_happened_to_a_certificate_cannot_be_unsaid(session: Session, certificate: Certificate):
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(update(CertificateEvent).values(type="revoked"))


def test_one_wrong_digit_or_two_swapped_ones_are_no_number():
    number = rules.number_of(2026, 123)
    assert rules.is_number(number)
    digits = [place for place, sign in enumerate(number) if sign.isdigit()]
    for place in digits:
        for other in "0123456789":
            if other != number[place]:
                assert not rules.is_number(number[:place] + other + number[place + 1 :])
    for left, right in pairwise(digits):
        if right == left + 1 and number[left] != number[right]:
            assert not rules.is_number(number[:left] + number[right] + number[left] + number[right + 1 :])


def test_a_code_holds_128_random_bits_and_knows_a_wrong_sign():
    codes = {rules.new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{27}", code)
        assert rules.is_code(code)
        wrong = rules.ALPHABET[(rules.ALPHABET.index(code[5]) + 1) % 32]
        assert not rules.is_code(code[:5] + wrong + code[6:])


@pytest.mark.parametrize(
    "write",
    [
        rules.grouped,
        str.lower,
        lambda code: f" {code[:9]} {code[9:]} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
    ],
)
def test_a_code_is_read_however_it_was_typed(write):
    for _ in range(20):
        code = rules.new_code()
        assert rules.plain_code(write(code)) == code


def test_cyrillic_letters_of_the_same_shape_are_read_as_ours():
    assert rules.plain_code("авсенкмортхі") == "ABCEHKM0PTX1"
