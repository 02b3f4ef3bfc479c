"""A whole content folder: everything read, everything checked against everything it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from competencies.framework import FrameworkFile, read_framework
from core.content.links import refuse_links_outwards
from core.content.problems import ContentRefused, Problem
from core.content.source import Source
from core.content.text_file import read_text
from core.content.yaml_file import read_yaml
from courses.content.foundation import Foundation
from courses.content.patterns import read_patterns
from courses.content.programme_tree import ProgrammeTree, read_programme
from law.calendar import WorkingCalendar
from law.calendar_file import read_calendar
from law.register import Register, read_register


@dataclass(frozen=True)
class Curricula:
    """What a folder holds. A programme with a problem is not in `programmes`: nothing of it is loaded."""

    foundation: Foundation | None
    programmes: dict[str, ProgrammeTree] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def summary(self) -> str:
        said = [tree.summary() for tree in self.programmes.values()]
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''}" if count else "clean"
        return "; ".join([head, *said])


def read_curricula(folder: Path) -> Curricula:
    """Everything in the folder; files are named relative to it. Behind a link that leads out of it nothing is read."""
    problems: list[Problem] = []
    try:
        refuse_links_outwards(folder)
    except ContentRefused as refused:
        return Curricula(None, {}, tuple(refused.problems))
    foundation = _foundation(folder, problems)
    if foundation is None:
        return Curricula(None, {}, tuple(sorted(set(problems))))
    programmes: dict[str, ProgrammeTree] = {}
    for path in sorted(
        {*(file.parent for file in folder.glob("*/programme.yaml")), *(week.parent for week in folder.glob("*/week-*"))}
    ):
        tree, found = read_programme(folder, path, foundation)
        problems += found
        if tree is not None and not found:
            programmes[tree.programme.id] = tree
    return Curricula(foundation, programmes, tuple(sorted(set(problems))))


def _foundation(folder: Path, problems: list[Problem]) -> Foundation | None:
    """Register, calendar and framework; without them nothing can be checked."""
    try:
        patterns, found = read_patterns(_source(folder, "patterns.yaml"))
        problems += found
        return Foundation(_register(folder, problems), _calendar(folder), _framework(folder, problems), patterns)
    except ContentRefused as refused:
        problems += refused.problems
        return None


def _source(folder: Path, name: str) -> Source:
    return read_yaml(read_text(folder / name, name), name)


def _register(folder: Path, problems: list[Problem]) -> Register:
    register, found = read_register(_source(folder, "law/acts.yaml"), _source(folder, "law/norms.yaml"))
    problems += found
    return register


def _calendar(folder: Path) -> WorkingCalendar:
    return read_calendar(_source(folder, "law/calendar.yaml"))


def _framework(folder: Path, problems: list[Problem]) -> FrameworkFile:
    framework, found = read_framework(_source(folder, "competencies.yaml"))
    problems += found
    return framework


def as_lines(problems: Iterable[Problem]) -> str:
    return "\n".join(map(str, problems))
