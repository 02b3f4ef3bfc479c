"""The fenced directives of a lesson: their arguments, how often they may stand, what their body is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from core.content.problems import Problem
from courses.content.blocks import MARKDOWN, Block, LessonFile

_ARGUMENT = re.compile(r'([a-z-]+)=("[^"]*"|[^\s"]+)')
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")

BASES = ("real-case", "court-digest")


@dataclass(frozen=True)
class Directive:
    """`positional` is the check of a bare argument; `named` the checks of `name=value`."""

    body: Literal["text", "list", "item", "decision", "template", "empty"]
    positional: Callable[[str], bool] | None = None
    named: tuple[tuple[str, Callable[[str], bool]], ...] = ()
    required: tuple[str, ...] = ()
    tables: bool = False
    at_most: int | None = None
    usage: str = ""


def _day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _identifier(text: str) -> bool:
    return bool(_ID.match(text))


def _said(text: str) -> bool:
    return bool(text.strip())


DIRECTIVES: dict[str, Directive] = {
    "law-as-of": Directive("text", positional=_day, at_most=1, usage=":::law-as-of 2026-11-22"),
    "aims": Directive("list", at_most=1, usage=":::aims"),
    "key": Directive("text", at_most=1, usage=":::key"),
    "changed": Directive(
        "text", named=(("date", _day), ("not-before", _day)), usage=":::changed not-before=2026-06-07"
    ),
    "doubt": Directive("text", usage=":::doubt"),
    "table": Directive(
        "text", named=(("caption", _said),), required=("caption",), tables=True, usage=':::table caption="…"'
    ),
    "example": Directive("text", tables=True, usage=":::example"),
    "court": Directive(
        "text",
        named=(("basis", BASES.__contains__), ("source", _said)),
        required=("basis", "source"),
        usage=":::court basis=real-case source=case:W1-01",
    ),
    "decision": Directive("decision", positional=_identifier, usage=":::decision w1-loc-d1"),
    "deadline": Directive("text", tables=True, usage=":::deadline"),
    "template": Directive("template", named=(("id", _identifier),), required=("id",), usage=":::template id=letter"),
    "check": Directive("item", positional=_identifier, usage=":::check w1-loc-c1"),
    "norm": Directive("empty", positional=_identifier, usage=":::norm tk-27"),
    "summary": Directive("list", at_most=1, usage=":::summary"),
    "next": Directive("list", at_most=1, usage=":::next"),
}
SUMMARY_PART = ("law-as-of", "aims", "key", "summary")
"""What a lesson with `part: summary` may hold."""


def arguments_of(block: Block) -> dict[str, str]:
    """Named arguments, and the bare one under ""; of a block that has passed `directive_problems`."""
    found = {name: value.strip('"') for name, value in _ARGUMENT.findall(block.arguments)}
    return found or ({"": block.arguments} if block.arguments else {})


def directive_problems(lesson: LessonFile, *, summary: bool) -> Iterator[Problem]:
    """Unknown blocks, wrong arguments, blocks that stand too often or not at all."""
    counts: dict[str, int] = {}
    for block in lesson.blocks:
        if block.name == MARKDOWN:
            continue
        directive = DIRECTIVES.get(block.name)
        if directive is None:
            known = ", ".join(DIRECTIVES)
            yield Problem(lesson.file, block.head_line, f"unknown block “{block.name}”", f"one of: {known}")
            continue
        counts[block.name] = counts.get(block.name, 0) + 1
        if directive.at_most and counts[block.name] > directive.at_most:
            yield Problem(lesson.file, block.head_line, f"the block “{block.name}” stands twice", "once in a lesson")
        if summary and block.name not in SUMMARY_PART:
            right = f"part: summary holds {', '.join(SUMMARY_PART)}"
            yield Problem(lesson.file, block.head_line, f"the block “{block.name}” in a summary", right)
        yield from _argument_problems(lesson.file, block, directive)
        yield from _body_problems(lesson.file, block, directive)
    needed = ("aims", "key", "summary") if summary else ("law-as-of", "aims", "key", "summary", "next")
    for name in needed:
        if name not in counts:
            yield Problem(lesson.file, 1, f"the block “{name}” is missing", DIRECTIVES[name].usage)


def _argument_problems(file: str, block: Block, directive: Directive) -> Iterator[Problem]:
    wrong = Problem(file, block.head_line, f"the arguments of “{block.name}” are not right", directive.usage)
    if directive.positional is not None:
        if not directive.positional(block.arguments):
            yield wrong
        return
    given = _ARGUMENT.findall(block.arguments)
    checks = dict(directive.named)
    left = _ARGUMENT.sub("", block.arguments).strip()
    names = [name for name, _ in given]
    if (
        left
        or len(set(names)) != len(names)
        or set(directive.required) - set(names)
        or any(name not in checks or not checks[name](value.strip('"')) for name, value in given)
        or (block.name == "changed" and len(names) != 1)
    ):
        yield wrong


def _body_problems(file: str, block: Block, directive: Directive) -> Iterator[Problem]:
    empty = not block.body.strip()
    if directive.body == "empty" and not empty:
        yield Problem(file, block.body_line, f"the block “{block.name}” has no body", directive.usage)
    if directive.body not in ("empty", "item") and empty:
        yield Problem(file, block.head_line, f"the block “{block.name}” is empty", directive.usage)
    if directive.body == "list" and not any(re.match(r"([-*]|[0-9]+\.) ", line) for line in block.body.split("\n")):
        yield Problem(file, block.head_line, f"the block “{block.name}” holds no list", "- one line each")
