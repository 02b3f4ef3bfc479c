"""One programme with its modules, lessons, items, cases and exams."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.content.problems import ContentRefused, Problem
from core.content.shapes import read_shape
from core.content.source import read_yaml
from courses.content.foundation import Foundation
from courses.content.module_tree import ModuleTree, read_module
from courses.content.programme import ProgrammeFile


@dataclass(frozen=True)
class ProgrammeTree:
    programme: ProgrammeFile
    modules: dict[int, ModuleTree]
    """Week number to module, of the ready weeks."""

    def summary(self) -> str:
        lessons = sum(len(module.lessons) for module in self.modules.values())
        items = sum(len(module.bank) for module in self.modules.values())
        return f"{self.programme.id}: {lessons} lessons, {items} items in the bank"


def read_programme(root: Path, folder: Path, foundation: Foundation) -> tuple[ProgrammeTree | None, list[Problem]]:
    name = f"{folder.name}/programme.yaml"
    try:
        source = read_yaml((root / name).read_text("utf-8"), name)
        programme = read_shape(ProgrammeFile, source)
    except ContentRefused as refused:
        return None, list(refused.problems)
    return ProgrammeTree(programme, {}), []


__all__ = ["ModuleTree", "ProgrammeTree", "read_module", "read_programme"]
