"""What a browser fetches: a cold first visit and a second one, requests and compressed bytes, and from which hosts."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from bench.report import write
from bench.servers import serving
from bench.world import LEARNER, PASSWORD, make_world

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READING, OTHER = 200, 120
"""KB that a first visit may take: where running text stands in the reading face, and elsewhere."""
READING_FACE = "literata-400"
LESSON = "/learn/hr-and-law/w1-sources-of-labour-law"
VISITS = (
    ("front page", "/", "ru", False),
    ("programme", "/programmes/hr-and-law", "ru", False),
    ("sign-in", "/sign-in", "kk", False),
    ("norms", "/law", "ru", False),
    ("norm", "/law/tk-27", "kk", False),
    ("verification", "/verify", "ru", False),
    ("lesson, ru", LESSON, "ru", False),
    ("lesson, kk", LESSON, "kk", False),
    ("learn", "/learn", "kk", True),
)


class Meter:
    """Counts what one page load moves over the wire, by Chromium's own account."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.requests = 0
        self.bytes = 0
        self.documents = 0
        self.reads = False
        self._kinds: dict[str, str] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.requestWillBeSent", self._sent)
        client.on("Network.loadingFinished", self._finished)

    def _sent(self, event: Any) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme in {"http", "https"}:
            self.hosts.add(address.netloc)
            self.reads = self.reads or READING_FACE in address.path
            self._kinds[event["requestId"]] = event.get("type", "")

    def _finished(self, event: Any) -> None:
        kind = self._kinds.get(event["requestId"])
        if kind is not None and event["encodedDataLength"] > 0:
            self.requests += 1
            self.bytes += int(event["encodedDataLength"])
            self.documents += kind == "Document"


def visit(page: Page, address: str) -> Meter:
    """Load a page to the end and count.

    :raises AssertionError: the address led elsewhere or was refused
    """
    meter = Meter(page)
    reply = page.goto(address, wait_until="networkidle")
    assert reply is not None
    assert (reply.status, page.url) == (200, address), f"{address}: {reply.status} {page.url}"
    return meter


def main() -> None:
    """Every visit in a fresh browser context, then the same page again."""
    settings = make_world()
    figures, rows = {}, []
    with serving("app", "web:application", settings) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        base = f"http://127.0.0.1:{server.port}"
        for name, path, lang, signed_in in VISITS:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            context.add_cookies([{"name": "lang", "value": lang, "url": base}])
            page = context.new_page()
            if signed_in:
                sign_in(context.new_page(), base)
                page.request.get(base + "/healthz")
                client = page.context.new_cdp_session(page)
                client.send("Network.clearBrowserCache")
            cold = visit(page, base + path)
            page.close()
            again = visit(context.new_page(), base + path)
            limit = READING if cold.reads else OTHER
            figures[name] = {"cold": summary(cold), "again": summary(again), "limit_kb": limit}
            rows.append(
                (
                    name,
                    cold.requests,
                    f"{cold.bytes / 1000:.0f} of {limit}",
                    again.requests,
                    f"{again.bytes / 1000:.1f} of 12",
                    len(cold.hosts),
                )
            )
            context.close()
        browser.close()
    write(
        "first_visit",
        figures,
        rows,
        ("page", "cold requests (8)", "cold KB", "again requests (1)", "again KB", "hosts (1)"),
    )


def summary(meter: Meter) -> dict[str, Any]:
    """The figures of one load."""
    return {"requests": meter.requests, "bytes": meter.bytes, "hosts": len(meter.hosts)}


def sign_in(page: Page, base: str) -> None:
    """As the demonstration learner."""
    page.goto(base + "/sign-in")
    page.fill("input[name=login]", LEARNER)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.door__card button[type=submit]")
    page.close()
