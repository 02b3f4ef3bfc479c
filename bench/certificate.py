"""A certificate, in CPU milliseconds: the worker's whole job against bare WeasyPrint on the same page; and memory over 500.

Ours takes the job as the worker does: reads the row, fits the name, draws the QR, fills the template, prints, hashes, stores
the bytes and tells the event. The bare one is given the finished page, the same fonts configured and the style parsed once.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from weasyprint import HTML

from app import create_app
from bench.report import write
from certificates import jobs
from certificates.models import Certificate
from certificates.paper.press import BASE, qr, the_press
from certificates.paper.sheet import Sheet
from commands import alembic
from core.db import Database
from core.settings import Settings
from people.services import Names
from tests.factories.people import make_person
from tests.factories.qualifications import make_award, make_course

PAIRS = int(os.environ.get("BENCH_PAIRS", "50"))
MANY = int(os.environ.get("BENCH_MANY", "500"))
WARM = 3
LIMIT = 1.1


def main() -> None:
    """Print the table and write var/bench/certificate.json."""
    with tempfile.TemporaryDirectory() as folder:
        app = installation(Path(folder))
        sheets = issued(app, PAIRS + WARM)
        ours, bare = pairs(app, sheets)
    memory = over_many(sheets[-1][1])
    report(ours, bare, memory)


def installation(folder: Path) -> Flask:
    """An application on an empty database of its own."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bench.db'}", files_url=str(folder / "files"), secret_key="b" * 40
    )
    app = create_app(settings)
    with app.app_context():
        alembic.upgrade()
    return app


def issued(app: Flask, count: int) -> list[tuple[int, Sheet]]:
    """Certificates of people with different names, numbered and without a file."""
    database: Database = app.extensions["database"]
    with app.app_context(), database.unit_of_work() as session:
        course = make_course(session)
        for number in range(count):
            names = Names(f"Сәтпаева{'ова' * (number % 9)}", "Әйгерім", "Маратқызы")
            make_award(session, make_person(session, names=names), edition=course)
    with database.unit_of_work(read_only=True) as session:
        rows = session.scalars(select(Certificate).order_by(Certificate.id)).all()
        return [(row.id, Sheet.load(row.printed)) for row in rows]


def pairs(app: Flask, sheets: list[tuple[int, Sheet]]) -> tuple[list[float], list[float]]:
    """CPU milliseconds of each certificate by our job and by bare WeasyPrint, one after the other, in turns."""
    ours: list[float] = []
    bare: list[float] = []
    for number, (certificate_id, sheet) in enumerate(sheets):
        page, code = the_press().text_of(sheet), qr(sheet.verify_url)
        turns: list[tuple[list[float], Callable[[], object]]] = [
            (ours, partial(jobs.make_file, app, {"certificate": certificate_id})),
            (bare, partial(plain, page, code)),
        ]
        for times, act in turns if number % 2 else reversed(turns):
            spent = cpu_of(act)
            if number >= WARM:
                times.append(spent)
    return ours, bare


def plain(page: str, code: bytes) -> bytes:
    """The page by WeasyPrint alone: its font configuration and its parsed style are reused, nothing else."""
    press = the_press()
    html = HTML(string=page, url_fetcher=press.fetcher(code), base_url=BASE)
    pdf: bytes = html.write_pdf(stylesheets=[press.style], font_config=press.fonts)
    return pdf


def cpu_of(act: Callable[[], object]) -> float:
    """CPU milliseconds of this process, its threads included."""
    gc.collect()
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def over_many(sheet: Sheet) -> list[int]:
    """Resident MiB after every tenth part of many certificates, each with its own name and code."""
    seen = []
    for number in range(1, MANY + 1):
        the_press().print(
            Sheet.load({**sheet.dump(), "name": f"{sheet.name} {number}", "verify_url": f"{sheet.verify_url}{number}"})
        )
        if number % max(1, MANY // 10) == 0:
            seen.append(resident())
    return seen


def resident() -> int:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def report(ours: list[float], bare: list[float], memory: list[int]) -> None:
    """The table and the file."""
    ratio = statistics.median(ours) / statistics.median(bare)
    rows = [
        ["bare WeasyPrint", *shown(bare), "1.00"],
        ["our whole job", *shown(ours), f"{ratio:.2f} (at most {LIMIT})"],
        [f"memory over {MANY}", f"{memory[0]} MiB after the first tenth", f"{memory[-1]} MiB at the end", ""],
    ]
    figures = {
        "pairs": len(ours), "ours_ms": round(statistics.median(ours), 1), "bare_ms": round(statistics.median(bare), 1),
        "ratio": round(ratio, 3), "limit": LIMIT, "many": MANY, "resident_mib": memory,
    }  # fmt: skip
    write("certificate", figures, rows, ["certificate", "median CPU ms", "middle half", "ratio"])


def shown(times: list[float]) -> tuple[str, str]:
    """The median and the middle half of the figures."""
    low, _, high = statistics.quantiles(times, n=4)
    return f"{statistics.median(times):.0f}", f"{low:.0f}–{high:.0f}"


if __name__ == "__main__":
    main()
