"""One programme with its modules, lessons, items, cases and exams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from core.content.problems import ContentRefused, Fault, Problem
from core.content.shapes import read_shape
from core.content.source import Source
from core.content.text_file import read_text
from core.content.yaml_file import read_yaml
from courses.content.foundation import Foundation
from courses.content.links import link_problems
from courses.content.module_check import apart, exam_faults, module_faults, required_minutes
from courses.content.module_tree import ModuleTree, read_module
from courses.content.programme import ModuleFile, ProgrammeFile, Week


@dataclass(frozen=True)
class Module:
    file: ModuleFile
    tree: ModuleTree

    @property
    def required_minutes(self) -> Decimal:
        return required_minutes(self.tree, self.file)


@dataclass(frozen=True)
class ProgrammeTree:
    programme: ProgrammeFile
    modules: dict[int, Module]
    """Week number to module, of the ready weeks."""

    def summary(self) -> str:
        trees = [module.tree for module in self.modules.values()]
        counts = (
            f"{sum(len(tree.lessons) for tree in trees)} lessons, {sum(len(tree.bank) for tree in trees)} items, "
            f"{sum(len(tree.cases) for tree in trees)} cases, {sum(len(tree.exams) for tree in trees)} exams"
        )
        minutes = ", ".join(f"week {n}: {module.required_minutes} min" for n, module in self.modules.items())
        return f"{self.programme.id}: {counts}; {minutes}"


def read_programme(root: Path, folder: Path, foundation: Foundation) -> tuple[ProgrammeTree | None, list[Problem]]:
    """The programme and everything wrong in it; folders of weeks are read even if no week names them."""
    problems: list[Problem] = []
    modules = {path.name: _module(root, path, foundation, problems) for path in sorted(folder.glob("week-*"))}
    name = f"{folder.name}/programme.yaml"
    try:
        source = read_yaml(read_text(root / name, name), name)
        programme = read_shape(ProgrammeFile, source)
    except ContentRefused as refused:
        return None, problems + refused.problems
    ready = {week.number: modules[week.module or ""] for week in programme.weeks if week.module in modules}
    found = {number: module for number, module in ready.items() if module is not None}
    tree = ProgrammeTree(programme, found)
    problems += [source.problem(fault) for fault in _faults(programme, tree, set(modules), foundation)]
    for number, module in found.items():
        problems += _module_problems(module, programme, number, foundation)
    problems += link_problems(programme, [module.tree for module in found.values()])
    return tree, problems


def _module(root: Path, path: Path, foundation: Foundation, problems: list[Problem]) -> Module | None:
    tree, found = read_module(root, path, foundation)
    problems += found
    name = path.relative_to(root).as_posix() + "/module.yaml"
    try:
        source = read_yaml(read_text(root / name, name), name)
        tree.source = source
        return Module(read_shape(ModuleFile, source), tree)
    except ContentRefused as refused:
        problems += refused.problems
    return None


def _faults(
    programme: ProgrammeFile, tree: ProgrammeTree, folders: set[str], foundation: Foundation
) -> Iterator[Fault]:
    yield from foundation.competency_faults(programme.competencies, "competencies")
    yield from foundation.office_faults(programme.audience, "audience")
    for n, week in enumerate(programme.weeks):
        yield from foundation.competency_faults(week.competencies, "weeks", n, "competencies")
        yield from _week(week, n, folders)
    if sum(week.hours for week in programme.weeks) != programme.hours.total:
        said = sum(week.hours for week in programme.weeks)
        yield Fault(("hours", "total"), f"the weeks add up to {said} hours", f"total: {said}")
    if not any(programme.open_lesson in module.tree.lessons for module in tree.modules.values()):
        yield Fault(("open_lesson",), f"there is no lesson “{programme.open_lesson}”", "the id of a lesson")
    yield from _qualifications(programme, tree, foundation)


def _week(week: Week, n: int, folders: set[str]) -> Iterator[Fault]:
    if week.number != n + 1:
        yield Fault(("weeks", n, "number"), "the weeks are not numbered in order", f"number: {n + 1}")
    if (week.status == "ready") != (week.module is not None):
        yield Fault(("weeks", n), "a ready week names its module, another does not", f"module: week-{week.number}")
    elif week.module is not None and week.module not in folders:
        yield Fault(("weeks", n, "module"), f"there is no folder “{week.module}”", "week-1")


def _qualifications(programme: ProgrammeFile, tree: ProgrammeTree, foundation: Foundation) -> Iterator[Fault]:
    hours = {week.number: week.hours for week in programme.weeks if week.status == "ready"}
    exams = {name for module in tree.modules.values() for name in module.tree.ids("exam")}
    for n, each in enumerate(programme.qualifications):
        path = ("qualifications", n)
        yield from foundation.competency_faults([entry.id for entry in each.competencies], *path, "competencies")
        if set(each.requires.weeks) - set(hours):
            yield Fault((*path, "requires", "weeks"), "a week that is not ready", f"some of {sorted(hours)}")
        elif sum(hours[week] for week in each.requires.weeks) != each.certificate.hours:
            said = sum(hours[week] for week in each.requires.weeks)
            yield Fault((*path, "certificate", "hours"), f"the weeks have {said} hours", f"hours: {said}")
        if each.requires.exam not in exams:
            yield Fault((*path, "requires", "exam"), f"there is no exam “{each.requires.exam}”", "the id of an exam")


def _module_problems(module: Module, programme: ProgrammeFile, week: int, foundation: Foundation) -> Iterator[Problem]:
    tree, source = module.tree, module.tree.source or Source(module.tree.folder, None, {})
    if (module.file.programme, module.file.week) != (programme.id, week):
        fault = Fault(("week",), "the module belongs elsewhere", f"programme: {programme.id}, week: {week}")
        yield source.problem(fault)
    faults = module_faults(tree, module.file, foundation, programme.hours.academic_minutes)
    yield from (source.problem(fault) for fault in faults)
    for read in tree.exams.values():
        yield from (read.source.problem(fault) for fault in exam_faults(tree, read, foundation))
    yield from (read.source.problem(fault) for read, fault in apart(tree))


__all__ = ["Module", "ProgrammeTree", "read_programme"]
