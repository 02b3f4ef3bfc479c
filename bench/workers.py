"""Two web workers: memory after load, time to the first page, and nothing of the PDF maker in them."""

import time
from pathlib import Path

from bench.load import send
from bench.report import write
from bench.servers import serving, wait_until_up
from bench.world import Visitor, make_world

PAGES = ("/", "/programmes", "/programmes/hr-and-law", "/learn", "/law", "/law/tk-27", "/verify", "/record")
ROUNDS = 40


def main() -> None:
    """Start, visit every kind of page many times, read memory."""
    settings = make_world()
    started = time.monotonic()
    with serving("app", "web:application", settings) as server:
        wait_until_up(server.port)
        up_s = time.monotonic() - started
        visitor = Visitor(server.port)
        visitor.get("/")
        first_page_s = time.monotonic() - started
        visitor.sign_in()
        send(server.port, ROUNDS * len(PAGES), 8, lambda n: ("GET", PAGES[n % len(PAGES)], None, visitor.headers))
        memory = server.resident_mib()
        pdf = any("libpango" in Path(f"/proc/{pid}/maps").read_text() for pid in server.pids())
    figures = {"up_s": up_s, "first_page_s": first_page_s, "resident_mib": memory, "pdf_library_loaded": pdf}
    rows = [
        ("first page after start, s", f"{first_page_s:.2f}", "2"),
        ("two workers after load, MiB resident", f"{memory:.0f}", "200"),
        ("PDF library in a web worker", "yes" if pdf else "no", "no"),
    ]
    write("workers", figures, rows, ("measured", "is", "at most"))
