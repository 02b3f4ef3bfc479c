"""How large a name may be so that it stands on the sheet: measured with the font's own widths, not guessed from its length."""

from functools import cache

from core.assets.paths import CERTIFICATE_FONTS

WIDTH_MM = 236
"""The line of the name: 239 mm less a little for kerning that adds."""
POINT_MM = 25.4 / 72
ONE_LINE = (30, 26, 22)
"""Sizes in points at which the name stands in one line."""
TWO_LINES = (19, 16, 13)
"""Sizes at which it may take two; the smallest holds about 240 letters."""


@cache
def widths(font: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """Code point → glyph, glyph → advance, and the units of one em; read once in a process."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only the worker draws

    with TTFont(CERTIFICATE_FONTS / f"{font}.ttf", lazy=True) as face:
        return face.getBestCmap(), dict(face["hmtx"].metrics), face["head"].unitsPerEm


def width_mm(text: str, font: str, size: float) -> float:
    """How long the text is when it is set in one line."""
    glyphs, metrics, em = widths(font)
    units = sum(metrics[glyphs.get(ord(sign), ".notdef")][0] for sign in text)
    return units / em * size * POINT_MM


def name_size(name: str) -> int:
    """The size of the name in points: one line while it fits, then two lines."""
    font = "noto-serif-display-500"
    for size in ONE_LINE:
        if width_mm(name, font, size) <= WIDTH_MM:
            return size
    for size in TWO_LINES:
        if width_mm(name, font, size) <= 2 * WIDTH_MM * 0.85:  # A break at a space leaves some of the first line empty.
            return size
    return TWO_LINES[-1]


def latin_is_long(name: str) -> bool:
    """Whether the small line under the name needs its small size."""
    return width_mm(name, "noto-serif-400", 11.5) > WIDTH_MM
