"""What of a content folder becomes an edition, each with its canonical content and hash.

Equal content has an equal hash, whatever the layout of the file; so loading twice changes nothing, and a file that was
exported and read again gives the same hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assessments.cases.read import ReadCase
from assessments.items import Item
from core.content.canonical import content_hash, json_safe
from courses.content.lesson_model import Lesson
from courses.content.module_tree import LessonPair, ModuleTree
from courses.content.programme import ExamFile, ModuleFile
from courses.content.programme_tree import ProgrammeTree


@dataclass(frozen=True)
class Edition:
    """`slug` never changes; `content` is JSON; `hash` is of the content and of everything it pins."""

    slug: str
    content: dict[str, Any] = field(repr=False)
    hash: str

    @classmethod
    def of(cls, slug: str, content: dict[str, Any]) -> Edition:
        return cls(slug, json_safe(content), content_hash(content))


def item_edition(item: Item, owner: str = "") -> Edition:
    """:param owner: the case or lesson that holds the item; empty for the bank"""
    return Edition.of(f"{owner}/{item.id}" if owner else item.id, item.dump())


def bank_editions(tree: ModuleTree) -> Iterator[Edition]:
    """Items of the bank, then the checks of the lessons in both languages."""
    yield from (item_edition(each.item) for each in tree.bank.values())
    for pair in tree.lessons.values():
        yield from (item_edition(item, pair.id) for item in pair.checks)


def case_edition(read: ReadCase) -> Edition:
    """The case as read, its items as their types understood them."""
    content = read.case.dump()
    for stage in content["stages"]:
        stage["items"] = [item.dump() for item in read.of_stage(stage["id"])]
    return Edition.of(read.case.id, content)


def lesson_edition(pair: LessonPair) -> Edition:
    """Front matter and segments per language, the checks by hash."""
    sides = {lesson.head.lang: _side(lesson) for lesson in (pair.ru, pair.kk) if lesson is not None}
    checks = {item.id: item_edition(item, pair.id).hash for item in pair.checks}
    return Edition.of(pair.id, {"sides": sides, "checks": checks, "minutes": pair.ru.planned_minutes})


def _side(lesson: Lesson) -> dict[str, Any]:
    return {
        "head": lesson.head.dump(),
        "segments": [segment.to_json() for segment in lesson.segments],
        "toc": [list(entry) for entry in lesson.toc],
        "pins": list(lesson.pins),
        "words": lesson.words,
    }


def exam_edition(tree: ModuleTree, exam: ExamFile) -> Edition:
    """The rules, and the pool by hash: a corrected item is a new edition of every exam that draws it."""
    pool = {name: item_edition(tree.bank[name].item).hash for name in exam.pool}
    return Edition.of(exam.id, {"exam": exam.dump(), "pool": pool})


def unit_editions(tree: ModuleTree, module: ModuleFile) -> dict[str, Edition]:
    """Unit id to edition, in the order of the module."""
    editions: dict[str, Edition] = {}
    for unit in module.units:
        if unit.kind == "lesson":
            editions[unit.id] = lesson_edition(tree.lessons[unit.id])
        elif unit.kind == "case":
            editions[unit.id] = case_edition(tree.cases[unit.id])
        else:
            editions[unit.id] = exam_edition(tree, tree.exams[unit.id].exam)
    return editions


def module_edition(tree: ModuleTree, module: ModuleFile) -> Edition:
    units = {name: edition.hash for name, edition in unit_editions(tree, module).items()}
    return Edition.of(module.id, {"module": module.dump(), "units": units})


def programme_edition(tree: ProgrammeTree) -> Edition:
    modules = {str(number): module_edition(each.tree, each.file).hash for number, each in tree.modules.items()}
    return Edition.of(tree.programme.id, {"programme": tree.programme.dump(), "modules": modules})
