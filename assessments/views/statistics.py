"""Item statistics: which exams there are, how their items work, one item; figures are asked for here and computed by the worker."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.statistics.access import Looked, Reach, Subject, load_run, load_subject, reach_of
from assessments.statistics.export import as_csv
from assessments.statistics.models import StatisticsRun
from assessments.statistics.queries import (
    FEWEST,
    SORTS,
    arranged,
    exams,
    is_failed,
    is_waiting,
    item_page,
    item_rows,
    overview,
    report_of,
)
from assessments.statistics.services import ask_for_figures, ask_for_report
from assessments.statistics.words import delta_words, flag_words, method_words, why_not_words
from assessments.views import bp
from core.errors import NotFound
from core.fields import takes
from core.files import FileStore


def _reach(ctx: Ctx) -> Reach:
    """Whose candidates are looked at; the guard has let through only those who have a reach."""
    reach = reach_of(ctx.me)
    assert reach is not None  # noqa: S101 - the policy asks for it
    return reach


@bp.get("/exams")
@needs(Permission.STATISTICS_READ)
def statistics_index(ctx: Ctx) -> ResponseReturnValue:
    """All exams and tests with what was found about them last."""
    rows = exams(ctx.session, ctx.me, _reach(ctx), ctx.lang)
    return render_template("assessments/statistics/index.html", rows=rows, reach=_reach(ctx), fewest=FEWEST)


@bp.get("/exams/<slug>/statistics")
@needs(Permission.STATISTICS_READ, on=load_subject)
def statistics(ctx: Ctx, subject: Subject) -> ResponseReturnValue:
    """The newest figures of an exam edition, or why there are none yet."""
    return _page(ctx, subject, None)


@bp.post("/exams/<slug>/statistics")
@takes("edition")
@needs(Permission.STATISTICS_MAKE, on=load_subject)
def ask_statistics(ctx: Ctx, subject: Subject) -> ResponseReturnValue:
    """Ask the worker for new figures; while one run waits, no second one is made."""
    ask_for_figures(
        ctx.session, subject.edition.id, federation_id=_reach(ctx).federation_id, by_id=ctx.me.person_id, now=ctx.now
    )
    return redirect(url_for(".statistics", slug=subject.exam.slug, edition=subject.edition.number), code=303)


@bp.get("/statistics/<ref>")
@needs(Permission.STATISTICS_READ, on=load_run)
def statistics_run(ctx: Ctx, looked: Looked) -> ResponseReturnValue:
    """One run, as it was found."""
    return _page(ctx, looked.subject, looked.run)


def _page(ctx: Ctx, subject: Subject, run: StatisticsRun | None) -> str:
    page = overview(ctx.session, ctx.me, _reach(ctx), subject, ctx.lang, run)
    sort = request.args.get("sort", "position")
    sort, flagged = sort if sort in SORTS else "position", request.args.get("flagged") == "y"
    base = url_for(".statistics", slug=subject.exam.slug)
    return render_template(
        "assessments/statistics/overview.html", subject=subject, o=page, rows=arranged(page.rows, sort, flagged_only=flagged),
        sort=sort, flagged=flagged, base=base, reach=_reach(ctx), fewest=FEWEST, flags=flag_words(), methods=method_words(),
        why_not=why_not_words(FEWEST), failed=is_failed(page.waiting), waiting=is_waiting(page.waiting), old=run is not None and not page.newest,
    )  # fmt: skip


@bp.get("/statistics/<ref>/<int:n>")
@needs(Permission.STATISTICS_READ, on=load_run)
def statistics_item(ctx: Ctx, looked: Looked, n: int) -> ResponseReturnValue:
    """One item: its text with the key, how it worked, who chose what."""
    page = item_page(ctx.session, looked, n, ctx.lang)
    if page is None:
        raise NotFound
    return render_template(
        "assessments/statistics/item.html", looked=looked, i=page, f=page.figures, flags=flag_words(), deltas=delta_words(),
        fewest=FEWEST,
    )  # fmt: skip


@bp.get("/statistics/<ref>.csv")
@needs(Permission.STATISTICS_READ, on=load_run)
def statistics_csv(ctx: Ctx, looked: Looked) -> ResponseReturnValue:
    """The list as a table for spreadsheets."""
    text = as_csv(item_rows(ctx.session, looked.run.id, ctx.lang))
    return _download(text.encode("utf-8"), "text/csv; charset=utf-8", f"{looked.subject.exam.slug}.csv")


@bp.post("/statistics/<ref>/report")
@needs(Permission.STATISTICS_MAKE, on=load_run)
def ask_statistics_report(ctx: Ctx, looked: Looked) -> ResponseReturnValue:
    """Ask the worker for the printed report in the reader's language."""
    ask_for_report(ctx.session, looked.run, language=ctx.lang, now=ctx.now)
    return redirect(url_for(".statistics_report", ref=looked.run.ref), code=303)


@bp.get("/statistics/<ref>/report")
@needs(Permission.STATISTICS_READ, on=load_run)
def statistics_report(ctx: Ctx, looked: Looked) -> ResponseReturnValue:
    """The printed report, or a page that says that it is being made."""
    file = report_of(ctx.session, looked.run.id, ctx.lang)
    if file is None:
        return render_template("assessments/statistics/report_waits.html", looked=looked)
    files: FileStore = current_app.extensions["files"]
    return _download(files.read(file), file.media_type, f"{looked.subject.exam.slug}.pdf")


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
