"""The three languages of the interface: chosen on any page, remembered in a cookie for a year."""

from flask import Flask, g, request
from flask_babel import Babel

LANGUAGES = ("ru", "kk", "en")
COOKIE = "lang"
YEAR = 365 * 24 * 3600


def init_languages(app: Flask, default: str) -> None:
    """Set the language of each request before anything else asks for it."""
    babel = Babel()
    babel.init_app(
        app,
        default_locale=default,
        default_translation_directories="translations",
        locale_selector=lambda: g.get("lang", default),
    )

    @app.before_request
    def choose() -> None:
        g.lang = chosen(request.cookies.get(COOKIE), default)


def chosen(cookie: str | None, default: str) -> str:
    """The language of this request: the cookie, else what the browser prefers, else the installation's default."""
    if cookie in LANGUAGES:
        return cookie
    if not request.headers.get("Accept-Language"):
        return default
    return request.accept_languages.best_match(list(LANGUAGES), default) or default


def content_language(lang: str) -> str:
    """The language in which content is looked for first: English readers get the Russian text."""
    return "kk" if lang == "kk" else "ru"
