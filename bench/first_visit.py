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
READING = 200
OTHER = 120
VISITS = (
    ("front page", "/", "ru", OTHER, False),
    ("programme", "/programmes/hr-and-law", "ru", OTHER, False),
    ("sign-in", "/sign-in", "kk", OTHER, False),
    ("norms", "/law", "ru", OTHER, False),
    ("verification", "/verify", "ru", OTHER, False),
    ("lesson, ru", "/learn/hr-and-law/first", "ru", READING, False),
    ("lesson, kk", "/learn/hr-and-law/first", "kk", READING, False),
    ("learn", "/learn", "kk", OTHER, True),
)


class Meter:
    """Counts what one page load moves over the wire, by Chromium's own account."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.requests = 0
        self.bytes = 0
        self.documents = 0
        self._kinds: dict[str, str] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.requestWillBeSent", self._sent)
        client.on("Network.loadingFinished", self._finished)

    def _sent(self, event: Any) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme in {"http", "https"}:
            self.hosts.add(address.netloc)
            self._kinds[event["requestId"]] = event.get("type", "")

    def _finished(self, event: Any) -> None:
        kind = self._kinds.get(event["requestId"])
        if kind is not None and event["encodedDataLength"] > 0:
            self.requests += 1
            self.bytes += int(event["encodedDataLength"])
            self.documents += kind == "Document"


def visit(page: Page, address: str) -> Meter:
    """Load a page to the end and count."""
    meter = Meter(page)
    page.goto(address, wait_until="networkidle")
    return meter


def main() -> None:
    """Every visit in a fresh browser context, then the same page again."""
    settings = make_world()
    figures, rows = {}, []
    with serving("app", "app:create_web()", settings) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        base = f"http://127.0.0.1:{server.port}"
        for name, path, lang, limit, signed_in in VISITS:
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
