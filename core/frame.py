"""The parts of the frame around every page: rendered once for each look and kept, with the few personal words put in anew.

The top bar and the foot are the same for all readers of one language, role and theme, but for the name, the form's token and the
address to come back to. Rendering them each time cost more than the rest of a page.
"""

import secrets
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flask import current_app, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

MENU = (
    "courses.learn", "courses.index", "courses.first_lesson", "law.register", "unions.index", "marking.desk", "marking.rescoring", "assessments.statistics_index",
    "people.mail", "qualifications.record",
    "certificates.verify", "people.account",
)  # fmt: skip
_SALT = secrets.token_hex(8)
CSRF, BACK, NAME, INITIALS = (f"{word}-{_SALT}" for word in ("csrf", "back", "name", "initials"))
"""What stands for the personal words in a kept part; nobody outside this process can write them."""


def framed(part: str, page: Any, **look: Any) -> Markup:
    """A part of `components/frame.html` for this page: `topbar`, `tabbar`, `ribbon`, `footer` or `mini_footer`."""
    kept: dict[Any, str] = current_app.extensions.setdefault("frame", {})
    place = place_of(page.path)
    key = (
        part,
        page.lang,
        page.theme,
        page.kind,
        page.oversees,
        page.marks,
        page.rescores,
        page.examines,
        page.runs,
        page.demo,
        place,
        *look.items(),
    )
    text = kept.get(key)
    if text is None:
        text = kept[key] = _rendered(part, page, place, look)
    return Markup(_personal(text, page))  # noqa: S704  # sanitised: our own template, personal words escaped


def place_of(path: str) -> str:
    """The address in the menu under which a page lies, or nothing."""
    menu: dict[str, str] | None = current_app.extensions.get("menu")
    if menu is None:
        known = [endpoint for endpoint in MENU if endpoint in current_app.view_functions]
        menu = current_app.extensions["menu"] = {url_for(endpoint): endpoint for endpoint in known}
    below = [url for url in menu if path == url or path.startswith(url + "/")]
    return max(below, key=len, default="")


def _rendered(part: str, page: Any, place: str, look: dict[str, Any]) -> str:
    """The part with placeholders where the personal words go."""
    anybody = page.actor and SimpleNamespace(name=NAME, roles=page.actor.roles, is_staff=page.actor.is_staff)
    stand_in = replace(page, actor=anybody, token=CSRF, back=BACK, initials=INITIALS, place=place)
    macros: Any = current_app.jinja_env.get_template("components/frame.html").module
    return str(getattr(macros, part)(*([] if part == "ribbon" else [stand_in]), **look))


def _personal(text: str, page: Any) -> str:
    if CSRF in text:
        text = text.replace(CSRF, generate_csrf()).replace(BACK, str(escape(page.back)))
    if page.actor and NAME in text:
        name = page.actor.name
        letters = "".join(word[0] for word in name.split()[:2]).upper()
        text = text.replace(NAME, str(escape(name))).replace(INITIALS, str(escape(letters)))
    return text
