"""The learner's side of an appeal: making it, following it, reading the decision."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt
from assessments.marking.forms import LONGEST_REASON, AppealForm, numbers
from assessments.marking.queries.appeal import AppealPage, appeal_page
from assessments.marking.services import make_appeal
from assessments.marking.views import bp
from assessments.models import Attempt, AttemptState
from core.clock import local_day
from core.errors import NotFound
from core.fields import takes


@bp.get("/attempts/<ref>/appeal", endpoint="appeal")
@needs(Permission.APPEAL_MAKE, on=load_attempt)
def show(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """The form while the days last, afterwards the state and the decision."""
    return _page(ctx, attempt, _closed(ctx, attempt))


def _closed(ctx: Ctx, attempt: Attempt) -> AppealPage:
    """The page of a closed attempt; there is none about an open one."""
    if attempt.state in {AttemptState.OPEN, AttemptState.VOIDED}:
        raise NotFound
    return appeal_page(ctx.session, attempt, lang=ctx.lang)


def _page(
    ctx: Ctx,
    attempt: Attempt,
    page: AppealPage,
    *,
    errors: dict[str, str] | None = None,
    chosen: list[int] | None = None,
) -> str:
    return render_template(
        "marking/appeal.html", attempt=attempt, a=page, errors=errors or {}, chosen=chosen or [], longest=LONGEST_REASON,
        typed=request.form.get("reason", ""), today=local_day(ctx.now),
    )  # fmt: skip


@bp.post("/attempts/<ref>/appeal", endpoint="make_appeal")
@takes(AppealForm, "place")
@needs(Permission.APPEAL_MAKE, on=load_attempt)
def make(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """Put the result before another person."""
    page = _closed(ctx, attempt)
    form = AppealForm()
    chosen = numbers(request.form.getlist("place"), {each.number: each for each in page.questions})
    errors = {} if chosen else {"place": gettext("Отметьте хотя бы один вопрос")}
    if not form.validate():
        errors["reason"] = gettext("Объясните, от 20 до %(n)s знаков", n=LONGEST_REASON)
    if errors and page.appeal is None:
        return _page(ctx, attempt, page, errors=errors, chosen=chosen), 422
    make_appeal(
        ctx.session, attempt, places=chosen, reason=form.text("reason"), person_id=ctx.me.person_id, now=ctx.now
    )
    flash(gettext("Апелляция подана. Её рассмотрит другой человек"), "success")
    return redirect(url_for("marking.appeal", ref=attempt.ref), code=303)
