"""An address that a template writes out, to spare a page the cost of building it for each row, leads to a route."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.architecture.sources import ROOT

TAG = re.compile(r"<(a|form)\b((?:\{\{.*?\}\}|\{%.*?%\}|[^<>{])*)>", re.DOTALL)
ADDRESS = re.compile(r"\b(?:href|action)=\"(/(?!/)[^\"#?]*)")
VALUE = re.compile(r"\{\{(.*?)\}\}")


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Method and path of every address that is written out; a value in it may be any of its quoted words."""
    for tag, attributes in TAG.findall(text):
        method = "POST" if tag == "form" and 'method="post"' in attributes else "GET"
        for written in ADDRESS.findall(attributes):
            fixed, values = VALUE.sub("{}", written), VALUE.findall(written)
            for chosen in product(*(words(value) for value in values)):
                yield method, fixed.format(*chosen)


def words(value: str) -> list[str]:
    """What a value may be: the two words of a choice, else anything."""
    choice = re.fullmatch(r"\s*'(\w+)' if .+ else '(\w+)'\s*", value)
    return [*choice.groups()] if choice else ["1"]


def leads_somewhere(app: Flask, method: str, path: str) -> bool:
    try:
        app.url_map.bind("tirek.test").match(path, method=method)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def test_every_address_in_a_template_leads_to_a_route(app: Flask):
    lost, seen = [], 0
    for path in sorted(ROOT.glob("**/templates/**/*.html")):
        if "node_modules" in path.parts or ".venv" in path.parts:
            continue
        for method, address in addresses(path.read_text("utf-8")):
            seen += 1
            if not leads_somewhere(app, method, address):
                lost.append(f"{path.relative_to(ROOT)}: {method} {address}")
    assert lost == []
    assert seen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a class="x" href="/law/{{ row.slug }}">', [("GET", "/law/1")]),
        ('<form action="/attempts" method="post"{% if a > b %} hidden{% endif %}>', [("POST", "/attempts")]),
        ('<form action="/law?q=1">', [("GET", "/law")]),
        ("""<a href="/a/{{ 'one' if x else 'two' }}">""", [("GET", "/a/one"), ("GET", "/a/two")]),
        ('<a href="{{ url_for("law.register") }}">', []),
        ('<a href="//elsewhere/x">', []),
    ],
)
def test_addresses_are_found(text: str, found: list[tuple[str, str]]):
    assert list(addresses(text)) == found


def test_an_address_without_a_route_is_noticed(app: Flask):
    assert not leads_somewhere(app, "GET", "/laws/1")
    assert not leads_somewhere(app, "POST", "/law")
