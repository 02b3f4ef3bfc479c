"""Texts of templates in the reader's language: each one is looked up once per language and kept.

Flask-Babel's own look-up asks for the application, the request, the locale and the domain each time, which for the fifty words
of a page's frame cost more than the rest of the page. Both read the same merged catalogues.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from markupsafe import Markup

from core.i18n.catalogue import ROOT


@cache
def _catalogue(lang: str) -> NullTranslations:
    return Translations.load(ROOT / "translations", [lang])


@cache
def _text(lang: str, text: str) -> Markup:
    """The text for a page: a dash never begins a line."""
    found = _catalogue(lang).ugettext(text).replace(" — ", "\u00a0— ")
    return Markup(found)  # noqa: S704  # sanitised: our own catalogue


@lru_cache(maxsize=4096)
def _plural(lang: str, one: str, many: str, number: int) -> Markup:
    return Markup(_catalogue(lang).ungettext(one, many, number))  # noqa: S704  # sanitised: our own catalogue


def install_speech(app: Flask, language: Callable[[], str]) -> None:
    """Give templates `_`, `gettext` and `ngettext`, in the language of the request.

    Values are escaped where they enter the text. A literal per cent sign is written `%%`, as in Jinja's own functions.
    """

    def say(text: str, **values: Any) -> Markup:
        found = _text(language(), text)
        return found % values if "%" in found else found

    def count(one: str, many: str, number: int, **values: Any) -> Markup:
        return _plural(language(), one, many, number) % {"num": number, **values}

    app.jinja_env.globals.update({"_": say, "gettext": say, "ngettext": count})
