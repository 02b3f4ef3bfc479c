"""Saving by the outbox, and the two acts that need a unit of work of their own: late answers and overdue attempts.

What goes wrong while an error is handled reaches no other handler, so both answer for storage trouble themselves.
"""

from flask import current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_place
from assessments.errors import AnswerLate, Overdue
from assessments.models import Attempt
from assessments.services import Place, save_answer, store_late, submit_if_overdue
from assessments.views import bp
from assessments.views.sending import sent_as_json
from core import clock
from core.db import Database
from core.error_pages import error_response, on_domain_error, on_storage_trouble
from core.errors import DomainError


@bp.put("/attempts/<ref>/answers/<int(max=9999):n>")
@needs(Permission.ATTEMPT_ANSWER, on=load_place)
def save(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Store one answer; the reply leaves after the commit."""
    saved = save_answer(ctx.session, place, sent_as_json(place.item), now=ctx.now)
    return jsonify(
        seq=saved.seq,
        stored_at=saved.stored_at.isoformat(),
        server_time=ctx.now.isoformat(),
        deadline=place.deadline_at.isoformat() if place.deadline_at else None,
    )


@bp.errorhandler(AnswerLate)
def keep_late(late: AnswerLate) -> ResponseReturnValue:
    """The request itself was refused and rolled back; the answer is kept apart in its own unit of work."""
    database: Database = current_app.extensions["database"]
    try:
        with database.unit_of_work() as session:
            kept = store_late(session, late.place, late.sent, now=clock.now())
    except DomainError as wrong:
        return on_domain_error(wrong)
    except OperationalError as trouble:
        return on_storage_trouble(trouble)
    return error_response(410, late.code, {"seq": kept.seq, "stored_at": kept.stored_at.isoformat(), "late": True})


@bp.errorhandler(Overdue)
def finish_first(overdue: Overdue) -> ResponseReturnValue:
    """The minute job is late: this read submits the attempt as of its deadline, then begins again."""
    database: Database = current_app.extensions["database"]
    try:
        with database.unit_of_work() as session:
            attempt = session.get_one(Attempt, overdue.attempt_id)
            submit_if_overdue(session, attempt, now=clock.now())
    except OperationalError as trouble:
        return on_storage_trouble(trouble)
    target = request.full_path.rstrip("?") if request.method == "GET" else f"/attempts/{attempt.ref}"
    return redirect(target, code=303)
