"""Fonts for the screen, cut to the letters of ru, kk and en; fonts for the certificate, whole."""

import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from core.assets.paths import CERTIFICATE_FONTS, PACKAGES

FOUNDRY = PACKAGES / "@expo-google-fonts"


@dataclass(frozen=True)
class Face:
    """One weight of one open font (SIL OFL 1.1), as its npm package names it."""

    name: str
    """The file's name without extension, as the style sheet or the certificate uses it."""
    package: str
    weight: str

    @property
    def source(self) -> Path:
        """The whole TrueType file in the installed package."""
        return next((FOUNDRY / self.package / self.weight).glob("*.ttf"))


SCREEN = (
    Face("golos-400", "golos-text", "400Regular"),
    Face("golos-500", "golos-text", "500Medium"),
    Face("golos-600", "golos-text", "600SemiBold"),
    Face("literata-400", "literata", "400Regular"),
    Face("literata-600", "literata", "600SemiBold"),
)
"""One file per weight with all three alphabets: fewer requests than a file per alphabet, and fewer bytes."""

CERTIFICATE = (
    Face("noto-sans-400", "noto-sans", "400Regular"),
    Face("noto-sans-500", "noto-sans", "500Medium"),
    Face("noto-sans-600", "noto-sans", "600SemiBold"),
    Face("noto-serif-400", "noto-serif", "400Regular"),
    Face("noto-serif-600", "noto-serif", "600SemiBold"),
    Face("noto-serif-display-500", "noto-serif-display", "500Medium"),
    Face("noto-serif-display-600", "noto-serif-display", "600SemiBold"),
)

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
SIGNS = "–—‐‒‘’‚“”„†•…‹›€₸№™←→↑↓−≈≤≥\u2009\u202f\u2003\u0301"
LETTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x400, 0x460), 0x490, 0x491)))
TEXT = LETTERS + KAZAKH + SIGNS
"""Latin-1, Russian and Kazakh Cyrillic, and the signs of our typography. Anything else falls back."""

FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum", "calt")


def screen_font(face: Face) -> bytes:
    """Return the face as woff2 with only the letters of `TEXT`."""
    from fontTools import subset  # noqa: PLC0415 - only the build needs it, the server must not load it

    options = subset.Options(flavor="woff2", hinting=False, layout_features=list(FEATURES))
    options.drop_tables += ["DSIG", "STAT"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=TEXT)
    out = BytesIO()
    with subset.load_font(str(face.source), options) as font:
        cutter.subset(font)
        subset.save_font(font, out, options)
    return out.getvalue()


def copy_certificate_fonts() -> None:
    """Lay the certificate's whole TrueType files side by side under names that never change."""
    CERTIFICATE_FONTS.mkdir(parents=True, exist_ok=True)
    for face in CERTIFICATE:
        shutil.copyfile(face.source, CERTIFICATE_FONTS / f"{face.name}.ttf")
