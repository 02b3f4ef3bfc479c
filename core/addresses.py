"""What may stand in an address at all: a word that a database can hold, a number that a key can have. Anything else is no page."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

LARGEST_KEY = 2**31 - 1
LAST_PAGE = 10_000
LONGEST_QUERY = 200
"""Characters of a query that are looked at."""


class Word(UnicodeConverter):
    """A part of a path; one with a control character belongs to no page."""

    def to_python(self, value: str) -> str:
        """:raises ValidationError: with NUL or the like, which PostgreSQL cannot even compare"""
        if any(character < " " or character == "\x7f" for character in value):
            raise ValidationError
        return value


class Key(IntegerConverter):
    """A number in a path, not larger than the keys of our tables."""

    def __init__(self, *args: Any, **limits: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_KEY, **limits})

    def to_python(self, value: str) -> Any:
        """:raises ValidationError: more digits than any key has, which Python may refuse to read"""
        if len(value) > len(str(LARGEST_KEY)):
            raise ValidationError
        return super().to_python(value)


def init_addresses(app: Flask) -> None:
    """Must come before the routes: an address that cannot be anything is unknown, whatever its view would do with it.

    `<anything:…>` is for a view that has its own page for what cannot be.
    """
    app.url_map.converters.update(default=Word, string=Word, int=Key, anything=UnicodeConverter)


def page_above(path: str) -> str:
    """The page to which an address belongs that takes forms only: the address itself if it is a page, else the nearest above it.

    Empty where nothing but the front page is above.
    """
    routes = current_app.url_map.bind("")
    while path.strip("/"):
        try:
            endpoint, gaps = routes.match(path, method="GET")
        except HTTPException:  # no such address, not a page, or spelled in another way
            path = path.rpartition("/")[0]
        else:
            return url_for(endpoint, **gaps)
    return ""


def words_of(asked: Mapping[str, str], longest: int = LONGEST_QUERY) -> str:
    """The words that are looked for, without what no text holds."""
    return " ".join(asked.get("q", "").replace("\x00", " ").split())[:longest]


def page_of(asked: Mapping[str, str]) -> int:
    """The number of the page, 1 when it is no number."""
    page = asked.get("page", "")
    return min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 8 else 1
