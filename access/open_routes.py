"""Routes of `core`, which knows no permissions: they are public, and declared so here."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from access.permissions import Permission
from core import styleguide, views


def _public(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    view.permission = Permission.PUBLIC  # type: ignore[attr-defined]  # read by `check_routes`
    return view


def register_open_routes(app: Flask) -> None:
    """Language, theme, health, the catalogue of components: everybody may, nothing of the field is touched."""
    app.add_url_rule("/language", "core.language", _public(views.language), methods=["POST"])
    app.add_url_rule("/theme", "core.theme", _public(views.theme), methods=["POST"])
    app.add_url_rule("/healthz", "core.healthz", _public(views.healthz))
    app.add_url_rule("/readyz", "core.readyz", _public(views.readyz))
    app.add_url_rule("/styleguide", "styleguide.first", _public(styleguide.first))
    app.add_url_rule("/styleguide/2", "styleguide.second", _public(styleguide.second))
