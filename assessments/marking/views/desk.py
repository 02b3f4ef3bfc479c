"""The marker's first page, the languages and the remarks of one's own, agreement of pairs."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import known_ref
from assessments.marking.models import StockComment
from assessments.marking.queries.agreement import ENOUGH, agreement
from assessments.marking.queries.desk import desk
from assessments.marking.queries.script import stock_of
from assessments.marking.services import keep_comment, set_languages, stop_comment
from assessments.marking.views import bp
from core.clock import local_day
from core.errors import NotFound
from core.fields import takes
from core.forms import clean

LONGEST = 600


@bp.get("/marking", endpoint="desk")
@needs(Permission.SCRIPT_READ)
def show(ctx: Ctx) -> ResponseReturnValue:
    """What waits for this marker, and what anybody who may can take."""
    page = desk(ctx.session, ctx.me, now=ctx.now, lang=ctx.lang)
    return render_template("marking/desk.html", d=page)


@bp.post("/marking/languages")
@takes("language")
@needs(Permission.SCRIPT_MARK)
def languages(ctx: Ctx) -> ResponseReturnValue:
    """Choose the languages of the scripts one reads."""
    chosen = request.form.getlist("language")
    set_languages(ctx.session, ctx.me.person_id, chosen, now=ctx.now)
    if chosen:
        flash(gettext("Языки записаны"), "success")
    else:
        flash(gettext("Нужен хотя бы один язык. Ничего не изменено"), "warning")
    return redirect(url_for("marking.desk"), code=303)


@bp.get("/marking/agreement", endpoint="agreement")
@needs(Permission.SCRIPT_READ)
def figures(ctx: Ctx) -> ResponseReturnValue:
    """How far pairs of markers agree."""
    pairs = agreement(ctx.session, ctx.me, local_day(ctx.now))
    return render_template("marking/agreement.html", pairs=pairs, enough=ENOUGH)


@bp.get("/marking/comments", endpoint="comments")
@needs(Permission.SCRIPT_READ)
def bank(ctx: Ctx) -> ResponseReturnValue:
    """The remarks that one keeps."""
    return render_template("marking/comments.html", rows=stock_of(ctx.session, ctx.me.person_id), longest=LONGEST)


@bp.post("/marking/comments")
@takes("text")
@needs(Permission.SCRIPT_MARK)
def keep(ctx: Ctx) -> ResponseReturnValue:
    """Keep one more remark."""
    text = clean(request.form.get("text"))
    if not text or len(text) > LONGEST:
        rows = stock_of(ctx.session, ctx.me.person_id)
        error = gettext("Напишите замечание, не длиннее %(n)s знаков", n=LONGEST)
        page = render_template("marking/comments.html", rows=rows, longest=LONGEST, error=error, typed=text)
        return page, 422
    keep_comment(ctx.session, ctx.me.person_id, text, now=ctx.now)
    flash(gettext("Замечание в запасе"), "success")
    return redirect(url_for("marking.comments"), code=303)


def load_comment(ctx: Ctx, ref: str) -> StockComment:
    """A remark of one's own.

    :raises NotFound: unknown, or of another marker
    """
    mine = (StockComment.ref == known_ref(ref), StockComment.marker_id == ctx.me.person_id)
    found = ctx.session.scalar(select(StockComment).where(*mine))
    if found is None:
        raise NotFound
    return found


@bp.post("/marking/comments/<ref>/end")
@needs(Permission.SCRIPT_MARK, on=load_comment)
def stop(ctx: Ctx, comment: StockComment) -> ResponseReturnValue:
    """Take a remark out of the store."""
    stop_comment(ctx.session, comment, now=ctx.now)
    return redirect(url_for("marking.comments"), code=303)
