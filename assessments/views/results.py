"""What an attempt came to, and the receipt of what was stored."""

from typing import Any

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt
from assessments.marking.queries.appeal import standing as appeal_standing
from assessments.marking.queries.written import rescored_because, written_marks
from assessments.models import Attempt, AttemptState
from assessments.queries.receipt import Entry, receipt
from assessments.queries.result import result_page
from assessments.standing import standing_of
from assessments.views import bp
from core.clock import local_day
from core.http import wants_json


@bp.get("/attempts/<ref>/result")
@needs(Permission.RESULT_READ, on=load_attempt)
def result(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """The result of an exam by competency; a case leads to the court's page."""
    if attempt.state == AttemptState.OPEN:
        return redirect(url_for(".show", ref=attempt.ref), code=303)
    if attempt.case_id is not None:
        return redirect(url_for(".decision", ref=attempt.ref), code=303)
    page = result_page(ctx.session, attempt, lang=ctx.lang)
    standing = standing_of(ctx.session, attempt, ctx.lang, ctx.now) if page.passed else None
    return render_template(
        "assessments/result.html", attempt=attempt, r=page, standing=standing, base=f"/attempts/{attempt.ref}",
        written=written_marks(ctx.session, attempt) if page.told else {},
        appeal=appeal_standing(ctx.session, attempt, local_day(ctx.now)),
        rescored=rescored_because(ctx.session, attempt.id),
    )  # fmt: skip


@bp.get("/attempts/<ref>/answers")
@needs(Permission.ATTEMPT_READ, on=load_attempt)
def answers(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """Every stored answer, as a page or as JSON; keys and points are not in it."""
    page = receipt(ctx.session, attempt, lang=ctx.lang)
    if wants_json():
        return jsonify(
            attempt=attempt.ref, state=attempt.state, opened_at=attempt.opened_at.isoformat(),
            deadline=attempt.deadline_at.isoformat() if attempt.deadline_at else None,
            answers=[_entry(entry) for entry in page.entries],
        )  # fmt: skip
    return render_template("assessments/receipt.html", attempt=attempt, r=page, base=f"/attempts/{attempt.ref}")


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "item": entry.number, "seq": entry.seq, "stored_at": entry.stored_at.isoformat(), "late": entry.late,
        "value": entry.value, "hash": entry.hash,
    }  # fmt: skip
