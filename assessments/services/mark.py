"""Marking by the program: one mark for each place, one result; what needs a person waits and says so.

When a person has marked, or a decision was reviewed, the next version of the result is made from the newest marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, update
from sqlalchemy.orm import Session, aliased

from assessments import rules
from assessments.chains import append_event
from assessments.item_store import item_of
from assessments.items import Item, Score, score
from assessments.models import (
    Answer,
    Attempt,
    AttemptItem,
    AttemptState,
    CaseEdition,
    CaseKey,
    ExamEdition,
    ItemEdition,
    ItemKey,
    Mark,
    Result,
)
from assessments.signals import attempt_marked
from assessments.walks.models import CaseStep
from assessments.walks.state import Walk, walk_of
from core.content.canonical import json_safe, plain

ZERO = Decimal(0)
RELEASED_AT_ONCE = frozenset({"at-once", "after-submit"})


@dataclass(frozen=True)
class Rule:
    """What an edition asks for, and how its result is disclosed."""

    percent: int
    total: Decimal
    """In percent of all points."""
    floors: dict[str, Decimal]
    floors_in: str
    """percent or points."""
    feedback: str
    hints: Decimal = ZERO
    """Points that hints of a case cost."""
    fatal: Sequence[str] = ()
    """What happened on the way through a case that fails it whatever the points, as `flag=value`."""


def mark_attempt(session: Session, attempt: Attempt, *, now: datetime) -> Result:
    """Mark a submitted attempt, store its result and tell the packages above; a practice walk is nobody's evidence."""
    walk = walk_of(session, attempt)
    places = [_marked(session, row, attempt, now, walk) for row in answered_places(session, attempt.id)]
    result = _result(attempt, rule_of(session, attempt), places, now)
    session.add(result)
    _move(session, attempt, AttemptState.MARKING if result.waiting_points else AttemptState.MARKED)
    _tell(session, attempt, result, "marked", now=now)
    return result


def make_result_again(
    session: Session, attempt: Attempt, *, reason: str, actor_id: int | None, now: datetime
) -> Result:
    """Make the next version of the result from the newest marks, and tell the packages above.

    An attempt whose last answer was marked by this moves on to marked, and is released where its rule says "at once".
    """
    result = result_with(session, attempt, {}, reason=reason, now=now)
    session.add(result)
    done = attempt.state == AttemptState.MARKING and not result.waiting_points
    if done:
        _move(session, attempt, AttemptState.MARKED)
    kind = "marked" if done or result.waiting_points else "remarked"
    _tell(session, attempt, result, kind, actor_id=actor_id, now=now)
    return result


def result_with(session: Session, attempt: Attempt, marks: Mapping[int, Mark], *, reason: str, now: datetime) -> Result:
    """What the next version would be, not stored.

    :param marks: place → a mark that would replace its newest one
    """
    rule = rule_of(session, attempt)
    version = session.scalar(select(func.max(Result.version)).where(Result.attempt_id == attempt.id)) or 0
    return _result(attempt, rule, _as_marked(session, attempt, marks), now, version=version + 1, reason=reason)


def _tell(
    session: Session, attempt: Attempt, result: Result, kind: str, *, now: datetime, actor_id: int | None = None
) -> None:
    """Write the event, release what is released at once, send the news."""
    session.flush()
    append_event(
        session, attempt, kind, now=now, actor_id=actor_id, version=result.version, points=plain(result.points),
        max_points=plain(result.max_points), waiting=plain(result.waiting_points), passed=result.passed,
    )  # fmt: skip
    if rule_of(session, attempt).feedback in RELEASED_AT_ONCE and not result.waiting_points:
        release(session, attempt, now=now)
    walk = walk_of(session, attempt)
    if walk is None or not walk.is_practice:
        attempt_marked.send(session, attempt=attempt, result=result, now=now)


def _as_marked(session: Session, attempt: Attempt, instead: Mapping[int, Mark]) -> list[rules.Marked]:
    """Every place with its newest mark; one without a mark waits."""
    query = (
        select(Mark)
        .join(AttemptItem, AttemptItem.id == Mark.attempt_item_id)
        .where(AttemptItem.attempt_id == attempt.id)
        .order_by(Mark.id)
    )
    newest = {mark.attempt_item_id: mark for mark in session.scalars(query)} | dict(instead)
    return [_place(row, newest.get(row.id)) for row in answered_places(session, attempt.id)]


def _place(row: Row[Any], mark: Mark | None) -> rules.Marked:
    item = item_of(row.hash, row.content)
    if mark is None:
        return rules.Marked(shares(item, item.max_points), Decimal(0), item.max_points, waits=True)
    gained = {name: Decimal(str(points)) for name, points in mark.by_part.get("competencies", {}).items()}
    return rules.Marked(shares(item, mark.max_points), mark.points, mark.max_points, gained=gained)


def release(session: Session, attempt: Attempt, *, now: datetime, actor_id: int | None = None) -> bool:
    """Let the candidate see keys and explanations of a marked attempt; return whether this call did it."""
    if attempt.state != AttemptState.MARKED:
        return False
    _move(session, attempt, AttemptState.RELEASED)
    append_event(session, attempt, "released", now=now, actor_id=actor_id)
    return True


def _move(session: Session, attempt: Attempt, state: AttemptState) -> None:
    before = attempt.state
    session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == before)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    session.refresh(attempt)


def answered_places(session: Session, attempt_id: int) -> Sequence[Row[Any]]:
    """Every place of an attempt with its item and the newest answer that counts; of a case, only on the way taken."""
    counting = (
        select(Answer.attempt_item_id, func.max(Answer.seq).label("seq"))
        .where(Answer.attempt_id == attempt_id, Answer.late.is_(False))
        .group_by(Answer.attempt_item_id)
        .subquery()
    )
    answer = aliased(Answer)
    query = (
        select(
            AttemptItem.id, AttemptItem.position, AttemptItem.stage_no, AttemptItem.points, ItemEdition.hash, ItemEdition.public,
            ItemKey.content, answer.id.label("answer_id"), answer.value, answer.received_at, answer.seq,
        )
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .outerjoin(counting, counting.c.attempt_item_id == AttemptItem.id)
        .outerjoin(answer, and_(answer.attempt_item_id == counting.c.attempt_item_id, answer.seq == counting.c.seq))
        .where(AttemptItem.attempt_id == attempt_id, _on_the_way())
        .order_by(AttemptItem.position)
    )  # fmt: skip
    return session.execute(query).all()


def _on_the_way() -> ColumnElement[bool]:
    """No stage that the way of a case has passed by."""
    past = select(CaseStep.id).where(
        CaseStep.attempt_id == AttemptItem.attempt_id,
        CaseStep.stage_no < AttemptItem.stage_no,
        CaseStep.to_stage_no > AttemptItem.stage_no,
    )
    return ~past.exists()


def _marked(session: Session, row: Row[Any], attempt: Attempt, now: datetime, walk: Walk | None) -> rules.Marked:
    item = item_of(row.hash, row.content)
    if walk:
        item = walk.on_the_way(item)
    got = score(item, row.value, attempt.seed)
    if walk:
        got = walk.repaired(item, got)
    if not got.needs_marker:
        session.add(
            Mark(
                attempt_item_id=row.id, answer_id=row.answer_id, points=got.points, max_points=got.max_points,
                by_part=_parts(got), at=now,
            )
        )  # fmt: skip
    return rules.Marked(shares(item, got.max_points), got.points, got.max_points, got.needs_marker)


def _parts(got: Score) -> dict[str, Any]:
    return {"parts": json_safe(dict(got.by_part)), "mistakes": list(got.mistakes)}


def shares(item: Item, most: Decimal) -> dict[str, Decimal]:
    """What of an item's points belongs to which competency; nothing while it gives no points."""
    return item.by_competency() if most else {}


def rule_of(session: Session, attempt: Attempt) -> Rule:
    """The pass rule and the disclosure of the pinned edition."""
    if attempt.exam_edition_id is not None:
        exam = session.get_one(ExamEdition, attempt.exam_edition_id)
        floors = {
            name: Decimal(share) for name, share in (exam.content.get("pass_line") or {}).get("floors", {}).items()
        }
        feedback = exam.content.get("feedback", "after-release")
        return Rule(exam.pass_percent, Decimal(exam.pass_percent), floors, "percent", feedback)
    edition = session.get_one(CaseEdition, attempt.case_edition_id)
    scoring = session.get_one(CaseKey, edition.id).content["scoring"]
    share = Decimal(str(scoring["pass"]["total"])) * 100 / Decimal(str(scoring["total"]))
    floors = {name: Decimal(str(points)) for name, points in (scoring["pass"].get("floors") or {}).items()}
    walk = walk_of(session, attempt)
    fatal = walk.fatal(scoring["pass"].get("fatal") or []) if walk else []
    return Rule(int(share), share, floors, "points", "after-submit", walk.hints_cost() if walk else ZERO, fatal)


def _result(
    attempt: Attempt, rule: Rule, places: list[rules.Marked], now: datetime, *, version: int = 1, reason: str = ""
) -> Result:
    whole, parts = rules.tallies(places)
    whole.points = max(ZERO, whole.points - rule.hints)
    if rule.floors_in == "percent":
        line = rules.percent_line(whole, parts, rule.total, rule.floors)
    else:
        line = rules.Line((whole.max + whole.waiting) * rule.total / 100, rule.floors)
    return Result(
        attempt_id=attempt.id, version=version, reason=reason, points=rounded(whole.points), max_points=whole.max, waiting_points=whole.waiting,
        by_competency={name: _json(tally) for name, tally in parts.items()},
        passed=False if rule.fatal else rules.verdict(whole, parts, line), pass_percent=rule.percent,
        rule={
            "total": plain(rounded(line.total)),
            "floors": {name: plain(rounded(floor)) for name, floor in line.floors.items()},
            "missed": rules.missed_floors(parts, line),
            **({"hints": plain(rule.hints)} if rule.hints else {}),
            **({"fatal": list(rule.fatal)} if rule.fatal else {}),
        },
        made_at=now,
    )  # fmt: skip


def rounded(points: Decimal) -> Decimal:
    """Points to the hundredth, as they are stored."""
    return points.quantize(Decimal("0.01"))


def _json(tally: rules.Tally) -> dict[str, Any]:
    return {
        "points": plain(rounded(tally.points)), "max": plain(rounded(tally.max)), "waiting": plain(rounded(tally.waiting)),
        "items": tally.items,
    }  # fmt: skip
