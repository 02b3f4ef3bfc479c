"""What must hold on every page a browser visits: axe finds nothing in either theme, nothing is wider than the screen, nobody else is asked."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from core.settings import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = "rules => axe.run(rules ? {runOnly: rules} : {}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.target)))"
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the theme; all others are asked once."""
WIDEST = """
width => [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > width + 1).slice(-3)
  .map((it) => `${it.tagName}.${it.className}: ${it.textContent.trim().slice(0, 60)}`)
"""
"""The innermost things that stand out of the screen."""
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
PHONE = 480
WIDTHS = {True: (320, 390), False: (768, 1440)}
"""Whether the screen is a phone's → the widths at which its pages are measured."""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass
class Watch:
    """Follows one browser context; `faults` are what it found, empty when all is well.

    :ivar expected: words of console lines that this test brings about on purpose
    :ivar judge: where a page of a browser without JavaScript is laid out again, for axe is a script
    """

    context: BrowserContext
    address: str
    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    judge: Page | None = None
    looked: int = 0

    def __post_init__(self) -> None:
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.faults.append(f"another host: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(word in message.text for word in self.expected):
            self.faults.append(f"console on {message.page and message.page.url}: {message.text}")

    def look(self, page: Page) -> None:
        """Judge the page as it stands: contrast in both themes, all other rules once, and every width."""
        self.looked += 1
        where = page.url.removeprefix(self.address)
        if self.judge is not None:
            page = laid_out_again(self.judge, page)
        page.evaluate(AXE.read_text())
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            found = page.evaluate(RUN, OF_COLOUR if theme == "dark" else None)
            self.faults += [f"{where} {theme}: {each}" for each in found]
        page.emulate_media(color_scheme="light")
        self._fits(page, where)

    def _fits(self, page: Page, where: str) -> None:
        before = page.viewport_size or {"width": 1440, "height": 900}
        for width in WIDTHS[before["width"] <= PHONE]:
            if width != page.evaluate("innerWidth"):
                page.set_viewport_size({"width": width, "height": before["height"]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                widest = page.evaluate(WIDEST, width)
                self.faults.append(f"{where} is {wide} wide on a screen of {width}: {widest}")
        if page.viewport_size != before:
            page.set_viewport_size(before)

    def all_well(self) -> None:
        """Fail with everything that was found."""
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))


def laid_out_again(judge: Page, page: Page) -> Page:
    """The same document without its scripts at the same address, in a page in which axe can run."""
    document = SCRIPT.sub("", page.content())
    address = page.url.split("#")[0]
    judge.route(address, lambda route: route.fulfill(body=document, content_type="text/html; charset=utf-8"))
    judge.goto(page.url)
    judge.unroute(address)
    return judge
