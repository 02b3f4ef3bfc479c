"""What every page stands in: the values that the layout needs, and the functions that templates call by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from core import clock
from core.addresses import page_above
from core.assets.icons import icon
from core.assets.lookup import asset_url
from core.assets.paths import STATIC
from core.frame import framed
from core.i18n import formats
from core.i18n.speech import install_speech

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
"""Holds `light` or `dark`; without it the page looks as the system does."""

LANGUAGES = (("kk", "Қазақша", "Қаз"), ("ru", "Русский", "Рус"), ("en", "English", "Eng"))


OVERSEERS = {"org_admin", "federation_admin", "registrar"}
"""Values of roles whose menu leads to organisations."""


EXAMINERS = {"trainer", "jurist", "system_admin"}
"""Values of roles whose menu leads to how exams work."""


@dataclass(frozen=True)
class Here:
    """The page as its frame sees it: where it is, who looks, in which language and colours."""

    lang: str
    theme: str
    """`light`, `dark`, or empty for "as in the system"."""
    path: str
    back: str
    """Path with query, to which a change of language or theme returns; on the answer to a form, the page of that form."""
    actor: Any
    """The signed-in person, or None."""
    demo: bool
    token: str = ""
    """What stands for the form's token in a kept part of the frame; empty: the token of this request."""
    initials: str = ""
    place: str = ""
    """The address of the menu that leads to this page."""

    @property
    def csrf(self) -> str:
        """The token of forms."""
        return self.token or str(generate_csrf())

    @property
    def kind(self) -> str:
        """Whose menu is shown: `guest`, `learner` or `staff`."""
        if self.actor is None:
            return "guest"
        return "staff" if self.actor.is_staff else "learner"

    @property
    def oversees(self) -> bool:
        """Whether the menu leads to organisations."""
        return self.actor is not None and not OVERSEERS.isdisjoint(self.actor.roles)

    @property
    def marks(self) -> bool:
        """Whether the menu leads to the desk of markers."""
        return self.actor is not None and "marker" in self.actor.roles

    @property
    def rescores(self) -> bool:
        """Whether the menu leads to changed keys and rubrics."""
        return self.actor is not None and "federation_admin" in self.actor.roles

    @property
    def examines(self) -> bool:
        """Whether the menu leads to how exams and their items work."""
        return self.actor is not None and not EXAMINERS.isdisjoint(self.actor.roles)

    @property
    def runs(self) -> bool:
        """Whether the menu leads to what the system administrator looks after."""
        return self.actor is not None and "system_admin" in self.actor.roles

    @property
    def next_theme(self) -> str:
        """What the one theme button leads to: system → dark → light → system."""
        return {"": "dark", "dark": "light", "light": "auto"}[self.theme]


def here() -> Here:
    """Return the frame's values for this request; works on an error page that no view made, too."""
    ctx = g.get("ctx")
    theme = request.cookies.get(THEME_COOKIE, "")
    return Here(
        lang=current_language(),
        theme=theme if theme in THEMES else "",
        path=request.path,
        back=request.full_path.rstrip("?") if request.method == "GET" else page_above(request.path) or "/",
        actor=ctx.actor if ctx else _reader(),
        demo=bool(current_app.config.get("DEMO", False)),
    )


def _reader() -> Any:
    """The person before whom no view stood, asked once a request: on an error page and in the catalogue of components."""
    if "reader" not in g:
        ask: Callable[[], Any] = current_app.extensions.get("reader", lambda: None)
        g.reader = ask()
    return g.reader


def current_language() -> str:
    """Return the language of this request: `ru`, `kk` or `en`."""
    language: Callable[[], str] = current_app.extensions["tirek_language"]
    return language()


def has_page(endpoint: str) -> bool:
    """Say whether this installation has the page: a menu names only what can be opened."""
    return endpoint in current_app.view_functions


def page_url(endpoint: str, **values: Any) -> str:
    """Return the page's address, or `#` where this installation does not have the page."""
    return url_for(endpoint, **values) if has_page(endpoint) else "#"


def initials(name: str) -> str:
    """Return the one or two letters of the avatar: «Сатпаева Айгерим» is «СА»."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@cache
def emblem(size: int = 34) -> Markup:
    """Return the emblem as an inline drawing without a name of its own: the word stands beside it."""
    drawing = (STATIC / "img" / "emblem.svg").read_text().strip()
    sized = f'<svg class="brand__mark" width="{size}" height="{size}" aria-hidden="true" '
    plain = drawing.replace("<svg ", sized, 1).replace(' role="img" aria-label="Тірек"', "", 1)
    return Markup(plain)  # noqa: S704  # sanitised: our own drawing


@cache
def favicon() -> Markup:
    """Return the emblem as a data address: the tab's picture costs no request."""
    drawing = (STATIC / "img" / "emblem.svg").read_text().strip().replace('"', "'")
    plain = drawing.replace(" role='img' aria-label='Тірек'", "")
    for sign, code in (("%", "%25"), ("#", "%23"), ("<", "%3C"), (">", "%3E")):
        plain = plain.replace(sign, code)
    return Markup("data:image/svg+xml," + plain)  # noqa: S704  # sanitised: our own drawing


def offset_minutes(zone: str) -> int:
    """Return how far the zone is ahead of UTC now: scripts show the server's times without their own zone tables."""
    ahead = clock.now().astimezone(clock.zone(zone)).utcoffset()
    return int(ahead.total_seconds() // 60) if ahead else 0


def register_layout(app: Flask, language: Callable[[], str], zone: str) -> None:
    """Give templates their functions and filters.

    :param language: returns the language of the current request
    :param zone: the zone in which times are shown, such as `Asia/Almaty`
    """
    app.extensions["tirek_language"] = language
    app.jinja_env.globals.update(
        here=here, has_page=has_page, page_url=page_url, asset_url=asset_url, icon=icon, emblem=emblem,
        favicon=favicon, LANGUAGES=LANGUAGES, framed=framed, zone_offset=lambda: offset_minutes(zone),
    )  # fmt: skip
    app.jinja_env.filters.update(_filters(language, zone), initials=initials)
    install_speech(app, language)


def _filters(language: Callable[[], str], zone: str) -> dict[str, Callable[..., str]]:
    """Return the formats with the request's language, and where they need it the zone, filled in."""
    in_zone = (
        formats.day, formats.day_and_month, formats.short_day, formats.month_short, formats.weekday, formats.clock,
        formats.moment,
    )  # fmt: skip
    plain = (formats.number, formats.percent, formats.duration, formats.size)
    named: dict[str, Callable[..., str]] = {"countdown": formats.countdown}
    named |= {each.__name__: _dated(each, language, zone) for each in in_zone}
    return named | {each.__name__: _spoken(each, language) for each in plain}


def _dated(shape: Callable[..., str], language: Callable[[], str], zone: str) -> Callable[..., str]:
    return lambda value, lang=None: shape(value, lang or language(), zone)


def _spoken(shape: Callable[..., str], language: Callable[[], str]) -> Callable[..., str]:
    return lambda value, *rest, lang=None: shape(value, lang or language(), *rest)
