"""The desk of markers in a real browser: judged by axe on both widths, and a script marked by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from assessments.marking.models import Appeal, Script, ScriptMark
from tests.browser.server import Site
from tests.browser.test_pages import signed_in, visit

pytestmark = pytest.mark.browser

DESK = ("/marking", "/marking/comments", "/marking/agreement")


def addresses(site: Site) -> tuple[str, ...]:
    """The desk, a script in each state, and the appeal."""
    with site.look() as session:
        marked = set(session.scalars(select(ScriptMark.script_id)))
        scripts = session.scalars(select(Script).order_by(Script.id)).all()
        appeal = session.scalars(select(Appeal.ref)).one()
    free = next(script.ref for script in scripts if script.id not in marked)
    disputed = next(script.ref for script in scripts if script.id in marked)
    return (*DESK, f"/marking/{free}", f"/marking/{disputed}", f"/marking/appeals/{appeal}")


@pytest.mark.parametrize(("device", "language"), [("desktop", "ru"), ("phone", "kk")])
def test_pages_of_a_marker(site: Site, opened: Callable[..., BrowserContext], device: str, language: str) -> None:
    context = opened(device, language)
    page = signed_in(context, "marker")
    visit(context, site, addresses(site), page)


def test_the_list_of_changed_keys(site: Site, opened: Callable[..., BrowserContext]) -> None:
    context = opened("phone", "en")
    visit(context, site, ("/marking/rescoring",), signed_in(context, "federation"))


def take(page: Page) -> None:
    """Take the first script that was given to the marker, with the keyboard."""
    page.goto("/marking")
    page.locator("section[aria-labelledby=h-given] form button").first.press("Enter")
    page.locator("[data-marking]").wait_for()


def test_a_script_is_marked_by_keyboard_alone(site: Site, opened: Callable[..., BrowserContext]) -> None:
    context = opened("desktop", "ru")
    page = signed_in(context, "marker")
    take(page)
    visit(context, site, (page.url.removeprefix(site.url),), page)
    here = page.url
    page.locator("[data-criterion] input").first.focus()
    for _ in range(page.locator("[data-criterion]").count()):
        page.keyboard.press("2")
    chosen = page.locator("[data-criterion] input:checked")
    assert chosen.count() == page.locator("[data-criterion]").count()
    assert set(chosen.evaluate_all("all => all.map(each => each.value)")) == {"2"}
    assert page.locator("[data-total]").inner_text().startswith(str(3 * chosen.count()))
    assert page.evaluate("document.activeElement.name") == "comment"
    page.keyboard.type("Вопрос поставлен ясно, требования стоит назвать по одному.")
    page.locator("button[name=go][value=next]").press("Enter")
    page.wait_for_url(lambda url: url != here)
    assert "записана" in page.locator("main").inner_text()
    page.goto(here)
    assert "Ваша оценка" in page.locator("main").inner_text()


def test_a_script_is_marked_without_scripts(site: Site, opened: Callable[..., BrowserContext]) -> None:
    context = opened("phone", "ru", scripted=False)
    page = signed_in(context, "marker")
    page.goto("/marking")
    page.locator(
        "section[aria-labelledby=h-third] form button, section[aria-labelledby=h-given] form button"
    ).first.click()
    for box in page.locator("[data-criterion]").all():
        box.locator("input[value='1']").check()
    page.locator("button[name=go][value=desk]").click()
    assert "Напишите отзыв" in page.locator("main").inner_text()
    assert page.locator("[data-criterion] input:checked").count() == page.locator("[data-criterion]").count()
    page.locator("textarea[name=comment]").fill("Норма названа, расчёт стоит показать по шагам.")
    page.locator("button[name=go][value=desk]").click()
    page.wait_for_url("**/marking")
    assert "записана" in page.locator("main").inner_text()
