"""A module against its files: every unit resolves, hours add up, exams can be drawn and stay apart from practice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assessments.blueprint import PoolItem, shortages
from assessments.items import type_of
from core.content.problems import Fault
from courses.content.foundation import Foundation
from courses.content.lesson_model import CHECK_MINUTES
from courses.content.module_tree import ExamRead, ModuleTree
from courses.content.programme import ExamFile, ModuleFile, UnitEntry

LEAST, MOST = Decimal("0.9"), Decimal("1.15")
"""How far the required minutes of a module may lie from its hours."""


def unit_minutes(tree: ModuleTree, unit: UnitEntry) -> Decimal:
    """Planned minutes: a lesson by its words, a case as declared, an exam by its limit, a check by its items."""
    match unit.kind:
        case "lesson":
            return tree.lessons[unit.id].ru.planned_minutes
        case "case":
            return Decimal(tree.cases[unit.id].case.planned_minutes)
        case "exam":
            return Decimal(tree.exams[unit.id].exam.minutes)
        case "check":
            return CHECK_MINUTES * tree.exams[unit.id].exam.count


def required_minutes(tree: ModuleTree, module: ModuleFile) -> Decimal:
    return sum((unit_minutes(tree, unit) for unit in module.units if unit.required), Decimal(0))


def module_faults(
    tree: ModuleTree, module: ModuleFile, foundation: Foundation, academic_minutes: int
) -> Iterator[Fault]:
    yield from foundation.competency_faults(module.competencies, "competencies")
    unresolved = list(_units(tree, module))
    yield from unresolved
    yield from _left_out(tree, module)
    if not unresolved:
        yield from _hours(tree, module, academic_minutes)


def _units(tree: ModuleTree, module: ModuleFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, unit in enumerate(module.units):
        if unit.id in seen:
            yield Fault(("units", n), f"the unit “{unit.id}” stands twice", "once")
        seen.add(unit.id)
        if unit.id not in tree.ids(unit.kind):
            what = f"there is no {unit.kind} “{unit.id}” that can be read"
            yield Fault(("units", n), what, f"one of: {', '.join(tree.ids(unit.kind)) or 'none yet'}")


def _left_out(tree: ModuleTree, module: ModuleFile) -> Iterator[Fault]:
    """Every lesson, case and exam of the folder is a unit; nothing lies about unseen."""
    used = {unit.id for unit in module.units}
    for kind in ("lesson", "case", "check", "exam"):
        for name in tree.ids(kind):
            if name not in used:
                yield Fault(("units",), f"the {kind} “{name}” is in no unit", f"{{kind: {kind}, id: {name}}}")


def _hours(tree: ModuleTree, module: ModuleFile, academic_minutes: int) -> Iterator[Fault]:
    minutes, hours = required_minutes(tree, module), Decimal(module.hours * academic_minutes)
    if not LEAST * hours <= minutes <= MOST * hours:
        right = f"{LEAST * hours:.0f} to {MOST * hours:.0f} minutes"
        yield Fault(("hours",), f"the required units take {minutes} minutes, {module.hours} hours are {hours}", right)


def exam_faults(tree: ModuleTree, read: ExamRead, foundation: Foundation) -> Iterator[Fault]:
    exam = read.exam
    yield from foundation.competency_faults(exam.competencies, "competencies")
    yield from foundation.competency_faults(exam.pass_line.floors, "pass_line", "floors")
    for n, name in enumerate(exam.pool):
        if name in exam.pool[:n]:
            yield Fault(("pool", n), f"the item “{name}” stands twice", "once")
        if name not in tree.bank:
            yield Fault(("pool", n), f"there is no item “{name}” that can be read", "an id of items/*.yaml")
        elif not type_of(tree.bank[name].item).machine_marked:
            yield Fault(("pool", n), f"“{name}” is marked by people", "an item that the program marks")
        elif not type_of(tree.bank[name].item).max_points(tree.bank[name].item):
            yield Fault(("pool", n), f"“{name}” gives no points", "an item with points")
    yield from _blueprint(tree, exam)
    yield from _attempts(exam)


def _blueprint(tree: ModuleTree, exam: ExamFile) -> Iterator[Fault]:
    pool = pool_of(tree, exam)
    for n, row in enumerate(exam.blueprint):
        if row.competency is not None and row.competency not in exam.competencies:
            yield Fault(
                ("blueprint", n), f"“{row.competency}” is not among the competencies of the exam", "one of them"
            )
        if not 1 <= row.difficulty[0] <= row.difficulty[1] <= 5:
            yield Fault(("blueprint", n), "the difficulties are not a range", "[1, 5]")
    for n, left in shortages(exam.blueprint, pool):
        row = exam.blueprint[n]
        yield Fault(("blueprint", n), f"{row.count} items wanted, {left} are sure to be left", "more items in the pool")


def pool_of(tree: ModuleTree, exam: ExamFile) -> list[PoolItem]:
    items = [tree.bank[name].item for name in exam.pool if name in tree.bank]
    return [PoolItem(item.id, tuple(item.competencies), item.difficulty or 3) for item in items]


def _attempts(exam: ExamFile) -> Iterator[Fault]:
    if exam.kind == "exam" and (exam.attempts == 0 or exam.feedback == "at-once"):
        yield Fault(
            ("attempts",),
            "an exam has a number of attempts and explains after it",
            "attempts: 2, feedback: after-submit",
        )
    for name in exam.pass_line.floors:
        if name not in {row.competency for row in exam.blueprint}:
            yield Fault(
                ("pass_line", "floors", name), f"no row of the blueprint draws “{name}”", "a competency that is drawn"
            )


def apart(tree: ModuleTree) -> Iterator[tuple[ExamRead, Fault]]:
    """No item of a certifying exam is in a practice pool, or a check of a lesson."""
    shown = {name: read.exam.id for read in tree.exams.values() if read.exam.kind == "check" for name in read.exam.pool}
    shown |= {name: pair.id for pair in tree.lessons.values() for name in pair.ru.check_ids}
    for read in tree.exams.values():
        if read.exam.kind == "exam":
            for n, name in enumerate(read.exam.pool):
                if name in shown:
                    yield (
                        read,
                        Fault(("pool", n), f"“{name}” is practised in {shown[name]}", "an item learners have not seen"),
                    )
