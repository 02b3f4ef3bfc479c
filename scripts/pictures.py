"""Visit the screens of a running demonstration with Chromium and keep what they look like (`make pictures`)."""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZES = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Screen:
    """One picture: its file name, the address, and how it is looked at."""

    name: str
    path: str
    size: str = "desktop"
    theme: str = "light"
    language: str = "ru"
    login: str = ""
    """E-mail of the demonstration account that looks; empty: a visitor without an account."""


SCREENS = (
    Screen("home-desktop-light", "/"),
    Screen("home-phone-dark", "/", "phone", "dark"),
    Screen("home.kk-phone-light", "/", "phone", language="kk"),
    Screen("programmes-desktop-light", "/programmes"),
    Screen("law-desktop-light", "/law"),
    Screen("law-phone-light", "/law", "phone"),
    Screen("verify-desktop-light", "/verify"),
    Screen("sign-in-phone-light", "/sign-in", "phone"),
    Screen("sign-in.kk-desktop-dark", "/sign-in", theme="dark", language="kk"),
)


def main(address: str, password: str, *wanted: str) -> int:
    """Take every picture, or those whose names begin with one of `wanted`; a page that does not answer 200 stops it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for screen in SCREENS:
            if not wanted or screen.name.startswith(wanted):
                take(browser, address, password, screen)
                print(f"docs/pictures/{screen.name}.png")
        browser.close()
    return 0


def take(browser: Browser, address: str, password: str, screen: Screen) -> None:
    """Look at one screen in a browser of its own and keep the picture."""
    context = browser.new_context(
        base_url=address,
        viewport=SIZES[screen.size],  # type: ignore[arg-type]  # a plain dict of the two numbers
        device_scale_factor=2 if screen.size == "phone" else 1,
        color_scheme="dark" if screen.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "lang", "value": screen.language, "url": address}])
    page = signed_in(context, screen.login, password) if screen.login else context.new_page()
    answer = page.goto(screen.path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{screen.path}: answered {answer and answer.status}, expected 200")
    page.screenshot(path=FOLDER / f"{screen.name}.png")
    context.close()


def signed_in(context: BrowserContext, login: str, password: str) -> Page:
    """A page of somebody who has just signed in."""
    page = context.new_page()
    page.goto("/sign-in")
    form = page.locator("form", has=page.locator("input[type=password]"))
    form.locator("input[type=text], input[type=email], input[type=tel]").first.fill(login)
    form.locator("input[type=password]").fill(password)
    form.locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    return page


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
