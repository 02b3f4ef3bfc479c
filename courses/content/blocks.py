"""A lesson file as front matter and a row of blocks; nothing is rendered yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.content.problems import ContentRefused, Problem
from core.content.source import Source
from core.content.yaml_file import read_yaml

_OPEN = re.compile(r":::([a-z][a-z-]*)(?: +(.*?))? *\Z")
_FENCE = ":::"
MARKDOWN = "markdown"


@dataclass(frozen=True)
class Block:
    """Running Markdown, or one fenced directive with its arguments."""

    name: str
    arguments: str
    body: str
    head_line: int
    """Line of `:::name`, or the first line of the Markdown; 1-based."""
    body_line: int


@dataclass(frozen=True)
class LessonFile:
    file: str
    head: Source
    blocks: tuple[Block, ...]


def read_blocks(text: str, file: str) -> LessonFile:
    """:raises ContentRefused: no front matter, a fence left open, nested or unnamed."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = _end_of_head(lines, file)
    head = read_yaml("\n".join(lines[1:end]), file, first_line=2)
    if not isinstance(head.data, dict):
        raise ContentRefused([Problem(file, 1, "the front matter is empty", "id: …, title: …")])
    return LessonFile(file, head, tuple(_blocks(lines, end + 1, file)))


def _end_of_head(lines: list[str], file: str) -> int:
    if lines[0] != "---" or "---" not in lines[1:]:
        raise ContentRefused([Problem(file, 1, "no front matter", "--- on the first line, fields, and --- again")])
    return lines.index("---", 1)


def _blocks(lines: list[str], start: int, file: str) -> list[Block]:
    """Cut at the fences; `start` is the 0-based line after the front matter."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    opened: tuple[str, str, int] | None = None
    since = start
    for n in range(start, len(lines)):
        line = lines[n].rstrip()
        if not line.startswith(_FENCE):
            continue
        found = _OPEN.match(line)
        if opened is None and found:
            blocks.append(Block(MARKDOWN, "", "\n".join(lines[since:n]), since + 1, since + 1))
            opened, since = (found.group(1), found.group(2) or "", n + 1), n + 1
        elif opened is not None and line == _FENCE:
            blocks.append(Block(opened[0], opened[1], "\n".join(lines[since:n]), opened[2], since + 1))
            opened, since = None, n + 1
        else:
            problems.append(_fence_problem(file, n + 1, line, opened))
    if opened is not None:
        problems.append(Problem(file, opened[2], f"the block “{opened[0]}” is never closed", "::: alone on a line"))
    if problems:
        raise ContentRefused(problems)
    blocks.append(Block(MARKDOWN, "", "\n".join(lines[since:]), since + 1, since + 1))
    return [block for block in blocks if block.name != MARKDOWN or block.body.strip()]


def _fence_problem(file: str, line: int, text: str, opened: tuple[str, str, int] | None) -> Problem:
    if opened is not None:
        what = f"“{text[:40]}” inside the block “{opened[0]}” of line {opened[2]}"
        return Problem(file, line, what, "blocks do not nest: close the first with ::: alone")
    return Problem(file, line, f"“{text[:40]}” opens no block", ":::name arguments")
