"""The case simulator: the open stage with its folder, saving, locking a stage, the court's decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt, load_place, stage_places
from assessments.errors import AlreadyDecided, AnswerStale, DecisionNeeded, NotConfirmed, StageNotOpen, WrongAnswer
from assessments.items.decision import Decision
from assessments.marking.queries.appeal import standing
from assessments.marking.queries.written import rescored_because, written_marks
from assessments.models import Attempt, AttemptState, CaseEdition
from assessments.queries.case import CasePage, case_page
from assessments.queries.decision import decision_page
from assessments.queries.exam import Question
from assessments.queries.result import sat_again
from assessments.queries.texts import Words, said
from assessments.services import Place, lock_stage
from assessments.services.save import new_key
from assessments.views import bp
from assessments.views.exams import save_form
from assessments.views.sending import ANSWERS, only_about, typed
from assessments.views.wrong import words_of
from assessments.walks.steps import is_decided, next_stage, read_hint, take_decision
from core.clock import local_day
from core.errors import NotFound, TooLarge
from core.fields import takes


def stage_page(ctx: Ctx, attempt: Attempt, **given: Any) -> ResponseReturnValue:
    """The open stage, or a locked one for reading; a finished case leads to the court, one that is walked anew to the open walk.

    :param given: `errors` and `values` by number of the question, after a form was refused
    """
    wanted = request.args.get("stage", "")
    if attempt.state != AttemptState.OPEN and not wanted:
        return redirect(url_for(".decision", ref=attempt.ref), code=303)
    if attempt.state != AttemptState.OPEN and (again := sat_again(ctx.session, attempt)):
        return _walked_anew(again)
    stage = given.pop("stage", None) or (int(wanted) if wanted.isdecimal() and len(wanted) < 4 else attempt.stage_no)
    page = _page(ctx, attempt, stage)
    return render_template(
        "assessments/stage.html", attempt=attempt, c=page, base=f"/attempts/{attempt.ref}", key=new_key(),
        **{"errors": {}, "values": {}, **given},
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
    places = [each for each in stage_places(ctx.session, ctx.me, attempt.id, stage) if not _is_taken(ctx, each)]
    only_about(places)
    errors: dict[int, str] = {}
    for place in places:
        try:
            save_form(ctx, place)
        except (WrongAnswer, TooLarge, AnswerStale, AlreadyDecided) as wrong:
            errors[place.position] = words_of(wrong)
    if errors:
        values = {place.position: typed(place) for place in places}
        return stage_page(ctx, attempt, stage=stage, errors=errors, values=values), 422  # type: ignore[return-value]
    return _acted(ctx, attempt, stage, places)


def _is_taken(ctx: Ctx, place: Place) -> bool:
    """Whether the question is a decision that was taken; its form is gone."""
    return place.item.irrevocable and is_decided(ctx.session, place.attempt_item_id)


def _acted(ctx: Ctx, attempt: Attempt, stage: int, places: list[Place]) -> ResponseReturnValue:
    """Go where the button of the stage leads, once its answers are stored."""
    act = request.form.get("act", "")
    if act == "hint":
        read_hint(ctx.session, attempt, person_id=ctx.me.person_id, now=ctx.now)
    for place in places:
        if act == f"decide-{place.position}" and place.item.irrevocable:
            return redirect(url_for(".deciding", ref=attempt.ref, n=place.position), code=303)
    if act == "lock":
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
    empty = [each for each in page.questions if each.value is None and each.number not in page.decided]
    needed, after = _what_follows(ctx, attempt, page)
    return render_template(
        "assessments/locking.html", attempt=attempt, c=page, empty=empty, base=f"/attempts/{attempt.ref}", error=error,
        needed=needed, after=after,
    )  # fmt: skip


def _what_follows(ctx: Ctx, attempt: Attempt, page: CasePage) -> tuple[Question | None, Words | None]:
    """The decision that must be taken first, or the title of the stage that opens; neither before the court."""
    try:
        walk, after = next_stage(ctx.session, attempt)
    except DecisionNeeded as open_one:
        return next(each for each in page.questions if each.number == open_one.facts["question"]), None
    if after.is_over:
        return None, None
    return None, said(walk.public["stages"][walk.plan.number(after.stage) - 1]["title"], attempt.language)


@bp.get("/attempts/<ref>/decisions/<int(max=9999):n>")
@needs(Permission.ATTEMPT_ANSWER, on=load_place)
def deciding(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Ask before a decision is taken for good."""
    return _deciding(ctx, place)


def _deciding(ctx: Ctx, place: Place, error: str = "") -> ResponseReturnValue:
    attempt = _decision_at(ctx, place)
    if attempt is None or place.value is None or is_decided(ctx.session, place.attempt_item_id):
        return redirect(url_for(".show", ref=place.attempt_ref), code=303)
    page = _page(ctx, attempt, place.stage_no)
    question = next(each for each in page.questions if each.number == place.position)
    return render_template(
        "assessments/deciding.html", attempt=attempt, c=page, q=question, base=f"/attempts/{attempt.ref}", error=error
    )


def _decision_at(ctx: Ctx, place: Place) -> Attempt | None:
    """The open attempt of a decision at its open stage; None when the stage is not open.

    :raises NotFound: the question is no decision
    """
    if not place.item.irrevocable:
        raise NotFound
    attempt = load_attempt(ctx, place.attempt_ref)
    is_open = attempt.state == AttemptState.OPEN and attempt.stage_no == place.stage_no
    return attempt if is_open else None


@bp.post("/attempts/<ref>/decisions/<int(max=9999):n>")
@takes("sure", "choice")
@needs(Permission.ATTEMPT_ANSWER, on=load_place)
def decide(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Take the decision for good, if it is still the one that was asked about; a second time changes nothing."""
    attempt = _decision_at(ctx, place)
    if attempt is None or is_decided(ctx.session, place.attempt_item_id):
        return redirect(url_for(".show", ref=place.attempt_ref), code=303)
    if request.form.get("sure") != "y" or request.form.get("choice") != place.value:
        wrong = gettext("Отметьте, что понимаете: решение нельзя отменить.")
        return _deciding(ctx, place, wrong), NotConfirmed.status  # type: ignore[return-value]
    item = place.item
    if isinstance(item, Decision):
        take_decision(
            ctx.session, attempt, place.attempt_item_id, item, place.value, person_id=ctx.me.person_id, now=ctx.now
        )
    return redirect(url_for(".show", ref=attempt.ref), code=303)


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
    return render_template(
        "assessments/decision.html", attempt=attempt, d=page, base=f"/attempts/{attempt.ref}",
        written=written_marks(ctx.session, attempt), appeal=standing(ctx.session, attempt, local_day(ctx.now)),
        rescored=rescored_because(ctx.session, attempt.id),
    )  # fmt: skip
