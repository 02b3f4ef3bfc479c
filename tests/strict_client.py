"""A test client that fails by itself on pages with a fault that a reader or a screen reader would meet."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.fields import TOKEN, fields_of

UNLABELLED_OK = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """The few facts of a page that every page must have right."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.labels_for: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.inline: list[str] = []
        self.sent: list[tuple[str, str]] = []
        """Where a form leads that is sent by POST (empty: to the page itself), with the name of a field or button that it sends there."""
        self._form: str | None = None
        self._in: list[str] = []
        self._label_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(f"<{tag} {attrs}>")
        if tag == "script" and "src" not in values:
            self.inline.append("<script>")
        if tag == "h1":
            self.headings.append("")
        if tag == "label":
            self._label_depth += 1
            if values.get("for"):
                self.labels_for.add(str(values["for"]))
        if tag == "form" and (values.get("method") or "").lower() == "post":
            self._form = values.get("action") or ""
        if tag in {"input", "select", "textarea", "button"} and values.get("name") and self._form is not None:
            self.sent.append((values.get("formaction") or self._form, str(values["name"])))
        if tag in {"input", "select", "textarea"}:
            self.fields.append((tag, values | {"in-label": "yes" if self._label_depth else None}))
        if tag in {"h1", "title"}:
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1
        if tag == "form":
            self._form = None
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if "h1" in self._in:
            self.headings[-1] += data
        if "title" in self._in:
            self.title += data


def faults_of(html: str) -> list[str]:
    """What is wrong with a page: headings, title, ids, labels, inline style or script."""
    page = Page()
    page.feed(html)
    faults = [f"inline: {each}" for each in page.inline]
    if len(page.headings) != 1:
        faults.append(f"{len(page.headings)} h1 instead of one")
    elif not squeezed(page.title).startswith(squeezed(page.headings[0])):
        faults.append(f"title {page.title!r} does not begin with the h1 {page.headings[0]!r}")
    faults += [f"id twice: {each}" for each, count in Counter(page.ids).items() if count > 1]
    for tag, values in page.fields:
        named = (
            values.get("in-label")
            or values.get("aria-label")
            or values.get("aria-labelledby")
            or values.get("id") in page.labels_for
        )
        if not named and values.get("type") not in UNLABELLED_OK:
            faults.append(f"field without label: <{tag} name={values.get('name')}>")
    return faults


def surplus_fields(app: Flask, html: str, path: str) -> list[str]:
    """The fields of the page's forms that the views behind them do not take: sending such a form would be refused."""
    page = Page()
    page.feed(html)
    found, routes = [], app.url_map.bind("localhost")
    for action, name in page.sent:
        if action.startswith("#"):
            continue  # a sample of the catalogue of components
        target = urlsplit(action or path).path
        endpoint, _ = routes.match(target, method="POST")
        if name != TOKEN and name not in fields_of(app.view_functions[endpoint]):
            found.append(f"{target}: {name}")
    return found


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


class StrictClient(FlaskClient):
    """Reads every HTML page and fails on its faults."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            html, path = response.get_data(as_text=True), response.request.path
            faults = faults_of(html) + surplus_fields(self.application, html, path)
            assert not faults, f"{path}: {faults}"
        return response
