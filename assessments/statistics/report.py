"""The printed report of a run. Imported by the worker alone: WeasyPrint does not belong into a web process."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import g, render_template
from flask_babel import force_locale
from sqlalchemy.orm import Session
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from assessments.models import ExamEdition
from assessments.queries.texts import words
from assessments.statistics.models import StatisticsRun, StatisticsSummary
from assessments.statistics.queries import FEWEST, Overview, choices_of_run, item_rows
from assessments.statistics.words import flag_words, method_words, why_not_words
from core.assets.paths import CERTIFICATE_FONTS
from core.languages import content_language

BASE = "paper:"
STYLE = Path(__file__).parent / "paper" / "report.css"


class NotOurs(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint is not typed
    """Something that is not our font was asked for; the report is not made."""


class Press:
    """The press of this process. WeasyPrint's fonts are not safe between threads, so it prints one report at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.fonts = FontConfiguration()
        text = STYLE.read_text(encoding="utf-8")
        self.style = CSS(string=text, font_config=self.fonts, url_fetcher=our_font, base_url=BASE)

    def print(self, page: str) -> bytes:
        """The PDF of a page, tagged so that it can be read aloud."""
        with self.lock:
            html = HTML(string=page, url_fetcher=our_font, base_url=BASE)
            made: bytes = html.write_pdf(stylesheets=[self.style], font_config=self.fonts, pdf_variant="pdf/ua-1")
        return made


@cache
def the_press() -> Press:
    """Made when the first report is printed."""
    return Press()


def our_font(url: str, *_: Any, **__: Any) -> URLFetcherResponse:
    """Opens `paper:fonts/…` and nothing else."""
    name = url.removeprefix(f"{BASE}fonts/")
    font = CERTIFICATE_FONTS / name
    if url == name or font.parent != CERTIFICATE_FONTS or font.suffix != ".ttf":
        raise NotOurs(url)
    return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})


def printed(session: Session, run: StatisticsRun, language: str) -> bytes:
    """The PDF of a finished run in a language."""
    return the_press().print(page_of(session, run, language))


def page_of(session: Session, run: StatisticsRun, language: str) -> str:
    """The report as HTML."""
    edition = session.get_one(ExamEdition, run.exam_edition_id)
    summary = session.get_one(StatisticsSummary, run.id)
    title = words(edition.title_ru, edition.title_kk, language)
    whole = Overview(title, (), run, True, summary, None, summary.candidates, item_rows(session, run.id, language))
    g.lang = language
    with force_locale(language):
        return render_template(
            "assessments/statistics/report.html", o=whole, edition=edition, lang=language, fewest=FEWEST,
            content_lang=content_language(language), choices=choices_of_run(session, run.id), flags=flag_words(),
            methods=method_words(), why_not=why_not_words(FEWEST), everybody=run.federation_id is None,
        )  # fmt: skip
