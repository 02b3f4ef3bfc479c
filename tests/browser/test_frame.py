"""What the script adds to the frame: panels that take and return the focus, menus that close, a theme that stays."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from core.assets.lookup import published
from tests.conftest import settings_for

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application itself; the pages used here ask the database for nothing."""
    from app import create_app

    published.cache_clear()
    folder = tmp_path_factory.mktemp("frame")
    http = make_server(
        "127.0.0.1", 0, create_app(settings_for(f"sqlite:///{folder / 'empty.db'}", folder)), threaded=True
    )
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def catalogue(address: str, page: Page) -> Page:
    page.context.set_default_timeout(8000)
    page.context.add_cookies([{"name": "lang", "value": "ru", "url": address}])
    page.goto(f"{address}/styleguide")
    return page


def test_the_norm_panel_takes_the_focus_and_gives_it_back(catalogue: Page) -> None:
    chip = catalogue.locator("#law a.norm").first
    chip.click()
    panel = catalogue.locator("#norm-155")
    expect(panel).to_be_visible()
    expect(panel).to_be_focused()
    place = catalogue.evaluate("scrollY")
    catalogue.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()
    assert catalogue.evaluate("scrollY") == place


def test_the_cross_of_the_panel_does_not_move_the_page(catalogue: Page) -> None:
    catalogue.locator("#law a.norm").first.click()
    place = catalogue.evaluate("scrollY")
    catalogue.get_by_role("link", name="Закрыть норму").click()
    expect(catalogue.locator("#norm-155")).to_be_hidden()
    assert catalogue.evaluate("scrollY") == place


def test_the_phone_menu_closes_on_escape_and_elsewhere(catalogue: Page) -> None:
    catalogue.set_viewport_size({"width": 390, "height": 800})
    menu = catalogue.locator("details.menu--phone")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    catalogue.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    catalogue.mouse.click(5, 700)
    expect(menu).not_to_have_attribute("open", "")


def test_the_theme_changes_in_place_and_is_remembered(catalogue: Page) -> None:
    root = catalogue.locator("html")
    catalogue.get_by_role("button", name="Тёмная тема").click()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    catalogue.reload()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    catalogue.get_by_role("button", name="Светлая тема").click()
    expect(root).to_have_attribute("data-bs-theme", "light")
    catalogue.get_by_role("button", name="Тема как в системе").click()
    expect(root).not_to_have_attribute("data-bs-theme", "light")


def test_language_and_theme_work_without_a_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    context.add_cookies([{"name": "lang", "value": "ru", "url": address}])
    page.goto(f"{address}/styleguide")
    page.get_by_role("button", name="Қаз").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    page.locator("[data-theme-form] button").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.url == f"{address}/styleguide"
    context.close()


@pytest.mark.parametrize("path", ["/styleguide", "/styleguide/2", "/no-such-page"])
@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1440, "light")])
def test_a_page_fits_its_screen_and_axe_finds_nothing(
    address: str, browser: Browser, path: str, theme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    page.evaluate((Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].target))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_long_page_is_folded_by_a_script_on_a_phone_and_nowhere_else(address: str, browser: Browser) -> None:
    opened = lambda page: page.locator(".cmp__i details[open]").count()  # noqa: E731
    for size, scripted, expected in (({"width": 390, "height": 844}, True, 0), ({"width": 390, "height": 844}, False, 2), ({"width": 1440, "height": 900}, True, 2)):  # fmt: skip
        context = browser.new_context(viewport=size, java_script_enabled=scripted)  # type: ignore[arg-type]  # a plain dict
        page = context.new_page()
        page.goto(f"{address}/styleguide/2")
        assert opened(page) == expected
        context.close()


def test_what_is_folded_opens_for_a_link_and_on_paper(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/styleguide/2")
    second = page.locator("#point-4")
    expect(second).to_be_hidden()
    page.emulate_media(media="print")
    expect(second).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".points a[href='#point-4']").click()
    expect(second).to_be_in_viewport()
    page.goto(f"{address}/styleguide/2?again#point-1")
    expect(page.locator("#point-1")).to_be_in_viewport()
    expect(page.locator("#point-4")).to_be_hidden()
    context.close()


def test_the_first_visit_is_light_and_the_second_is_one_document(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/styleguide", wait_until="load")
    page.evaluate("document.fonts.ready")
    sent = [url for url in asked if not url.startswith("data:")]
    assert len(sent) <= 8
    assert all(url.startswith(address) for url in sent)
    for url in (url for url in sent if "/static/" in url):
        assert "immutable" in (page.request.get(url).headers["cache-control"])
