"""The reviewer's side of an appeal: another marker takes it, marks the questions anew and writes the decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.marking.access import load_appeal
from assessments.marking.errors import NotHeld, ScriptTaken
from assessments.marking.forms import SHEET, read_points, read_sheet
from assessments.marking.models import Appeal
from assessments.marking.queries.appeal import Disputed, ReviewPage, review_page
from assessments.marking.services import PlaceGiven, decide, give_back, hold_of, take_appeal
from assessments.marking.views import bp
from core.fields import takes
from core.forms import clean

LEAST, LONGEST = 20, 4000


@bp.get("/marking/appeals/<ref>", endpoint="review")
@needs(Permission.APPEAL_DECIDE, on=load_appeal)
def show(ctx: Ctx, appeal: Appeal) -> ResponseReturnValue:
    """The disputed questions and the reason; the form only for who holds the appeal."""
    return _page(ctx, appeal)


def _page(ctx: Ctx, appeal: Appeal, **said: Any) -> str:
    page = review_page(ctx.session, appeal, lang=ctx.lang)
    held = hold_of(ctx.session, appeal, ctx.me.person_id) is not None
    return render_template("marking/review.html", r=page, held=held, **{"errors": {}, "typed": {}, **said})


@bp.post("/marking/appeals/<ref>/hold", endpoint="hold_appeal")
@needs(Permission.APPEAL_DECIDE, on=load_appeal)
def hold(ctx: Ctx, appeal: Appeal) -> ResponseReturnValue:
    """Take the appeal; somebody else's is told by the code of who has it."""
    try:
        take_appeal(ctx.session, appeal, person_id=ctx.me.person_id, now=ctx.now)
    except ScriptTaken as taken:
        return _page(ctx, appeal, refused=taken.facts), taken.status
    return redirect(url_for("marking.review", ref=appeal.ref), code=303)


@bp.post("/marking/appeals/<ref>/return", endpoint="return_appeal")
@needs(Permission.APPEAL_DECIDE, on=load_appeal)
def put_back(ctx: Ctx, appeal: Appeal) -> ResponseReturnValue:
    """Put a taken appeal back."""
    held = hold_of(ctx.session, appeal, ctx.me.person_id)
    if held is not None and give_back(ctx.session, held, now=ctx.now):
        flash(gettext("Апелляция возвращена в список"), "success")
    return redirect(url_for("marking.desk"), code=303)


@bp.post("/marking/appeals/<ref>", endpoint="decide")
@takes(SHEET, "reasons")
@needs(Permission.APPEAL_DECIDE, on=load_appeal)
def settle(ctx: Ctx, appeal: Appeal) -> ResponseReturnValue:
    """Store the decision; the learner gets a letter."""
    held = hold_of(ctx.session, appeal, ctx.me.person_id)
    if held is None:
        raise NotHeld
    errors: dict[str, str] = {}
    page = review_page(ctx.session, appeal, lang=ctx.lang)
    places = _places(page, errors)
    reasons = clean(request.form.get("reasons"))
    if not LEAST <= len(reasons) <= LONGEST:
        errors["reasons"] = gettext(
            "Напишите причины решения, от %(least)s до %(most)s знаков", least=LEAST, most=LONGEST
        )
    if errors:
        return _page(ctx, appeal, errors=errors, typed=request.form), 422
    decide(ctx.session, appeal, held, places, reasons=reasons, now=ctx.now)
    flash(gettext("Решение записано, письмо учащемуся отправлено"), "success")
    return redirect(url_for("marking.desk"), code=303)


def _places(page: ReviewPage, errors: dict[str, str]) -> dict[int, PlaceGiven]:
    return {each.number: _given(each, errors) for each in page.questions}


def _given(each: Disputed, errors: dict[str, str]) -> PlaceGiven:
    prefix = f"q{each.number}-"
    if each.rubric is None:
        return PlaceGiven(points=read_points(request.form, f"{prefix}points", each.most, errors))
    filled = read_sheet(request.form, each.rubric, prefix)
    errors.update(filled.errors)
    return PlaceGiven(sheet=filled.sheet)
