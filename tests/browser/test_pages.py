"""Every page that a visitor, a learner and an administrator can reach is judged: axe in both themes, widths, other hosts, the console."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from core import clock
from demo.cast import DOMAIN
from demo.cli import examples
from people.models import Account, Appointment, JoinCode
from tests.browser.server import DEMO_PASSWORD, Site
from tests.browser.watch import Watch
from unions.models import Organisation, OrganisationKind

pytestmark = pytest.mark.browser

OPEN = (
    "/", "/programmes", "/programmes/hr-and-law", "/learn/hr-and-law/w1-sources-of-labour-law", "/law", "/law?q=160", "/law/tk-27",
    "/search", "/search?q=увольнения", "/search?q=абырвалг", "/verify", "/verify/000-000", "/sign-in", "/sign-in/help", "/join",
    "/styleguide", "/styleguide/2", "/no-such-page",
)  # fmt: skip
LEARNER = ("/learn", "/record", "/account", "/join/requests", "/programmes/hr-and-law")
CHAIR = ("/unions", "/record", "/account", "/learn")
SYSTEM = ("/admin/mail",)


def visit(context: BrowserContext, site: Site, paths: tuple[str, ...], page: Page | None = None) -> None:
    """Open and judge each page; a page that is not there says so and is judged too."""
    watch = Watch(context, site.url, expected=("the server responded with a status of 404",))
    page = page or context.new_page()
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500
        watch.look(page)
    watch.all_well()


@pytest.mark.parametrize(("device", "language"), [("phone", "kk"), ("desktop", "ru"), ("phone", "en")])
def test_open_pages(site: Site, opened: Callable[..., BrowserContext], device: str, language: str) -> None:
    with site.look() as session:
        code = session.scalars(select(JoinCode.code).where(JoinCode.revoked_at.is_(None)).limit(1)).one()
    visit(opened(device, language), site, (*OPEN, f"/join/{code}"))


@pytest.mark.parametrize(("login", "device", "language", "paths"), [
    ("learner", "desktop", "ru", LEARNER),
    ("learner-kk", "phone", "kk", LEARNER),
    ("chair", "desktop", "kk", CHAIR),
    ("federation", "phone", "ru", CHAIR),
    ("system", "desktop", "en", SYSTEM),
])  # fmt: skip
def test_pages_of_those_who_signed_in(
    site: Site, opened: Callable[..., BrowserContext], login: str, device: str, language: str, paths: tuple[str, ...]
) -> None:
    context = opened(device, language)
    page = signed_in(context, login)
    if login in {"chair", "federation"}:
        paths = (*paths, *organisation_pages(site))
    visit(context, site, paths, page)


def signed_in(context: BrowserContext, login: str) -> Page:
    """A page of one of the cast, who has just signed in."""
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=login]").fill(f"{login}@{DOMAIN}")
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    return page


def organisation_pages(site: Site) -> tuple[str, ...]:
    """The pages of a primary organisation of the first federation that both administrators look after."""
    with site.look() as session:
        ref = session.scalars(
            select(Organisation.ref).where(Organisation.kind == OrganisationKind.PRIMARY).limit(1)
        ).one()
    return (f"/unions/{ref}", f"/unions/{ref}/people", f"/unions/{ref}/invitation")


def test_what_the_register_says_of_each_state(site: Site, opened: Callable[..., BrowserContext]) -> None:
    with site.look() as session:
        codes = examples(session, clock.now())
    assert set(codes) == {"valid", "expired", "superseded", "revoked"}
    visit(opened("phone", "kk"), site, tuple(f"/verify/{code}" for code in codes.values()))


def test_a_guest_sees_only_what_the_link_shows(site: Site, opened: Callable[..., BrowserContext]) -> None:
    page = signed_in(opened("desktop", "ru"), "learner")
    page.goto("/record")
    page.locator("form[action='/record/link'] button[type=submit]").click()
    address = page.locator(".linkbox").inner_text().removeprefix(site.url)
    guest = opened("phone", "kk")
    visit(guest, site, (address,))
    seen = guest.new_page()
    seen.goto(address)
    assert home_of(site, "learner") not in seen.locator("main").inner_text()


def home_of(site: Site, login: str) -> str:
    """The Russian name of the organisation of one of the cast."""
    with site.look() as session:
        named = select(Organisation.name_ru).join(Appointment, Appointment.organisation_id == Organisation.id)
        mine = named.join(Account, Account.person_id == Appointment.person_id)
        return session.scalars(mine.where(Account.email_key == f"{login}@{DOMAIN}").limit(1)).one()
