"""Content read once for many tests, and copies of it that are broken on purpose."""

from functools import cache
from pathlib import Path
from typing import Any

from assessments.cases.read import ReadCase, read_case
from assessments.items import Item
from core.content.problems import ContentRefused, Problem
from core.content.yaml_file import read_yaml
from courses.content.foundation import Foundation
from courses.content.items_file import read_items
from courses.content.tree import Curricula, read_curricula

CURRICULA = Path(__file__).parent.parent / "curricula"
WEEK = CURRICULA / "hr-and-law" / "week-1"
EXAMPLE_CASE = Path(__file__).parent / "assessments" / "data" / "case-absence-act.yaml"


@cache
def curricula() -> Curricula:
    return read_curricula(CURRICULA)


def foundation() -> Foundation:
    found = curricula().foundation
    assert found is not None
    return found


@cache
def bank() -> dict[str, Item]:
    """Items of the bank by id, from their files."""
    items: dict[str, Item] = {}
    for path in sorted(WEEK.glob("items/*.yaml")):
        read, problems = read_items(read_yaml(path.read_text("utf-8"), path.name))
        assert read is not None, problems
        items |= {each.item.id: each.item for each in read.items}
    return items


@cache
def example_case() -> ReadCase:
    return read_case(read_yaml(EXAMPLE_CASE.read_text("utf-8"), EXAMPLE_CASE.name))


def case_items() -> dict[str, Item]:
    return {each.item.id: each.item for each in example_case().items}


def broken(path: Path, old: str, new: str) -> tuple[str, int]:
    """The text with the first `old` replaced, and the line where `old` began."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


def refusals(act: Any, *arguments: Any) -> list[Problem]:
    """The problems with which something is refused; fails when it is not."""
    try:
        act(*arguments)
    except ContentRefused as refused:
        return refused.problems
    raise AssertionError("it was not refused")
