"""Which fields a form may send: each view names them, and anything else is refused before the view is called.

What a view does not name does not exist for it (design, security 2.7). The token of a form is allowed everywhere.
"""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request

from core.errors import BadRequest, TooLarge
from core.forms import BaseForm

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
MOST_NAMED, LONGEST_NAME = 5, 60
"""How many refused names are told, and how many letters of each."""
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Fields:
    """The names that a view takes: as they stand, or by the form that such names have."""

    names: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.names or any(pattern.fullmatch(str(name)) for pattern in self.patterns)


def takes(*fields: str | re.Pattern[str] | type[BaseForm]) -> Callable[[View], View]:
    """Declare the fields of a view: a name, what such names look like, or a form with all its fields."""
    names = {field for field in fields if isinstance(field, str)}
    for form in fields:
        if isinstance(form, type):
            names |= form.names()
    patterns = tuple(field for field in fields if isinstance(field, re.Pattern))

    def declare(view: View) -> View:
        view.takes = Fields(frozenset(names), patterns)  # type: ignore[attr-defined]  # read by `fields_of`
        return view

    return declare


def fields_of(view: Callable[..., Any]) -> Fields:
    """What the view takes; a view that says nothing takes nothing."""
    return getattr(view, "takes", Fields())


def init_fields(app: Flask) -> None:
    """Look at every form that is sent, whatever its address."""
    app.before_request(_only_declared)


def _only_declared() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and request.method not in {"GET", "HEAD", "OPTIONS"}:
        _refuse_too_much()
        refuse_unknown([*request.form, *request.files], fields_of(view))


def _refuse_too_much() -> None:
    """Hold every form to the limits that the parser keeps for those with files only (design, security 5.2).

    :raises TooLarge: more bytes, or more fields, than any of our forms has
    """
    size, parts = current_app.config["MAX_FORM_MEMORY_SIZE"], current_app.config["MAX_FORM_PARTS"]
    if request.mimetype == "application/x-www-form-urlencoded" and (request.content_length or 0) > size:
        raise TooLarge(limit=size)
    if sum(map(len, request.form.listvalues())) > parts:
        raise TooLarge(limit=parts)


def refuse_unknown(sent: Iterable[str], known: Container[str]) -> None:
    """Refuse a form with a field that nobody asked for.

    :raises BadRequest: `fields` names the first of them
    """
    unknown = sorted(name for name in set(sent) if name != TOKEN and name not in known)
    if unknown:
        raise BadRequest(fields=[name[:LONGEST_NAME] for name in unknown[:MOST_NAMED]])
