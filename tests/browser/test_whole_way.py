"""A union worker goes the whole way in a real browser: signs in, learns, judges a case, passes, holds a certificate that anyone verifies."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from certificates.models import Certificate
from certificates.rules import grouped
from people.models import Account, Appointment
from people.services import Names
from qualifications.models import Award
from tests.browser.server import Site, new_learner
from tests.browser.walk import Walk
from tests.browser.watch import Watch
from unions.models import Organisation

pytestmark = pytest.mark.browser

NAMES = Names("Әбдіқадырова", "Гүлнұр", "Өтегенқызы")


@dataclass(frozen=True)
class Browsing:
    """A language, a device, and whether scripts run."""

    language: str
    device: str
    scripted: bool = True

    def __str__(self) -> str:
        return "-".join((self.language, self.device, *(() if self.scripted else ("without-script",))))


ALL = (
    Browsing("ru", "phone"),
    Browsing("ru", "desktop"),
    Browsing("kk", "phone"),
    Browsing("kk", "desktop"),
    Browsing("ru", "desktop", scripted=False),
)


@pytest.mark.parametrize("how", ALL, ids=str)
def test_from_signing_in_to_a_verified_certificate(
    site: Site, opened: Callable[..., BrowserContext], tmp_path: Path, how: Browsing
) -> None:
    context = opened(how.device, how.language, scripted=how.scripted)
    judge = None if how.scripted else opened(how.device, how.language).new_page()
    watch = Watch(context, site.url, judge=judge)
    walk = Walk(context.new_page(), site, watch, how.scripted)
    login = new_learner(site, NAMES, language=how.language)
    walk.sign_in(login)
    walk.enrol()
    walk.read_a_lesson()
    walk.solve_a_case()
    walk.rest_of_the_week()
    walk.pass_the_exam()
    number, code, home = certificate_of(site, login)
    paper = text_of_two_pages(walk.take_the_certificate(tmp_path))
    for words in ("Әбдіқадырова Гүлнұр Өтегенқызы", number, code):
        assert words.replace(" ", "") in paper
    guest = opened(how.device, how.language, scripted=how.scripted)
    guest_watch = Watch(guest, site.url, judge=judge)
    verify_as_a_guest(Walk(guest.new_page(), site, guest_watch, how.scripted), code, home)
    watch.all_well()
    guest_watch.all_well()


def certificate_of(site: Site, login: str) -> tuple[str, str, str]:
    """Number and grouped code of the learner's certificate, and the name of the learner's organisation."""
    with site.look() as session:
        row = session.execute(
            select(Certificate.number, Certificate.code, Organisation.name_ru)
            .join(Award, Award.id == Certificate.award_id)
            .join(Account, Account.person_id == Award.person_id)
            .join(Appointment, Appointment.person_id == Award.person_id)
            .join(Organisation, Organisation.id == Appointment.organisation_id)
            .where(Account.email_key == login)
        ).one()
    return row.number, grouped(row.code), row.name_ru


def text_of_two_pages(file: Path) -> str:
    """The text of the PDF, which must have two pages of A4, without spaces and line ends: a long line may be broken."""
    told = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Pages:\s+2$", told, re.MULTILINE)
    assert "A4" in told
    text = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True, text=True).stdout
    return "".join(text.split())


def verify_as_a_guest(walk: Walk, code: str, home: str) -> None:
    """The code typed from the paper: valid, with name and programme, without organisation and score."""
    page: Page = walk.page
    page.goto("/verify")
    walk.look()
    page.locator("input[name=code]").fill(code.lower())
    page.locator("form:has(input[name=code]) button[type=submit]").click()
    walk.at(f"/verify/{code}$")
    card = page.locator(".vcard")
    expect(card.locator(".vcard__st--valid")).to_be_visible()
    expect(card).to_contain_text("Әбдіқадырова")
    shown = card.inner_text()
    assert home not in shown
    assert not re.search(r"балл|ұпай|%", shown)
    walk.look()
