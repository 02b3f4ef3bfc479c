"""The framework of the profession on disk: `competencies.yaml`, in shapes."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from core.content.problems import Fault, Problem
from core.content.shapes import Line, Shape, Slug, Whole, WholeKey, read_shape
from core.content.source import Source


class FrameworkMeta(Shape):
    title: Line
    version: Line
    basis: list[Line] = []
    limits: list[Line] = []
    levels: dict[WholeKey, Line]
    sources: list[Line] = []


class Position(Shape):
    id: Slug
    title: Line
    title_kk: str = ""
    title_en: str = ""
    nqf_level: Whole = Field(ge=1, le=8)
    nqf_note: str = ""


class CompetencyEntry(Shape):
    id: Slug
    title: Line
    title_kk: str = ""
    title_en: str = ""
    description: Line
    levels: dict[WholeKey, Line]
    target_levels: dict[Slug, Whole]


class Group(Shape):
    id: Slug
    title: Line
    title_kk: str = ""
    title_en: str = ""
    source: str = ""
    competencies: list[CompetencyEntry] = Field(min_length=1)


class FrameworkFile(Shape):
    meta: FrameworkMeta
    positions: list[Position] = Field(min_length=1)
    groups: list[Group] = Field(min_length=1)

    def competencies(self) -> dict[str, CompetencyEntry]:
        return {each.id: each for group in self.groups for each in group.competencies}

    def offices(self) -> dict[str, Position]:
        return {each.id: each for each in self.positions}


def read_framework(source: Source) -> tuple[FrameworkFile, list[Problem]]:
    """The framework and what is wrong inside it.

    :raises ContentRefused: the file has the wrong shape
    """
    framework = read_shape(FrameworkFile, source)
    return framework, [source.problem(fault) for fault in _faults(framework)]


def _faults(framework: FrameworkFile) -> Iterator[Fault]:
    offices, levels = set(framework.offices()), set(framework.meta.levels)
    seen: set[str] = set()
    for g, group in enumerate(framework.groups):
        for c, each in enumerate(group.competencies):
            path = ("groups", g, "competencies", c)
            if each.id in seen:
                yield Fault(path, f"the competency “{each.id}” stands twice", "an id of its own")
            seen.add(each.id)
            if set(each.levels) != levels:
                yield Fault((*path, "levels"), "the levels differ from those of the framework", str(sorted(levels)))
            if set(each.target_levels) != offices:
                missing = ", ".join(sorted(offices ^ set(each.target_levels)))
                yield Fault((*path, "target_levels"), f"offices missing or unknown: {missing}", "every office once")
            if not set(each.target_levels.values()) <= levels:
                yield Fault((*path, "target_levels"), "a level that does not exist", str(sorted(levels)))
