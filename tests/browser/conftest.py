"""The browser of these tests: the system's Chromium, without anything that would reach another host."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from core.assets.build import build
from tests.browser.server import Site, served
from tests.browser.watch import DEVICES


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def built_front_end() -> None:
    """The browser needs what it is sent; an up-to-date build costs nothing."""
    build()


@pytest.fixture(scope="session")
def base_url() -> str:
    """No address is the base: each test starts a server of its own. (Replaces a plugin's fixture that pytest 9 warns of.)"""
    return ""


@pytest.fixture(scope="session")
def site(built_front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One running installation for all tests that walk through it; every test brings a learner of its own."""
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def opened(site: Site, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser's context on a device in a language; all are closed afterwards."""
    made: list[BrowserContext] = []

    def open_(device: str = "desktop", language: str = "ru", *, scripted: bool = True) -> BrowserContext:
        look = {"reduced_motion": "reduce", "java_script_enabled": scripted, **DEVICES[device]}
        context = browser.new_context(base_url=site.url, **look)
        context.set_default_timeout(20000)
        context.add_cookies([{"name": "lang", "value": language, "url": site.url}])
        made.append(context)
        return context

    yield open_
    for context in made:
        context.close()
