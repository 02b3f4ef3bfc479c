"""A lesson in Russian and Kazakh is one lesson: what must agree, and the checks of both as one item."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from assessments.items import Item, read_item
from core.content.problems import Problem
from courses.content.blocks import MARKDOWN
from courses.content.lesson_model import BlockFacts, Lesson

_HEAD = ("programme", "week", "audience", "competencies", "law_as_of", "status")


class PairDiffers(Exception):
    """The two sides of a check differ in more than language; the message names the place."""


def pair_problems(ru: Lesson, kk: Lesson) -> Iterator[Problem]:
    """Everything in which the Kazakh file disagrees with the Russian one."""
    for name in _HEAD:
        if getattr(ru.head, name) != getattr(kk.head, name):
            right = f"{name}: {getattr(ru.head, name)}"
            yield Problem(kk.file, 1, f"“{name}” differs from {_name(ru)}", right)
    for lesson, other in ((ru, kk), (kk, ru)):
        if lesson.head.pair is not None and lesson.head.pair != _name(other):
            yield Problem(lesson.file, 1, "`pair` names another file", f"pair: {_name(other)}")
    if kk.head.part == "summary":
        yield from _summary_problems(ru, kk)
    else:
        yield from _block_problems(ru, kk)


def _name(lesson: Lesson) -> str:
    return lesson.file.rsplit("/", 1)[-1]


def _summary_problems(ru: Lesson, kk: Lesson) -> Iterator[Problem]:
    """The blocks of a summary say the same as those of the full lesson: same pins, same numbers."""
    full = {block.name: block for block in ru.blocks}
    for block in kk.blocks:
        if block.name in full and block.name != MARKDOWN:
            yield from _facts(ru, kk, full[block.name], block)


def _block_problems(ru: Lesson, kk: Lesson) -> Iterator[Problem]:
    for mine, other in zip_longest(kk.blocks, ru.blocks):
        if mine is None or other is None or (mine.name, mine.arguments) != (other.name, other.arguments):
            line = mine.line if mine is not None else 1
            wanted = _said(other) if other is not None else "the end of the lesson"
            found = _said(mine) if mine is not None else "the end of the lesson"
            yield Problem(kk.file, line, f"{found} stands where {_name(ru)} has {wanted}", wanted)
            return
        yield from _facts(ru, kk, other, mine)


def _said(block: BlockFacts) -> str:
    arguments = " ".join(value for _, value in block.arguments)
    return f"the block “{block.name}{' ' + arguments if arguments else ''}”"


def _facts(ru: Lesson, kk: Lesson, other: BlockFacts, mine: BlockFacts) -> Iterator[Problem]:
    if mine.pins != other.pins:
        missing = ", ".join(sorted(set(other.pins) ^ set(mine.pins))) or "a different count"
        yield Problem(
            kk.file, mine.line, f"pins differ from {_name(ru)}, line {other.line}: {missing}", "the same pins"
        )
    if set(mine.numbers) != set(other.numbers):
        missing = ", ".join(sorted(set(other.numbers) ^ set(mine.numbers)))
        yield Problem(
            kk.file,
            mine.line,
            f"numbers or verdicts differ from {_name(ru)}, line {other.line}: {missing}",
            "the same numbers",
        )


def merged_checks(ru: Lesson, kk: Lesson | None) -> tuple[list[Item], list[Problem]]:
    """The checks of both files as items in both languages; a summary has none, so its items stay Russian."""
    if kk is None or kk.head.part == "summary":
        return list(ru.checks), []
    other = {item.id: item for item in kk.checks}
    items, problems = [], []
    for item in ru.checks:
        if item.id not in other:
            continue  # the blocks differ, which is told there
        try:
            items.append(read_item(merged(item.dump(), other[item.id].dump())))
        except PairDiffers as differs:
            line = kk.check_lines[item.id]
            problems.append(
                Problem(kk.file, line, f"the check differs from {_name(ru)} at {differs}", "the same but for language")
            )
    return items, problems


def merged(ru: Any, kk: Any, path: str = "") -> Any:
    """Two dumps of one item in one: texts side by side, everything else equal.

    :raises PairDiffers: something else differs
    """
    if isinstance(ru, dict) and isinstance(kk, dict):
        if set(ru) == {"ru"} and set(kk) == {"kk"}:
            return {**ru, **kk}
        if set(ru) == set(kk):
            return {key: merged(ru[key], kk[key], f"{path}.{key}".lstrip(".")) for key in ru}
    elif isinstance(ru, list) and isinstance(kk, list) and len(ru) == len(kk):
        return [merged(one, two, f"{path}.{n}") for n, (one, two) in enumerate(zip(ru, kk, strict=True))]
    elif ru == kk:
        return ru
    raise PairDiffers(path or "the top")
