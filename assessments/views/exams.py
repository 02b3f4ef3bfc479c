"""The exam: one question on a page, every «Записать и дальше» a form; the last page before the end."""

from datetime import datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt, load_place
from assessments.errors import AnswerStale, AttemptClosed, NotConfirmed, WrongAnswer
from assessments.models import Attempt, AttemptState
from assessments.queries.exam import end_page, exam_page
from assessments.services import Place, flag, save_answer, submit
from assessments.services.save import new_key, read_value
from assessments.views import bp
from assessments.views.sending import ANSWERS, only_about, sent_as_form, typed
from assessments.views.wrong import words_of
from core.errors import DomainError, NotFound, TooLarge
from core.fields import takes


@bp.get("/attempts/<ref>/<int(max=9999):n>")
@needs(Permission.ATTEMPT_READ, on=load_attempt)
def question(ctx: Ctx, attempt: Attempt, n: int) -> ResponseReturnValue:
    """One question of an open exam."""
    if attempt.exam_id is None or attempt.state != AttemptState.OPEN:
        return redirect(url_for(".show", ref=attempt.ref), code=303)
    return question_page(ctx, attempt, n)


def left(attempt: Attempt, now: datetime) -> timedelta:
    """What remains until the deadline; never less than nothing."""
    return max((attempt.deadline_at or now) - now, timedelta(0))


def question_page(ctx: Ctx, attempt: Attempt, n: int, **said: Any) -> str:
    """The page of question `n`; `said` are `errors` and the `value` to show instead of the stored one."""
    base = f"/attempts/{attempt.ref}"
    page = exam_page(ctx.session, attempt, n, base=base, lang=ctx.lang)
    value = said.pop("value", page.question.value)
    return render_template(
        "assessments/question.html", attempt=attempt, exam=page, q=page.question, value=value, base=base, key=new_key(),
        now=ctx.now, left=left(attempt, ctx.now), **{"errors": "", **said},
    )  # fmt: skip


@bp.post("/attempts/<ref>/<int(max=9999):n>")
@takes(ANSWERS, "tab_id", "of", "go", "flag")
@needs(Permission.ATTEMPT_ANSWER, on=load_place)
def answer(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Store the answer and the flag of the posted form, then go where its button says."""
    only_about([place])
    try:
        save_form(ctx, place)
    except (WrongAnswer, TooLarge, AnswerStale) as wrong:
        return _refused(ctx, place, wrong)
    flag(ctx.session, place, request.form.get("flag") == "y", now=ctx.now)
    return redirect(_next(place), code=303)


def save_form(ctx: Ctx, place: Place) -> None:
    """Store the posted answer to one question unless it is stored already."""
    sent = sent_as_form(place)
    if not place.holds(read_value(place.item, sent.value)):
        save_answer(ctx.session, place, sent, now=ctx.now)


def _refused(ctx: Ctx, place: Place, wrong: DomainError) -> ResponseReturnValue:
    """The same page with what was typed and what is wrong; nothing is stored, nothing typed is lost."""
    attempt = load_attempt(ctx, place.attempt_ref)
    page = question_page(ctx, attempt, place.position, errors=words_of(wrong), value=typed(place))
    return page, wrong.status


def _next(place: Place) -> str:
    go = request.form.get("go", "next")
    if go == "end":
        return url_for(".ending", ref=place.attempt_ref)
    n = place.position + {"prev": -1, "stay": 0}.get(go, 1)
    last = request.form.get("of", "")
    if last.isdecimal() and len(last) < 5 and n > int(last):
        return url_for(".ending", ref=place.attempt_ref)
    return url_for(".question", ref=place.attempt_ref, n=max(n, 1))


@bp.get("/attempts/<ref>/submission")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def ending(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """What is still empty or marked for later, before the answers close."""
    return _ending_page(ctx, attempt)


def _ending_page(ctx: Ctx, attempt: Attempt, error: str = "") -> ResponseReturnValue:
    if attempt.exam_id is None:
        raise NotFound
    if attempt.state != AttemptState.OPEN:
        return redirect(url_for(".result", ref=attempt.ref), code=303)
    base = f"/attempts/{attempt.ref}"
    page = end_page(ctx.session, attempt, base=base, lang=ctx.lang)
    return render_template(
        "assessments/ending.html",
        attempt=attempt,
        end=page,
        base=base,
        now=ctx.now,
        left=left(attempt, ctx.now),
        error=error,
    )


@bp.post("/attempts/<ref>/submission")
@takes("sure")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def end(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """Close the exam; a second time changes nothing."""
    if attempt.exam_id is None:
        raise AttemptClosed
    if attempt.state == AttemptState.OPEN and request.form.get("sure") != "y":
        page = _ending_page(ctx, attempt, words_of(NotConfirmed()))
        return page, NotConfirmed.status  # type: ignore[return-value]
    submit(ctx.session, attempt, person_id=ctx.me.person_id, now=ctx.now)
    return redirect(url_for(".result", ref=attempt.ref), code=303)
