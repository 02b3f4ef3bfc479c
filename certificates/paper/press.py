"""Makes the PDF of a sheet. Imported by the worker alone: WeasyPrint does not belong into a web process.

Fonts are configured and the style sheet parsed once; our own drawings are read once. Nothing else can be opened.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from certificates.paper import fit, words
from certificates.paper.sheet import Sheet, in_language
from core.assets.paths import CERTIFICATE_FONTS, STATIC

PAPER = Path(__file__).parent
TEMPLATES = PAPER.parent / "templates"
PICTURES = ("cert-frame.svg", "cert-rosette.svg", "cert-rule.svg", "cert-seal.svg", "emblem.svg")
BASE = "paper:"
PAGES = 2
CODE_LINE = 5 * 4
"""Signs of the code in one printed line, hyphens included."""


class PaperOverflows(Exception):
    """The sheet does not stand on its two pages: the template needs a hand, the certificate waits."""


class NotOurs(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint is not typed
    """Something that is neither our font nor our drawing was asked for; the file is not made."""


class Press:
    """One press of a process. WeasyPrint's fonts are not safe between threads, so it prints one sheet at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.fonts = FontConfiguration()
        self.pictures = {name: (STATIC / "img" / name).read_bytes() for name in PICTURES}
        self.drawn: dict[str, Any] = OurPictures()
        self.style = CSS(
            string=(PAPER / "certificate.css").read_text(encoding="utf-8"), font_config=self.fonts,
            url_fetcher=self.fetcher(b""), base_url=BASE,
        )  # fmt: skip
        self.template = environment().get_template("certificates/document.html")

    def print(self, sheet: Sheet) -> bytes:
        """The PDF of the sheet.

        :raises PaperOverflows: it takes more or less than two pages
        """
        with self.lock:
            html = HTML(string=self.text_of(sheet), url_fetcher=self.fetcher(qr(sheet.verify_url)), base_url=BASE)
            document = html.render(stylesheets=[self.style], font_config=self.fonts, cache=self.drawn)
            if len(document.pages) != PAGES:
                raise PaperOverflows(f"{sheet.number}: {len(document.pages)} pages instead of {PAGES}")
            out = BytesIO()
            document.write_pdf(out)
        return out.getvalue()

    def text_of(self, sheet: Sheet) -> str:
        """The page that is printed, as HTML."""
        return self.template.render(
            sheet=sheet, name_size=fit.name_size(sheet.name), latin_tight=fit.latin_is_long(sheet.latin_name),
            code_lines=code_lines(sheet.code), levels=words.LEVELS, hours_ru=words.hours_ru(sheet.hours),
            first_of=words.first_of, in_language=in_language,
            counted=lambda lang: words.counted(sheet, lang), contents=lambda lang: words.contents(sheet, lang),
        )  # fmt: skip

    def fetcher(self, qr_code: bytes) -> Any:
        """Opens `paper:` addresses of our fonts and drawings and the sheet's own QR; whatever else stops the printing."""

        def fetch(url: str, *_: Any, **__: Any) -> URLFetcherResponse:
            name = url.removeprefix(BASE)
            if url == name:
                raise NotOurs(url)
            if name == "qr.svg":
                return URLFetcherResponse(url, qr_code, {"Content-Type": "image/svg+xml"})
            if name in self.pictures:
                return URLFetcherResponse(url, self.pictures[name], {"Content-Type": "image/svg+xml"})
            font = CERTIFICATE_FONTS / name.removeprefix("fonts/")
            if name.startswith("fonts/") and font.parent == CERTIFICATE_FONTS and font.suffix == ".ttf":
                return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})
            raise NotOurs(url)

        return fetch


class OurPictures(dict[str, Any]):
    """Keeps drawings between sheets, but never a sheet's own QR: memory stays flat."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if not (isinstance(key, str) and key.endswith("qr.svg")):
            super().__setitem__(key, value)


@cache
def the_press() -> Press:
    """The press of this process, made when the first sheet is printed."""
    return Press()


@cache
def environment() -> Environment:
    """Templates of the paper, escaped like every page; a value that is missing stops the printing."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def qr(text: str) -> bytes:
    """The QR code as a drawing with its quiet border of four modules."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#14212b", light="#ffffff", xmldecl=False
    )
    return out.getvalue()


def code_lines(code: str) -> list[str]:
    """The grouped code in lines that stand beside the QR."""
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return ["-".join(groups[:half]) + "-", "-".join(groups[half:])] if len(code) > CODE_LINE else [code]
