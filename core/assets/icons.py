"""Icons of one drawing style, put into the page itself, so that they cost no request."""

import re
from functools import cache

from markupsafe import Markup

from core.assets.paths import STATIC

SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


@cache
def _drawings() -> dict[str, tuple[str, str]]:
    """Return icon name → (viewBox, shapes) from the sprite `static/img/icons.svg`."""
    sprite = (STATIC / "img" / "icons.svg").read_text()
    return {name: (box, shapes) for name, box, shapes in SYMBOL.findall(sprite)}


@cache
def icon(name: str, size: str = "", label: str = "") -> Markup:
    """Return an inline icon, hidden from screen readers unless it has a label of its own.

    :param size: empty, `sm` or `lg`
    :param label: what the icon says when no word stands beside it
    :raises KeyError: the sprite has no such icon
    """
    box, shapes = _drawings()[name]
    kind = f"icon icon--{size}" if size else "icon"
    voice = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    drawing = Markup(shapes)  # noqa: S704  # sanitised: our own sprite, no one else's text
    return Markup('<svg class="{}" viewBox="{}" {}>{}</svg>').format(kind, box, voice, drawing)


def icon_names() -> list[str]:
    """Return the names of all icons, in the sprite's order."""
    return list(_drawings())
