"""Links between lessons and cases: that they lead somewhere, and how a page turns them into addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from core.content.problems import Problem
from courses.content.module_tree import ModuleTree
from courses.content.programme import ProgrammeFile

_COMING = re.compile(r"w([0-9]+)-")
_ANCHOR = re.compile(r'<a href="(lesson|case):([A-Za-z0-9._-]+)"[^>]*>(.*?)</a>', re.DOTALL)


def link_problems(programme: ProgrammeFile, trees: Sequence[ModuleTree]) -> Iterator[Problem]:
    """A lesson link names a lesson of a ready week, or one of a week that is being prepared."""
    known = {name for tree in trees for name in tree.lessons}
    coming = {week.number for week in programme.weeks if week.status == "being-prepared"}
    for tree in trees:
        for pair in tree.lessons.values():
            for lesson in filter(None, (pair.ru, pair.kk)):
                for link in lesson.links:
                    if link.kind == "lesson" and link.id not in known and _week(link.id) not in coming:
                        yield Problem(lesson.file, link.line, f"there is no lesson “{link.id}”", "the id of a lesson")


def _week(lesson: str) -> int:
    found = _COMING.match(lesson)
    return int(found.group(1)) if found else 0


def resolved(html: str, address_of: Callable[[str, str], str | None]) -> str:
    """Stored HTML with its `lesson:` and `case:` links as addresses; a link that leads nowhere yet becomes plain text.

    :param address_of: gets ("lesson" | "case", id); a case id is that of a pattern, such as W1-02
    """

    def one(found: re.Match[str]) -> str:
        address = address_of(found.group(1), found.group(2))
        return f'<a href="{address}">{found.group(3)}</a>' if address else f"<span>{found.group(3)}</span>"

    return _ANCHOR.sub(one, html)
