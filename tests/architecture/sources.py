"""The project's own Python files, parsed once for all house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDER = (
    "core", "access", "unions", "people", "competencies", "law", "assessments", "courses", "qualifications",
    "certificates", "reports", "demo", "policy", "wires", "parts", "commands", "app", "web",
)  # fmt: skip
"""A part may import itself and what stands to its left."""


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the project's root, its text and its tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The first part of the path: `courses`, or `app` for `app.py`."""
        return self.name.split("/")[0].removesuffix(".py")

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of every imported module, also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, "." * node.level + (node.module or "")

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of every call whose name is written out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)


@cache
def program() -> tuple[Source, ...]:
    """Every file of the program itself: the parts of the house, without tests, scripts and measurements."""
    return tuple(_all(ORDER))


@cache
def everything() -> tuple[Source, ...]:
    """The program and what is written around it, without migrations."""
    return tuple(_all((*ORDER, "tests", "bench", "scripts")))


def _all(parts: tuple[str, ...]) -> Iterator[Source]:
    for part in parts:
        yield from (_parsed(path) for path in sorted((ROOT / part).rglob("*.py")))
        if (single := ROOT / f"{part}.py").exists():
            yield _parsed(single)


def _parsed(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))
