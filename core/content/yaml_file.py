"""YAML as data plus the line of every value.

Stricter than YAML itself: no duplicate keys, tags, merges, `yes`/`on`, octal or base-60 numbers, NaN or times;
a fraction becomes a `Decimal`, a day a `date`. What people write by accident is refused, not guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import yaml

from core.content.problems import ContentRefused, Problem
from core.content.source import Path, Source

MAX_VALUES = 400_000
"""Values in one file after aliases are followed: an alias bomb stops here."""
MAX_DEPTH = 40
MAX_BYTES = 4_000_000

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_BRACKET = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(r"(?m)^(?: {200}|(?:[-?] +){30})")
_TAG = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader has no stubs of its own


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Source:
    """Parse one YAML document.

    :param first_line: line of the file on which `text` begins, 1-based
    :raises ContentRefused: with the line of each fault
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ContentRefused([Problem(file, 1, "the file is too large", f"at most {MAX_BYTES} bytes")])
    if _looks_deep(text):
        raise ContentRefused([Problem(file, first_line, "too deep", f"at most {MAX_DEPTH} levels")])
    reader = _Reader(file, first_line)
    try:
        node = _compose(text)
        data = reader.value(node, (), 0) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (min(mark.line, text.rstrip().count("\n")) if mark else 0)
        what = f"not readable as YAML: {error.problem or error.context}"
        raise ContentRefused([Problem(file, line, what, "quote texts with a colon or a quote")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentRefused([Problem(file, first_line, f"not readable as YAML: {error}"[:200])]) from error
    if reader.problems:
        raise ContentRefused(reader.problems)
    return Source(file, data, reader.lines)


def _looks_deep(text: str) -> bool:
    """The C reader follows nesting with its own stack, so hostile depth is refused before it is called."""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in "[{" else -1 if depth else 0
        if depth > 8 * MAX_DEPTH:
            return True
    return bool(_DEEP_LINE.search(text))


def _compose(text: str) -> Any:
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def refuse(self, node: Any, what: str, right: str) -> None:
        self.problems.append(Problem(self.file, self._line(node), what, right))

    def _line(self, node: Any) -> int:
        return self.first_line + int(node.start_mark.line)

    def value(self, node: Any, path: Path, depth: int) -> Any:
        self.count += 1
        self.lines.setdefault(path, self._line(node))
        if self.count > MAX_VALUES or depth > MAX_DEPTH:
            raise ContentRefused([Problem(self.file, self._line(node), "too many or too deep values", "fewer aliases")])
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, n), depth + 1) for n, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path, depth: int) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        for key_node, child in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in result:
                self.refuse(key_node, f"the key “{key}” stands twice", "one of the two")
            self.lines[(*path, key)] = self._line(key_node)
            result[key] = self.value(child, (*path, key), depth + 1)
        return result

    def _key(self, node: Any) -> str | int | None:
        key = self._scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if isinstance(key, bool) or not isinstance(key, str | int):
            self.refuse(node, "this cannot be a key", "a word or a whole number; quote on, off, yes, no")
            return None
        return key

    def _scalar(self, node: Any) -> Any:
        tag, value = node.tag, node.value
        kind = tag.removeprefix(_TAG)
        if kind == "str":
            return value
        if kind == "null":
            return None
        if kind == "bool" and value in {"true", "false"}:
            return value == "true"
        if kind == "int" and _INT.match(value):
            return int(value)
        if kind == "float" and _DECIMAL.match(value):
            return Decimal(value)
        if kind == "timestamp" and _DAY.match(value):
            return self._day(node)
        self.refuse(
            node, f"“{value[:40]}” is read by YAML as {kind}", "put a text in quotes; true, 12, 0.5, 2026-03-27"
        )
        return None

    def _day(self, node: Any) -> dt.date | None:
        try:
            return dt.date.fromisoformat(node.value)
        except ValueError:
            self.refuse(node, f"there is no day {node.value}", "a day that exists")
            return None
