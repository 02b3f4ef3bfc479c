"""What the whole run needs: the browser first, and a count of what really ran for those who must know it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from core.i18n import catalogue

COUNTED = ("browser", "postgres")
COUNTS = pytest.StashKey[Counter[str]]()
FILE = Path(__file__).parent / "var" / "test-counts.json"


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count in the process that receives all reports; merge catalogues that somebody has changed."""
    if not hasattr(config, "workerinput"):
        if catalogue.stale():
            catalogue.compile_all()
        counter = Counter[str]({"all": 0, **dict.fromkeys(COUNTED, 0)})
        config.stash[COUNTS] = counter
        config.pluginmanager.register(Counting(counter), "counting")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the real browser, a minute each: one worker walks while the other does the rest and then helps."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


class Counting:
    """Counts the tests that passed, by marker."""

    def __init__(self, counter: Counter[str]) -> None:
        self.counter = counter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One more passed test."""
        if report.when == "call" and report.passed:
            self.counter.update(["all", *(name for name in COUNTED if name in report.keywords)])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the counts where `.ci/run` looks for them."""
    counter = session.config.stash.get(COUNTS, None)
    if counter is not None:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(json.dumps(counter, indent=1) + "\n", encoding="utf-8")
