"""Which signs of a name the certificate's fonts cannot draw: asked before anything is numbered."""

import unicodedata
from functools import cache

from core.assets.paths import CERTIFICATE_FONTS

NAME_FONTS = ("noto-serif-display-500", "noto-serif-400", "noto-sans-600")
"""The name stands in all three: large, small in another script, and on the second page."""


@cache
def drawable() -> frozenset[int]:
    """Code points that each of the name's fonts has a glyph for; read once in a process."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a page that issues nothing needs no fonts

    sets = []
    for name in NAME_FONTS:
        with TTFont(CERTIFICATE_FONTS / f"{name}.ttf", lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)


def missing_glyphs(text: str) -> list[str]:
    """The signs that would become an empty box, each once, in the order of the text; controls count as missing."""
    found = dict.fromkeys(sign for sign in unicodedata.normalize("NFC", text) if not _can_draw(sign))
    return list(found)


def _can_draw(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "C" and ord(sign) in drawable()


def spoken(sign: str) -> str:
    """The sign with its code point and name, so that a registrar can find it in the document: «X» (U+4E00 …)."""
    shown = "" if unicodedata.category(sign)[0] == "C" else f"«{sign}» "
    name = unicodedata.name(sign, "")
    return f"{shown}U+{ord(sign):04X}{' ' + name if name else ''}"
