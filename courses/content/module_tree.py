"""One week on disk: its lessons, its bank of items, its cases and exams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from assessments.cases.check import case_problems
from assessments.cases.read import ReadCase, read_case
from assessments.items import Item
from core.content.problems import ContentRefused, Fault, Problem
from core.content.shapes import read_shape
from core.content.source import Source
from core.content.text_file import read_text
from core.content.yaml_file import read_yaml
from courses.content.foundation import Foundation
from courses.content.items_file import BankItem, read_items
from courses.content.lesson import read_lesson
from courses.content.lesson_model import Lesson
from courses.content.pairs import merged_checks, pair_problems
from courses.content.programme import ExamFile

T = TypeVar("T")


@dataclass(frozen=True)
class LessonPair:
    """A lesson in both languages; `checks` are its own items, merged."""

    ru: Lesson
    kk: Lesson | None
    checks: tuple[Item, ...]

    @property
    def id(self) -> str:
        return self.ru.head.id


@dataclass(frozen=True)
class ExamRead:
    exam: ExamFile
    source: Source


@dataclass
class ModuleTree:
    """The files of one week that could be read."""

    folder: str
    lessons: dict[str, LessonPair] = field(default_factory=dict)
    bank: dict[str, BankItem] = field(default_factory=dict)
    cases: dict[str, ReadCase] = field(default_factory=dict)
    exams: dict[str, ExamRead] = field(default_factory=dict)
    source: Source | None = None
    """Of `module.yaml`."""

    def ids(self, kind: str) -> list[str]:
        """Ids of the units of one kind."""
        if kind in ("check", "exam"):
            return [name for name, read in self.exams.items() if read.exam.kind == kind]
        return list(self.lessons if kind == "lesson" else self.cases)


def read_module(root: Path, folder: Path, foundation: Foundation) -> tuple[ModuleTree, list[Problem]]:
    """Everything in the folder of a week, listed in a module or not."""
    reader = _ModuleReader(root, folder, foundation)
    reader.read()
    return reader.tree, reader.problems


class _ModuleReader:
    def __init__(self, root: Path, folder: Path, foundation: Foundation) -> None:
        self.root, self.folder, self.foundation = root, folder, foundation
        self.tree = ModuleTree(folder.relative_to(root).as_posix())
        self.problems: list[Problem] = []

    def read(self) -> None:
        self._bank()
        self._lessons()
        self._cases()
        self._exams()

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _read(self, path: Path, read: Callable[[str, str], T]) -> T | None:
        name = self._name(path)
        try:
            return read(read_text(path, name), name)
        except ContentRefused as refused:
            self.problems += refused.problems
        return None

    def _bank(self) -> None:
        for path in sorted(self.folder.glob("items/*.yaml")):
            source = self._read(path, read_yaml)
            if source is None:
                continue
            read, found = read_items(source)
            self.problems += found
            for each in read.items if read else ():
                self._bank_item(each)

    def _bank_item(self, each: BankItem) -> None:
        first = self.tree.bank.get(each.item.id)
        if first is not None:
            what = f"the item “{each.item.id}” stands in {first.file} too"
            self.problems.append(each.problem(("id",), what, "an id of its own"))
        self.tree.bank[each.item.id] = each
        self.problems += [each.source.problem(fault) for fault in self.foundation.item_faults(each.item)]

    def _lessons(self) -> None:
        found: dict[str, dict[str, Lesson]] = {}
        for path in sorted(self.folder.glob("*.md")):
            lesson = self._read(path, read_lesson)
            if lesson is None:
                continue
            sides = found.setdefault(lesson.head.id, {})
            if lesson.head.lang in sides:
                what = f"the lesson “{lesson.head.id}” stands in {sides[lesson.head.lang].file} too"
                self.problems.append(Problem(lesson.file, 2, what, "an id of its own"))
            sides[lesson.head.lang] = lesson
            self.problems += _lesson_problems(lesson, self.foundation, self.tree.bank)
        for sides in found.values():
            self._pair(sides)

    def _cases(self) -> None:
        for path in sorted(self.folder.glob("cases/*.yaml")):
            read = self._read(path, lambda text, name: read_case(read_yaml(text, name)))
            if read is None:
                continue
            if read.case.id in self.tree.cases:
                what = f"the case “{read.case.id}” stands in {self.tree.cases[read.case.id].file} too"
                self.problems.append(read.source.problem(Fault(("id",), what, "an id of its own")))
            self.tree.cases[read.case.id] = read
            self.problems += case_problems(read, self.foundation.ground)

    def _exams(self) -> None:
        for path in sorted(self.folder.glob("exams/*.yaml")):
            read = self._read(path, _exam)
            if read is None:
                continue
            if read.exam.id in self.tree.exams:
                what = f"the exam “{read.exam.id}” stands in {self.tree.exams[read.exam.id].source.file} too"
                self.problems.append(read.source.problem(Fault(("id",), what, "an id of its own")))
            self.tree.exams[read.exam.id] = read

    def _pair(self, sides: dict[str, Lesson]) -> None:
        ru, kk = sides.get("ru"), sides.get("kk")
        if ru is None:
            lesson = next(iter(sides.values()))
            self.problems.append(
                Problem(lesson.file, 1, "the Russian side could not be read or is missing", ".ru.md beside it")
            )
            return
        if kk is not None:
            self.problems += pair_problems(ru, kk)
        checks, found = merged_checks(ru, kk)
        self.problems += found
        self.tree.lessons[ru.head.id] = LessonPair(ru, kk, tuple(checks))


def _exam(text: str, name: str) -> ExamRead:
    source = read_yaml(text, name)
    return ExamRead(read_shape(ExamFile, source), source)


def _lesson_problems(lesson: Lesson, foundation: Foundation, bank: dict[str, BankItem]) -> Iterator[Problem]:
    """Norms, competencies and offices that a lesson names exist; its checks hold against the register."""
    source = Source(lesson.file, None, {})
    faults = [*foundation.competency_faults(lesson.head.competencies), *foundation.office_faults(lesson.head.audience)]
    yield from (source.problem(fault) for fault in faults)
    for link in lesson.links:
        if link.kind == "norm":
            yield from _at(lesson, link.line, foundation.norm_faults([link.id]))
        elif link.kind in ("case", "pattern") and link.id not in foundation.patterns:
            yield Problem(lesson.file, link.line, f"unknown case “{link.id}”", "an id of patterns.yaml, such as W1-01")
        elif link.kind == "item" and link.id not in bank:
            yield Problem(lesson.file, link.line, f"the item “{link.id}” is not in the bank", "an id of items/*.yaml")
    for item in lesson.checks:
        yield from _at(lesson, lesson.check_lines[item.id], foundation.item_faults(item))


def _at(lesson: Lesson, line: int, faults: Iterator[Fault]) -> Iterator[Problem]:
    for fault in faults:
        yield Problem(lesson.file, line, fault.what, fault.would_be_right)
