"""Showing what was found: the words of a query marked in a text in whatever form they stand there, and the place around them."""

import re

from markupsafe import Markup, escape

from core.search import stems

_WORD = re.compile(r"[^\W_]+")
_MARK = Markup('<mark class="hl">{}</mark>')


def marked(text: str, query: str) -> Markup:
    """The text with each word of the query marked, whatever its form; everything else escaped."""
    wanted = stems(query).split()
    if not wanted:
        return escape(text)
    result, end = Markup(""), 0
    for word in _WORD.finditer(text):
        if _hit(word[0], wanted):
            result += escape(text[end : word.start()]) + _MARK.format(word[0])
            end = word.end()
    return result + escape(text[end:])


def excerpt(text: str, query: str, length: int = 240) -> str:
    """The part of a long text around the first word of the query, cut between words."""
    wanted = stems(query).split()
    place = next((word.start() for word in _WORD.finditer(text) if _hit(word[0], wanted)), 0)
    start = text.find(" ", place - length // 3) + 1 if place > length // 3 else 0
    if start + length >= len(text):
        return ("… " if start else "") + text[start:].strip()
    return ("… " if start else "") + text[start : text.rfind(" ", start, start + length)].strip() + " …"


def _hit(word: str, wanted: list[str]) -> bool:
    """Whether a word answers the query; its last word may be unfinished, as in the search itself."""
    stem = stems(word)
    return stem in wanted or (bool(wanted) and len(wanted[-1]) > 2 and stem.startswith(wanted[-1]))
