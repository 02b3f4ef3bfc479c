"""One script: looking, taking, marking, giving back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.marking.access import load_script
from assessments.marking.errors import NotHeld, ScriptTaken
from assessments.marking.forms import SHEET, Filled, read_sheet
from assessments.marking.models import Script
from assessments.marking.queries.desk import Waiting, desk
from assessments.marking.queries.script import ScriptPage, script_page
from assessments.marking.services import give_back, hold_of, keep_comment, mark_script, take
from assessments.marking.views import bp
from core.fields import takes


@bp.get("/marking/<ref>", endpoint="script")
@needs(Permission.SCRIPT_READ, on=load_script)
def show(ctx: Ctx, script: Script) -> ResponseReturnValue:
    """The answer beside rubric and model; the form only for who holds it."""
    return _page(ctx, script)


def _page(ctx: Ctx, script: Script, **said: Any) -> str:
    page = script_page(ctx.session, script, ctx.me.person_id, now=ctx.now, lang=ctx.lang)
    queue = desk(ctx.session, ctx.me, now=ctx.now, lang=ctx.lang)
    return render_template(
        "marking/script.html", s=page, queue=queue, **{"errors": {}, "typed": {}, "picked": [], **said}
    )


@bp.post("/marking/<ref>/hold")
@needs(Permission.SCRIPT_MARK, on=load_script)
def hold(ctx: Ctx, script: Script) -> ResponseReturnValue:
    """Take the script; somebody else's is told by the code of who has it."""
    try:
        take(ctx.session, script, person_id=ctx.me.person_id, now=ctx.now)
    except ScriptTaken as taken:
        return _page(ctx, script, refused=taken.facts), taken.status
    return redirect(url_for("marking.script", ref=script.ref), code=303)


@bp.post("/marking/<ref>/return", endpoint="give_back")
@needs(Permission.SCRIPT_MARK, on=load_script)
def put_back(ctx: Ctx, script: Script) -> ResponseReturnValue:
    """Put a taken script back; twice changes nothing."""
    held = hold_of(ctx.session, script, ctx.me.person_id)
    if held is not None and give_back(ctx.session, held, now=ctx.now):
        flash(gettext("Работа возвращена в очередь"), "success")
    return redirect(url_for("marking.desk"), code=303)


@bp.post("/marking/<ref>")
@takes(SHEET, "second", "keep", "stock", "go")
@needs(Permission.SCRIPT_MARK, on=load_script)
def mark(ctx: Ctx, script: Script) -> ResponseReturnValue:
    """Store the mark and go on to the next script; what is wrong is said beside its field, nothing typed is lost."""
    held = hold_of(ctx.session, script, ctx.me.person_id)
    if held is None:
        raise NotHeld
    page = script_page(ctx.session, script, ctx.me.person_id, now=ctx.now, lang=ctx.lang)
    picked = request.form.getlist("stock")
    filled = read_sheet(request.form, page.rubric, extra=[each.text for each in page.stock if each.ref in picked])
    if filled.sheet is None:
        return _page(ctx, script, errors=filled.errors, typed=request.form, picked=picked), 422
    mark_script(ctx.session, script, held, filled.sheet, now=ctx.now)
    if request.form.get("keep") == "y":
        keep_comment(ctx.session, ctx.me.person_id, filled.sheet.comment, now=ctx.now)
    return _onward(ctx, page, filled)


def _onward(ctx: Ctx, page: ScriptPage, filled: Filled) -> ResponseReturnValue:
    """To the next script, taken for the marker at once, or to the desk."""
    flash(gettext("Оценка за работу %(code)s записана", code=page.script.code), "success")
    following = next(iter(desk(ctx.session, ctx.me, now=ctx.now, lang=ctx.lang).queue), None)
    if request.form.get("go") == "desk" or following is None:
        return redirect(url_for("marking.desk"), code=303)
    _take_next(ctx, following)
    return redirect(url_for("marking.script", ref=following.ref), code=303)


def _take_next(ctx: Ctx, following: Waiting) -> None:
    """Take it; if another was quicker, its page says so."""
    script = load_script(ctx, following.ref)
    try:
        take(ctx.session, script, person_id=ctx.me.person_id, now=ctx.now)
    except ScriptTaken:
        return
