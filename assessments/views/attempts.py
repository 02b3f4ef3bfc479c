"""Starting an attempt, its address, taking it over from another tab."""

import re

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.access import load_attempt
from assessments.admission import refuse_without_enrolment
from assessments.models import Attempt, AttemptState, Case, CaseEdition, Exam, ExamEdition
from assessments.services import start_attempt, take_over
from assessments.views import bp, cases, exams
from assessments.views.sending import TAB
from assessments.walks.models import WalkMode
from core.errors import BadRequest, NotFound
from core.fields import takes

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


@bp.post("/attempts")
@takes("kind", "slug", "edition", "language", "mode")
@needs(Permission.ATTEMPT_START)
def start(ctx: Ctx) -> ResponseReturnValue:
    """Begin, or go on where the person left off; what belongs to a programme begins for those who take it."""
    edition = _edition(ctx)
    refuse_without_enrolment(ctx.session, edition, person_id=ctx.me.person_id)
    language = request.form.get("language", ctx.lang)
    mode = WalkMode.PRACTICE if request.form.get("mode") == WalkMode.PRACTICE else WalkMode.CERTIFYING
    attempt = start_attempt(ctx.session, edition, person_id=ctx.me.person_id, language=language, now=ctx.now, mode=mode)
    return redirect(url_for(".show", ref=attempt.ref), code=303)


def _edition(ctx: Ctx) -> ExamEdition | CaseEdition:
    """The edition that the form names by `kind` and `slug`: the newest, or the `edition` number that a programme pins."""
    kind, slug, number = (request.form.get(name, "") for name in ("kind", "slug", "edition"))
    if (
        kind not in {"exam", "case"}
        or not SLUG.fullmatch(slug)
        or (number and not re.fullmatch(r"[1-9][0-9]{0,4}", number))
    ):
        raise BadRequest
    found = _exam(ctx.session, slug, number) if kind == "exam" else _case(ctx.session, slug, number)
    if found is None:
        raise NotFound
    return found


def _exam(session: Session, slug: str, number: str) -> ExamEdition | None:
    query = select(ExamEdition).join(Exam, Exam.id == ExamEdition.exam_id).where(Exam.slug == slug)
    query = query.where(ExamEdition.number == int(number)) if number else query.order_by(ExamEdition.number.desc())
    return session.scalars(query.limit(1)).first()


def _case(session: Session, slug: str, number: str) -> CaseEdition | None:
    query = select(CaseEdition).join(Case, Case.id == CaseEdition.case_id).where(Case.slug == slug)
    query = query.where(CaseEdition.number == int(number)) if number else query.order_by(CaseEdition.number.desc())
    return session.scalars(query.limit(1)).first()


@bp.get("/attempts/<ref>")
@needs(Permission.ATTEMPT_READ, on=load_attempt)
def show(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """Where the attempt stands: its open stage, its question, or what it came to."""
    if attempt.case_id is not None:
        return cases.stage_page(ctx, attempt)
    if attempt.state != AttemptState.OPEN:
        return redirect(url_for(".result", ref=attempt.ref), code=303)
    wanted = request.args.get("q", "1")
    return exams.question_page(ctx, attempt, int(wanted) if wanted.isdecimal() and len(wanted) < 5 else 1)


@bp.post("/attempts/<ref>/takeover")
@takes("tab_id")
@needs(Permission.ATTEMPT_ANSWER, on=load_attempt)
def takeover(ctx: Ctx, attempt: Attempt) -> ResponseReturnValue:
    """Go on in this tab; the other one becomes read-only."""
    tab = request.form.get("tab_id", "")
    if not TAB.fullmatch(tab):
        raise BadRequest
    take_over(ctx.session, attempt, tab_id=tab, person_id=ctx.me.person_id, now=ctx.now)
    return redirect(url_for(".show", ref=attempt.ref), code=303)
