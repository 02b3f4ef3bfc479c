"""A case file brought in: its shape, then each item by its type with what it takes from the dossier filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessments.cases.format import CaseFile
from assessments.items import ITEM_TYPES, Item
from core.content.problems import ContentRefused, Fault, Problem
from core.content.shapes import read_shape
from core.content.source import Path, Source


@dataclass(frozen=True)
class StageItem:
    """An item of a case with the place it stands at."""

    item: Item
    stage: str
    path: Path


@dataclass(frozen=True)
class ReadCase:
    case: CaseFile
    source: Source
    items: tuple[StageItem, ...]

    @property
    def file(self) -> str:
        return self.source.file

    def item(self, name: str) -> Item | None:
        """The item with this id."""
        return next((each.item for each in self.items if each.item.id == name), None)

    def of_stage(self, stage: str) -> list[Item]:
        return [each.item for each in self.items if each.stage == stage]


def read_case(source: Source) -> ReadCase:
    """The case and its items.

    :raises ContentRefused: wrong shape, or an unknown type
    """
    if not isinstance(source.data, dict):
        raise ContentRefused([Problem(source.file, 1, "not a case", "format: 1, id: …")])
    case = read_shape(CaseFile, source, context={"lang": "ru"})
    items, problems = _items(case, source)
    if problems:
        raise ContentRefused(problems)
    return ReadCase(case, source, tuple(items))


def stored_case(content: dict[str, Any]) -> ReadCase:
    """A case from the JSON of its stored edition."""
    return read_case(Source("", content, {}))


def _items(case: CaseFile, source: Source) -> tuple[list[StageItem], list[Problem]]:
    items: list[StageItem] = []
    problems: list[Problem] = []
    for s, stage in enumerate(case.stages):
        for n, raw in enumerate(stage.items):
            path = ("stages", s, "items", n)
            try:
                items.append(StageItem(_item(case, raw, source, path), stage.id, path))
            except ContentRefused as refused:
                problems += refused.problems
    return items, problems


def _item(case: CaseFile, raw: dict[str, Any], source: Source, path: Path) -> Item:
    kind = ITEM_TYPES.get(str(raw.get("type")))
    if kind is None:
        fault = Fault((*path, "type"), "unknown type of item", f"one of: {', '.join(ITEM_TYPES)}")
        raise ContentRefused([source.problem(fault)])
    part = source.part(*path)
    filled = Source(part.file, _filled(case, raw), part.lines)
    item: Item = read_shape(kind.model, filled, context={"lang": "ru"})
    return item


def _filled(case: CaseFile, raw: dict[str, Any]) -> dict[str, Any]:
    """Statements for the ids on the left of a matching item, addresses for the documents of a mark_defect item, titles for
    the cards of an evidence board.
    """
    data = dict(raw)
    if isinstance(data.get("left"), list):
        statements = {each.id: each.text.dump() for each in case.facts.statements}
        data["left"] = [
            {"id": each, "text": statements[each]} if isinstance(each, str) and each in statements else each
            for each in data["left"]
        ]
    if isinstance(data.get("docs"), list):
        data["places"] = [place for place in case.paragraphs() if place.split(".")[0] in data["docs"]]
    if isinstance(data.get("cards"), list):
        titles = {each.id: each.title.dump() for each in case.dossier}
        data["cards"] = [
            {**each, "text": titles[each["ref"]]} if isinstance(each, dict) and each.get("ref") in titles else each
            for each in data["cards"]
        ]
    return data
