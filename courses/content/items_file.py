"""`items/*.yaml`: a head and a list of items in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from assessments.items import ITEM_TYPES, Item, item_faults
from core.content.problems import ContentRefused, Fault, Problem
from core.content.shapes import Day, Line, Shape, Slug, Whole, read_shape
from core.content.source import Source


class ItemsHead(Shape):
    id: Slug
    lesson: Slug | None = None
    programme: Slug
    week: Whole = Field(ge=1, le=60)
    languages: list[Literal["ru", "kk"]] = Field(min_length=1)
    law_as_of: Day
    tk_edition: Day | None = None
    status: Literal["draft", "reviewed", "published"]
    note: Line | None = None


@dataclass(frozen=True)
class BankItem:
    """An item with the place it stands at."""

    item: Item
    source: Source

    @property
    def file(self) -> str:
        return self.source.file

    def problem(self, path: tuple[str | int, ...], what: str, right: str = "") -> Problem:
        return self.source.problem(Fault(path, what, right))


@dataclass(frozen=True)
class ItemsFile:
    head: ItemsHead
    items: tuple[BankItem, ...]


def read_items(source: Source) -> tuple[ItemsFile | None, list[Problem]]:
    """The file and every fault in it; None when the head cannot be read."""
    if not isinstance(source.data, dict) or set(source.data) != {"meta", "items"}:
        return None, [Problem(source.file, 1, "not a file of items", "meta: … and items: [ … ]")]
    problems: list[Problem] = []
    items: list[BankItem] = []
    for n in range(len(source.data["items"] or [])):
        part = source.part("items", n)
        try:
            items.append(BankItem(read_bank_item(part), part))
        except ContentRefused as refused:
            problems += refused.problems
    try:
        head = read_shape(ItemsHead, source.part("meta"))
    except ContentRefused as refused:
        return None, problems + refused.problems
    problems += [source.problem(fault) for fault in _repeated(items)]
    return ItemsFile(head, tuple(items)), problems


def read_bank_item(source: Source) -> Item:
    """:raises ContentRefused: shape or content of the item is wrong"""
    data = source.data
    kind = ITEM_TYPES.get(str(data.get("type"))) if isinstance(data, dict) else None
    if kind is None:
        fault = Fault(("type",), "unknown type of item", f"type: one of {', '.join(ITEM_TYPES)}")
        raise ContentRefused([source.problem(fault)])
    item: Item = read_shape(kind.model, source)
    faults = [source.problem(fault) for fault in item_faults(item, "bank")]
    if faults:
        raise ContentRefused(faults)
    return item


def _repeated(items: list[BankItem]) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, each in enumerate(items):
        if each.item.id in seen:
            yield Fault(("items", n, "id"), f"the item “{each.item.id}” stands twice", "an id of its own")
        seen.add(each.item.id)
