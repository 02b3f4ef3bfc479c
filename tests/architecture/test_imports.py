"""Rules of the house that can be read from the sources: who imports whom, and what only one place may do."""

import ast
import re

import pytest

from tests.architecture.sources import ORDER, Source, everything, program

TOP_OF_FILE = 400
ENDS_A_TRANSACTION = re.compile(r"(^|\.)commit$")
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "time.time"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb", "environ", "getenv"}


def parsed(name: str, text: str) -> Source:
    return Source(name, text, ast.parse(text))


def upward(source: Source) -> list[str]:
    """Imports of a part that stands further right in the order."""
    allowed = ORDER[: ORDER.index(source.part) + 1]
    return [
        f"{source.name}:{line} imports {module}"
        for line, module in source.imports()
        if module.split(".")[0] in ORDER and module.split(".")[0] not in allowed
    ]


def relative(source: Source) -> list[str]:
    """Imports that do not say from which part they come."""
    return [f"{source.name}:{line}" for line, module in source.imports() if module.startswith(".")]


def commits(source: Source) -> list[str]:
    """Calls that end a transaction."""
    return [f"{source.name}:{line}" for line, name in source.calls() if ENDS_A_TRANSACTION.search(name)]


def clocks(source: Source) -> list[str]:
    """Calls that ask the machine for the time."""
    return [f"{source.name}:{line} {name}()" for line, name in source.calls() if name in CLOCK_CALLS]


def environment(source: Source) -> list[str]:
    """Every place that reads the process environment."""
    imported = [
        f"{source.name}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os" and {a.name for a in node.names} & ENVIRONMENT
    ]
    used = [
        f"{source.name}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT
    ]
    return imported + used


def skips(source: Source) -> list[str]:
    """Tests that are put aside: skipped, or expected to fail."""
    marks = {"skip", "skipif", "xfail", "importorskip"}
    return [
        f"{source.name}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in marks and ast.unparse(node).startswith(("pytest.", "mark."))
    ]


def flatten(rule, sources) -> list[str]:
    return [fault for source in sources for fault in rule(source)]


def test_imports_go_one_way() -> None:
    assert flatten(upward, program()) == []


def test_every_import_names_its_part() -> None:
    assert flatten(relative, program()) == []


def test_only_core_commits() -> None:
    assert flatten(commits, (source for source in program() if source.part != "core")) == []


def test_only_the_clock_asks_for_the_time() -> None:
    assert flatten(clocks, (source for source in program() if source.name != "core/clock.py")) == []


def test_only_the_settings_read_the_environment() -> None:
    reading = {"core/settings.py"}
    allowed_writes = {"core/assets/node.py"}  # It hands the environment on to the bundler and reads no setting from it.
    assert flatten(environment, (s for s in program() if s.name not in reading | allowed_writes)) == []


def test_no_file_grows_past_400_lines() -> None:
    long = {source.name: len(source.text.splitlines()) for source in everything()}
    assert {name: lines for name, lines in long.items() if lines > TOP_OF_FILE} == {}


def test_no_test_is_put_aside() -> None:
    assert flatten(skips, (source for source in everything() if source.part == "tests")) == []


def test_every_part_says_what_it_is_for() -> None:
    bare = [s.name for s in program() if s.name.endswith("/__init__.py") and not ast.get_docstring(s.tree)]
    assert bare == []


def test_no_part_is_named_after_a_kind_of_file() -> None:
    vague = {"utils", "util", "helpers", "common", "misc"}
    assert [s.name for s in everything() if set(s.name.removesuffix(".py").split("/")) & vague] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (upward, "law/queries.py", "def f():\n    from courses.models import Unit\n"),
        (upward, "core/db.py", "import app\n"),
        (relative, "law/queries.py", "from . import models\n"),
        (commits, "law/services.py", "session.commit()\n"),
        (commits, "law/services.py", "db.session().commit()\n"),
        (clocks, "law/rules.py", "now = datetime.now(UTC)\n"),
        (clocks, "law/rules.py", "today = date.today()\n"),
        (environment, "law/rules.py", "import os\nx = os.environ['A']\n"),
        (environment, "law/rules.py", "from os import getenv\n"),
        (skips, "tests/test_x.py", "@pytest.mark.skipif(True, reason='later')\ndef test_a(): ...\n"),
        (skips, "tests/test_x.py", "def test_a():\n    pytest.skip('later')\n"),
    ],
)
def test_each_rule_sees_its_breach(rule, name: str, text: str) -> None:
    assert len(rule(parsed(name, text))) == 1
