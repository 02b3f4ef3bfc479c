"""Texts of content in the reader's language, with the language they really are in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Words:
    """A text and its language."""

    text: str
    lang: str = "ru"

    def __str__(self) -> str:
        return self.text


def words(ru: str, kk: str, lang: str) -> Words:
    """Kazakh for a Kazakh reader where there is any, Russian otherwise."""
    return Words(kk, "kk") if lang == "kk" and kk else Words(ru, "ru")


def said(text: Mapping[str, str] | str | None, lang: str) -> Words:
    """The same for a text as it stands in content: {ru, kk}, or a plain Russian one."""
    if not text:
        return Words("")
    if isinstance(text, str):
        return Words(text)
    return words(text.get("ru") or text.get("kk", ""), text.get("kk", ""), lang)


STOP = re.compile(r"\s*[(;:]|(?<=[\w»][\w»])\.(?=\s|$)")
"""A bracket, a semicolon, a colon, or the end of a sentence; the dot of an initial ends none."""


def first_part(text: Words) -> Words:
    """The shortest beginning of a text that says something by itself, as a sentence."""
    found = STOP.search(text.text)
    return Words(f"{text.text[: found.start()]}.", text.lang) if found else text


def plain_text(document: Any) -> str:
    """A number or a text of content as text."""
    return "" if document is None else str(document)
