"""Figures of an exam with 10,000 attempts and 60 items: seconds and memory of the worker's whole job, in a process of its own.

The sitting is made by Rasch's model with a fixed seed (abilities normal around 0.3, difficulties even from −1.5 to 1.5), half of it in
Kazakh. The job reads the database, computes every figure and stores it; its imports count, the start of the application does not.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import write
from core.settings import Settings

ATTEMPTS = int(os.environ.get("BENCH_ATTEMPTS", "10000"))
ITEMS = int(os.environ.get("BENCH_ITEMS", "60"))
SECONDS, MIB = 5.0, 300


def main() -> None:
    """Make the sitting, let another process find its figures, print the table and write var/bench/statistics.json."""
    with tempfile.TemporaryDirectory() as folder:
        run_id = make(Path(folder))
        child = [sys.executable, "-m", "bench.statistics", folder, str(run_id)]
        done = subprocess.run(child, capture_output=True, text=True, check=True, timeout=600)
    found = json.loads(done.stdout.splitlines()[-1])
    rows = [
        ("the whole job, s", f"{found['seconds']:.2f}", f"{SECONDS:.0f}"),
        ("of it reading, s", f"{found['reading']:.2f}", ""),
        ("of it computing, s", f"{found['computing']:.2f}", ""),
        ("resident at most, MiB", f"{found['mib']:.0f}", str(MIB)),
        ("resident before the job, MiB", f"{found['mib_before']:.0f}", ""),
    ]
    write("statistics", {"attempts": ATTEMPTS, "items": ITEMS, **found}, rows, ("statistics", "is", "at most"))


def settings(folder: Path) -> Settings:
    """An installation of its own."""
    return Settings(
        database_url=f"sqlite:///{folder / 'bench.db'}", files_url=str(folder / "files"), secret_key="b" * 40
    )


def make(folder: Path) -> int:
    """The database with the sitting, and the run that is asked for."""
    import numpy as np

    from app import create_app
    from assessments.statistics.services import ask_for_figures
    from commands import alembic
    from core import clock
    from tests.factories.statistics import make_long_exam, make_sitting, rasch

    app = create_app(settings(folder))
    with app.app_context():
        alembic.upgrade()
        with app.extensions["database"].unit_of_work() as session:
            edition = make_long_exam(session, ITEMS)
            make_sitting(session, edition, rasch(ATTEMPTS, ITEMS), kazakh=(np.arange(ATTEMPTS) % 2 == 0).tolist())
            return ask_for_figures(session, edition.id, federation_id=None, by_id=None, now=clock.now()).id


def measure(folder: Path, run_id: int) -> None:
    """The job as the worker does it; prints one line of JSON."""
    from app import create_app
    from assessments.statistics import jobs
    from assessments.statistics.models import StatisticsSummary

    app = create_app(settings(folder), commands=False)
    before, start = most_resident(), time.perf_counter()
    with app.app_context():
        jobs.find_figures(app, {"run": run_id})
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "mib": most_resident(), "mib_before": before}
    found |= parts(app, run_id)
    with app.extensions["database"].unit_of_work(read_only=True) as session:
        found["candidates"] = session.get_one(StatisticsSummary, run_id).candidates
    print(json.dumps(found))


def parts(app, run_id: int) -> dict[str, float]:
    """How long reading and computing take by themselves, once more."""
    from assessments.statistics.figures import found
    from assessments.statistics.models import StatisticsRun
    from assessments.statistics.read import read

    with app.extensions["database"].unit_of_work(read_only=True) as session:
        start = time.perf_counter()
        seen = read(session, session.get_one(StatisticsRun, run_id).exam_edition_id, None)
        middle = time.perf_counter()
    found(seen.sheet)
    return {"reading": middle - start, "computing": time.perf_counter() - middle}


def most_resident() -> float:
    """The most memory this process has held so far, in MiB; what its parent held before is not in it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) / 1024


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]))
