"""The case simulator: the open stage with its folder, saving, locking a stage, the court's decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt, stage_places
from assessments.errors import AnswerStale, NotConfirmed, StageNotOpen, WrongAnswer
from assessments.models import Attempt, AttemptState, CaseEdition
from assessments.queries.case import CasePage, case_page
from assessments.queries.decision import decision_page
from assessments.queries.result import sat_again
from assessments.services import lock_stage
from assessments.services.save import new_key
from assessments.views import bp
from assessments.views.exams import save_form
from assessments.views.sending import ANSWERS, only_about, typed
from assessments.views.wrong import words_of
from core.errors import NotFound, TooLarge
from core.fields import takes


def stage_page(ctx: Ctx, attempt: Attempt, **said: Any) -> ResponseReturnValue:
    """The open stage, or a locked one for reading; a finished case leads to the court, one that is walked anew to the open walk.

    :param said: `errors` and `values` by number of the question, after a form was refused
    """
    wanted = request.args.get("stage", "")
    if attempt.state != AttemptState.OPEN and not wanted:
        return redirect(url_for(".decision", ref=attempt.ref), code=303)
    if attempt.state != AttemptState.OPEN and (again := sat_again(ctx.session, attempt)):
        return _walked_anew(again)
    stage = said.pop("stage", None) or (int(wanted) if wanted.isdecimal() and len(wanted) < 4 else attempt.stage_no)
    page = _page(ctx, attempt, stage)
    return render_template(
        "assessments/stage.html", attempt=attempt, c=page, base=f"/attempts/{attempt.ref}", key=new_key(),
        **{"errors": {}, "values": {}, **said},
    )  # fmt: skip


def _walked_anew(again: str) -> ResponseReturnValue:
    """Lead from an earlier walk, whose later papers and court would tell the answers, to the open one."""
    flash(gettext("Вы проходите это дело заново. Решение суда откроется, когда закроется последний этап."), "info")
    return redirect(url_for(".show", ref=again), code=303)


def _page(ctx: Ctx, attempt: Attempt, stage: int) -> CasePage:
    base, paper = f"/attempts/{attempt.ref}", request.args.get("doc", "")
    return case_page(ctx.session, attempt, stage, base=base, paper=paper, lang=ctx.lang)


@bp.post("/attempts/<ref>/stages/<int(max=99):stage>")
@takes(ANSWERS, "tab_id", "act")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def save_stage(ctx: Ctx, attempt: Attempt, stage: int) -> ResponseReturnValue:
    """Store all answers of the posted stage, or none: then say beside each question what is wrong."""
    if attempt.case_id is None:
        raise NotFound
    if stage != attempt.stage_no:
        raise StageNotOpen(stage=stage, open_stage=attempt.stage_no)
    places = stage_places(ctx.session, ctx.me, attempt.id, stage)
    only_about(places)
    errors: dict[int, str] = {}
    for place in places:
        try:
            save_form(ctx, place)
        except (WrongAnswer, TooLarge, AnswerStale) as wrong:
            errors[place.position] = words_of(wrong)
    if errors:
        values = {place.position: typed(place) for place in places}
        return stage_page(ctx, attempt, stage=stage, errors=errors, values=values), 422  # type: ignore[return-value]
    if request.form.get("act") == "lock":
        return redirect(url_for(".locking", ref=attempt.ref, stage=stage), code=303)
    return redirect(url_for(".show", ref=attempt.ref), code=303)


@bp.get("/attempts/<ref>/stages/<int(max=99):stage>/lock")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def locking(ctx: Ctx, attempt: Attempt, stage: int) -> ResponseReturnValue:
    """Ask before a stage closes for good, and name what is still empty."""
    if attempt.case_id is None:
        raise NotFound
    if stage != attempt.stage_no or attempt.state != AttemptState.OPEN:
        return redirect(url_for(".show", ref=attempt.ref), code=303)
    return _asked(ctx, attempt, stage)


def _asked(ctx: Ctx, attempt: Attempt, stage: int, error: str = "") -> str:
    page = _page(ctx, attempt, stage)
    empty = [each for each in page.questions if each.value is None]
    return render_template(
        "assessments/locking.html", attempt=attempt, c=page, empty=empty, base=f"/attempts/{attempt.ref}", error=error
    )


@bp.post("/attempts/<ref>/stages/<int(max=99):stage>/lock")
@takes("sure")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def lock(ctx: Ctx, attempt: Attempt, stage: int) -> ResponseReturnValue:
    """Close the stage and open the next, or the court after the last one."""
    if attempt.case_id is None:
        raise NotFound
    edition = ctx.session.get_one(CaseEdition, attempt.case_edition_id)
    if stage == attempt.stage_no and attempt.state == AttemptState.OPEN and request.form.get("sure") != "y":
        return _asked(ctx, attempt, stage, words_of(NotConfirmed())), NotConfirmed.status
    done = lock_stage(ctx.session, attempt, edition, stage, person_id=ctx.me.person_id, now=ctx.now)
    return redirect(url_for(".decision" if done else ".show", ref=attempt.ref), code=303)


@bp.get("/attempts/<ref>/decision")
@needs(Permission.RESULT_READ, on=load_attempt)
def decision(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """The court's reasoning beside the learner's own; it does not exist before the last stage is locked,
    nor while the person walks through the same case anew.
    """
    if attempt.case_id is None:
        raise NotFound
    if attempt.state == AttemptState.OPEN:
        return redirect(url_for(".show", ref=attempt.ref), code=303)
    if again := sat_again(ctx.session, attempt):
        return _walked_anew(again)
    page = decision_page(ctx.session, attempt, lang=ctx.lang)
    return render_template("assessments/decision.html", attempt=attempt, d=page, base=f"/attempts/{attempt.ref}")
