"""A lesson in one language as the reader page needs it: links resolved, checks ready to show, nothing left to compute."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from math import ceil
from typing import Any

from assessments.items import Item, present, public_content
from courses.content.lesson import Lesson, Segment
from courses.content.links import resolved
from courses.models import UnitText
from law.register import Register

AddressOf = Callable[[str, str], str | None]
_NORM_HERE = re.compile(r'<div class="norm-here" data-norm="([^"]+)"></div>')
_TAG = re.compile(r"<[^>]+>")


class TextWriter:
    """Turns the segments of lessons into stored ones.

    :param address_of: gets ("lesson" | "case", id) and returns the address in this installation, or None
    :param editions: slug of every item → id of its edition
    """

    def __init__(self, address_of: AddressOf, editions: Mapping[str, int], register: Register) -> None:
        self.address_of, self.editions, self.register = address_of, editions, register

    def text(self, lesson: Lesson, items: Mapping[str, tuple[str, Item]]) -> UnitText:
        """The row of one language, without its unit edition.

        :param items: id of a check in this lesson → slug and content of its item
        """
        return UnitText(
            lang=lesson.head.lang,
            part=lesson.head.part or "full",
            words=lesson.words,
            reading_minutes=max(1, ceil(lesson.planned_minutes)),
            segments=[self._segment(segment, lesson, items) for segment in lesson.segments],
            toc=[list(entry) for entry in lesson.toc],
            norms=list(lesson.pins),
        )

    def html(self, html: str) -> str:
        """Stored HTML with addresses for links and for places of norms."""
        return _NORM_HERE.sub(self._norm_link, resolved(html, self.address_of))

    def _norm_link(self, found: re.Match[str]) -> str:
        slug = unescape(found.group(1))
        title = escape(self.register.norms[slug].title)
        return f'<p><a class="norm" href="#norm-{escape(slug)}" data-norm="{escape(slug)}">{title}</a></p>'

    def _segment(self, segment: Segment, lesson: Lesson, items: Mapping[str, tuple[str, Item]]) -> dict[str, Any]:
        if segment.kind == "check":
            return self._check(segment.id, lesson, items)
        shown = segment.to_json()
        if "html" in shown:
            shown["html"] = self.html(shown["html"])
        return shown

    def _check(self, check: str, lesson: Lesson, items: Mapping[str, tuple[str, Item]]) -> dict[str, Any]:
        slug, item = items[check]
        view = present(public_content(item), lesson.head.lang, lesson.head.id)
        return {"kind": "check", "id": check, "edition": self.editions[slug], "view": view}


def words_of(lesson: Lesson) -> str:
    """The running text of a lesson without markup, for the search."""
    return " ".join(unescape(_TAG.sub(" ", segment.html)) for segment in lesson.segments if segment.html)
