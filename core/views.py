"""Pages that belong to no part of the field: choice of language and theme, health."""

import re
from urllib.parse import urlsplit

from flask import Response, current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from core.db import Database
from core.fields import takes
from core.languages import COOKIE, LANGUAGES, YEAR

_FOR_A_HEADER = re.compile(r"[^\x00-\x20\x7f\\]*")
"""No control character, which a header cannot hold and a browser leaves out, and no backslash, which it takes for a slash."""
THEMES = ("auto", "light", "dark")


def safe_next(target: str | None, default: str = "/") -> str:
    """A relative address on this host, or the default; never another host (design, security 4.4)."""
    if not target or not target.startswith("/") or target.startswith("//") or not _FOR_A_HEADER.fullmatch(target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def remember(response: Response, name: str, value: str) -> Response:
    """Keep a harmless choice for a year in a cookie."""
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return response


@takes("lang", "next")
def language() -> ResponseReturnValue:
    """Show the same page in another language from now on."""
    code = request.form.get("lang", "")
    response = current_app.make_response(redirect(safe_next(request.form.get("next")), code=303))
    return remember(response, COOKIE, code) if code in LANGUAGES else response


@takes("theme", "next")
def theme() -> ResponseReturnValue:
    """Show pages light, dark or as the system has it."""
    name = request.form.get("theme", "")
    response = current_app.make_response(redirect(safe_next(request.form.get("next")), code=303))
    return remember(response, "theme", name) if name in THEMES else response


def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify({"status": "ok"})


def readyz() -> ResponseReturnValue:
    """The database answers too."""
    database: Database = current_app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        session.execute(text("SELECT 1"))
    return jsonify({"status": "ok", "database": "ok"})
