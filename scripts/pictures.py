"""Visit the screens of a running demonstration with Chromium and keep what they look like (`make pictures`)."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
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
COLOURS = 160
"""Of each picture; more is not seen and weighs much."""
HEAVIEST = 300_000
CODE = re.compile(r"(?:[0-9A-Z]{3}-){8}[0-9A-Z]{3}")
LEARNER, GRADUATE, OVERSEER = (
    "learner@demo.tirek.example",
    "chair@demo.tirek.example",
    "federation@demo.tirek.example",
)
"""Who has just begun, who has a certificate, and who looks after a federation."""
UNITS = "/learn/hr-and-law"
CASE = "hr1-category-supplement"
Act = Callable[[Page], None]


# ---- What is done on a page before it is looked at --------------------------------------


def nothing(page: Page) -> None:
    """The page as it opens."""


def top(page: Page) -> None:
    """The head of a lesson, though the reading stopped further down."""
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)


def open_norm(page: Page) -> None:
    """The panel of a norm beside the lesson, its chip in the middle of the text."""
    page.locator("article.prose a.norm").nth(2).scroll_into_view_if_needed()
    page.locator("article.prose a.norm").nth(2).click()
    page.locator("[data-sheet]:target").wait_for()


def begin(page: Page) -> None:
    """From the page before a case or an exam to its first question."""
    page.locator("form[action='/attempts'] button").first.click()
    page.wait_for_url("**/attempts/*")


def third_stage(page: Page) -> None:
    """A case whose first two stages are locked, on its documents."""
    begin(page)
    for _ in range(2):
        if page.locator(".stepper .is-now, .stepper [aria-current]").first.inner_text().lstrip().startswith("3"):
            break
        page.locator("button[name=act][value=lock]").click()
        page.locator("input[name=sure]").check()
        page.locator("form:has(input[name=sure]) button[type=submit]").click()
        page.locator("button[name=act][value=lock]").wait_for()


def in_the_exam(page: Page) -> None:
    """The fifth question; some have an answer, one is marked for later, the last answer is on the server."""
    begin(page)
    for n in range(1, 5):
        choose(page)
        if n == 3:
            page.locator("input[name=flag]").check()
        page.locator("button[name=go][value=next]").click()
        page.wait_for_url(f"**/{n + 1}")
    choose(page)
    page.wait_for_timeout(1500)


def choose(page: Page) -> None:
    """Take the first thing that each control of a question offers."""
    box = page.locator("[data-attempt]").first
    choice = box.locator("input[type=radio], input[type=checkbox]")
    if choice.count():
        choice.first.check()
    for n, select in enumerate(box.locator("select:visible").all()):
        select.select_option(index=n % (select.locator("option").count() - 1) + 1)
    for line in box.locator("input[type=text]").all():
        line.fill("12" if line.get_attribute("inputmode") == "decimal" else "09.12.2026")


def last_result(page: Page) -> None:
    """From the record to the result of the newest examination."""
    page.goto(page.locator("table a[href$='/result']").first.get_attribute("href") or "")


def decision(page: Page) -> None:
    """From the record to the court of the case that was worked through last."""
    page.goto(page.locator("table a[href$='/decision']").first.get_attribute("href") or "")


def verified(page: Page) -> None:
    """The answer of the register to the code on the person's own certificate."""
    page.goto(f"/verify/{code_of(page)}")


def code_of(page: Page) -> str:
    """The verification code that the certificate's file names."""
    text = subprocess.run(
        ["pdftotext", "-raw", certificate(page), "-"], check=True, capture_output=True, text=True
    ).stdout
    found = CODE.search("".join(text.split()))
    if found is None:
        raise SystemExit("the certificate names no code")
    return found.group()


def certificate(page: Page) -> Path:
    """The person's newest certificate, as the record gives it."""
    link = page.locator("a[href^='/certificates/'][href$='.pdf']").first.get_attribute("href") or ""
    for _ in range(120):
        reply = page.request.get(link)
        if reply.status == 200:
            file = Path(tempfile.mkdtemp()) / "certificate.pdf"
            file.write_bytes(reply.body())
            return file
        page.wait_for_timeout(500)
    raise SystemExit(f"{link}: the file was not made")


# ---- The screens -----------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """One picture: its file name, which ends with the device and the theme, the address, and how it is looked at."""

    name: str
    path: str
    login: str = ""
    """E-mail of the demonstration account that looks; empty: a visitor without an account."""
    act: Act = nothing

    @property
    def size(self) -> str:
        return "phone" if "-phone-" in self.name else "desktop"

    @property
    def theme(self) -> str:
        return self.name.rsplit("-", 1)[1]

    @property
    def language(self) -> str:
        return "kk" if ".kk-" in self.name else "ru"


LESSON = f"{UNITS}/w1-sources-of-labour-law"
SCREENS = (
    Screen("home-desktop-light", "/"),
    Screen("home-phone-dark", "/"),
    Screen("home.kk-phone-light", "/"),
    Screen("programmes-desktop-light", "/programmes"),
    Screen("programme-desktop-light", "/programmes/hr-and-law", LEARNER),
    Screen("programme-phone-light", "/programmes/hr-and-law"),
    Screen("learn-desktop-light", "/learn", LEARNER),
    Screen("learn-phone-dark", "/learn", LEARNER),
    Screen("learn.kk-phone-light", "/learn", LEARNER),
    Screen("lesson-desktop-light", LESSON, LEARNER, open_norm),
    Screen("lesson-phone-dark", LESSON, LEARNER, top),
    Screen("lesson.kk-desktop-light", LESSON, LEARNER, top),
    Screen("sitting-desktop-light", f"{UNITS}/{CASE}", LEARNER),
    Screen("case-desktop-light", f"{UNITS}/{CASE}", LEARNER, third_stage),
    Screen("case-phone-dark", f"{UNITS}/{CASE}", LEARNER, third_stage),
    Screen("exam-phone-light", f"{UNITS}/w1-module-exam", LEARNER, in_the_exam),
    Screen("exam-desktop-dark", f"{UNITS}/w1-module-exam", LEARNER, begin),
    Screen("exam.kk-desktop-light", f"{UNITS}/w1-module-exam", LEARNER, begin),
    Screen("decision-desktop-light", "/record", GRADUATE, decision),
    Screen("decision-phone-dark", "/record", GRADUATE, decision),
    Screen("result-desktop-light", "/record", GRADUATE, last_result),
    Screen("result.kk-phone-light", "/record", GRADUATE, last_result),
    Screen("record-desktop-light", "/record", GRADUATE),
    Screen("record-phone-dark", "/record", GRADUATE),
    Screen("record.kk-desktop-dark", "/record", GRADUATE),
    Screen("verify-desktop-light", "/verify"),
    Screen("verify-phone-light", "/record", GRADUATE, verified),
    Screen("verify.kk-phone-dark", "/record", GRADUATE, verified),
    Screen("law-desktop-light", "/law"),
    Screen("law-phone-light", "/law"),
    Screen("law.kk-desktop-dark", "/law"),
    Screen("norm-desktop-light", "/law/tk-27"),
    Screen("norm-phone-dark", "/law/tk-27"),
    Screen("search-desktop-light", "/search?q=увольнения"),
    Screen("sign-in-phone-light", "/sign-in"),
    Screen("sign-in.kk-desktop-dark", "/sign-in"),
    Screen("join-desktop-light", "/join"),
    Screen("join.kk-phone-dark", "/join"),
    Screen("unions-desktop-light", "/unions", OVERSEER),
    Screen("styleguide-desktop-light", "/styleguide"),
    Screen("styleguide-desktop-dark", "/styleguide"),
)


def main(address: str, password: str, *wanted: str) -> int:
    """Take every picture, or those whose names begin with one of `wanted`; a page that does not answer 200 stops it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        signed = {login: signed_in(browser, address, login, password) for login in (LEARNER, GRADUATE, OVERSEER)}
        for screen in SCREENS:
            if not wanted or screen.name.startswith(wanted):
                take(browser, address, screen, signed.get(screen.login))
        if not wanted or "certificate".startswith(wanted):
            print_certificate(browser, address, signed[GRADUATE])
        browser.close()
    return 0


def take(browser: Browser, address: str, screen: Screen, signed: dict[str, str] | None) -> None:
    """Look at one screen in a browser of its own and keep the picture."""
    context = context_of(browser, address, screen, signed)
    page = context.new_page()
    answer = page.goto(screen.path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{screen.path}: answered {answer and answer.status}, expected 200")
    screen.act(page)
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{screen.name}.png"
    page.screenshot(path=file)
    context.close()
    lighten(file)


def context_of(browser: Browser, address: str, screen: Screen, signed: dict[str, str] | None) -> BrowserContext:
    """A browser of the screen's size, theme and language, signed in or not."""
    context = browser.new_context(
        base_url=address,
        viewport=SIZES[screen.size],  # type: ignore[arg-type]  # a plain dict of the two numbers
        device_scale_factor=2 if screen.size == "phone" else 1,
        color_scheme="dark" if screen.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "lang", "value": screen.language, "url": address}])
    if signed:
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in signed.items()])
    return context


def signed_in(browser: Browser, address: str, login: str, password: str) -> dict[str, str]:
    """Sign in, let the learner take the programme, and return the cookies of the session."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    if login == LEARNER:
        take_the_programme(page)
    cookies = {each["name"]: each["value"] for each in context.cookies() if each["name"] != "lang"}
    context.close()
    return cookies


def take_the_programme(page: Page) -> None:
    """Enrol and read the first lesson, so that the learner's pages have something to say."""
    page.goto("/programmes/hr-and-law")
    enrol = page.locator("form[action$='/enrolment'] button")
    if enrol.count():
        enrol.click()
        page.goto(f"{UNITS}/w1-sources-of-labour-law")
        page.locator("form[action$='/done'] button").click()


def print_certificate(browser: Browser, address: str, signed: dict[str, str]) -> None:
    """Both pages of a certificate that the worker made."""
    context = context_of(browser, address, Screen("certificate-desktop-light", "/record"), signed)
    page = context.new_page()
    page.goto("/record")
    file = certificate(page)
    for number in (1, 2):
        target = FOLDER / f"certificate-page{number}"
        command = [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-r",
            "80",
            "-f",
            str(number),
            "-l",
            str(number),
            str(file),
            str(target),
        ]
        subprocess.run(command, check=True)
        lighten(target.with_suffix(".png"))
    context.close()


def lighten(file: Path) -> None:
    """Keep the picture with few colours; one that is still heavy stops the run."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    if file.stat().st_size > HEAVIEST:
        raise SystemExit(f"{file.name} weighs {file.stat().st_size} bytes")
    print(f"docs/pictures/{file.name}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
