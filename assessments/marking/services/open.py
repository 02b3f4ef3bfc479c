"""A submitted attempt with written answers: each becomes a script and is given to somebody."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.item_store import item_of
from assessments.items import score
from assessments.marking.allocate import allocate
from assessments.marking.models import Round, Script
from assessments.marking.rules import DIFFERENCE_PERCENT, MARK_WITHIN
from assessments.models import Attempt, ExamEdition, ExamKind, Result
from assessments.services.mark import answered_places
from core.clock import local_day


def open_scripts(session: Session, *, attempt: Attempt, result: Result, now: datetime) -> None:
    """Receiver of `attempt_marked`: put what waits for a person before people; what stands before them already stays."""
    if not result.waiting_points:
        return
    known = set(session.scalars(select(Script.attempt_item_id).where(Script.attempt_id == attempt.id)))
    rule = _rule(session, attempt)
    for row in answered_places(session, attempt.id):
        if row.id not in known and row.answer_id is not None and _waits(row, attempt):
            _open(session, attempt, row, rule, now)


def _rule(session: Session, attempt: Attempt) -> dict[str, Any]:
    """How an exam wants its written answers marked: an exam by two people, anything else by one, unless its file says so."""
    if attempt.exam_edition_id is None:
        return {"double": False, "difference": DIFFERENCE_PERCENT}
    exam = session.get_one(ExamEdition, attempt.exam_edition_id)
    usual = {"double": exam.kind == ExamKind.EXAM, "difference": DIFFERENCE_PERCENT}
    return usual | (exam.content.get("marking") or {})


def _waits(row: Row[Any], attempt: Attempt) -> bool:
    return score(item_of(row.hash, row.content), row.value, attempt.seed).needs_marker


def _open(session: Session, attempt: Attempt, row: Row[Any], rule: dict[str, Any], now: datetime) -> None:
    item = item_of(row.hash, row.content)
    script = Script(
        ref=secrets.token_hex(16), attempt_id=attempt.id, attempt_item_id=row.id, answer_id=row.answer_id,
        language=attempt.language, is_double=bool(rule["double"]), opened_at=now, due_on=local_day(now + MARK_WITHIN),
        allowed_difference=(item.max_points * Decimal(rule["difference"]) / 100).quantize(Decimal("0.01")),
    )  # fmt: skip
    session.add(script)
    session.flush()
    append_event(session, attempt, "script_opened", now=now, script=script.ref, place=row.position)
    for round_ in (Round.FIRST, Round.SECOND) if script.is_double else (Round.FIRST,):
        allocate(session, script, round_, now=now)
