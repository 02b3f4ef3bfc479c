"""Dry run of a changed key or rubric: whose points move, by how much, who crosses the line. Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from access.actors import Actor, Role
from assessments.item_store import item_of
from assessments.items import Item as Content
from assessments.items import WrongShape, score
from assessments.items.essay import Essay, rubric_score
from assessments.marking.access import present
from assessments.marking.models import Rescoring, ScriptMark
from assessments.marking.rules import agreed
from assessments.models import Answer, Attempt, AttemptItem, AttemptState, Item, ItemEdition, ItemKey, Mark
from assessments.queries.result import newest_result
from assessments.services.mark import result_with
from core.content.canonical import json_safe, plain
from core.hashing import digest
from people.models import Appointment, Person
from unions.access import organisations_in_scope

MOST = 2000
CLOSED = (AttemptState.MARKING, AttemptState.MARKED, AttemptState.RELEASED)


@dataclass(frozen=True)
class Changed:
    """An item with a newer edition, and how many closed attempts had the one before."""

    edition_id: int
    slug: str
    number: int
    newest: int
    prompt: str
    attempts: int


@dataclass(frozen=True)
class Move:
    """One attempt whose points would change."""

    attempt: Attempt
    mark: Mark
    """The new mark, not stored."""
    before: Decimal
    after: Decimal
    passed_before: bool | None
    passed_after: bool | None

    @property
    def crosses(self) -> str:
        """up, down, or nothing."""
        if self.passed_before == self.passed_after:
            return ""
        return "up" if self.passed_after else "down"


@dataclass(frozen=True)
class Preview:
    """What the newest edition would change."""

    old: ItemEdition
    new: ItemEdition
    slug: str
    obstacle: str
    """points or competencies: the editions give different ones, so the old results cannot be compared; empty: none."""
    looked_at: int
    kept: int
    """Attempts that cannot be marked anew: the answer names what the new wording does not have, or a person decided."""
    moves: Sequence[Move]

    @property
    def seal(self) -> str:
        """Changes when the list does: what is applied is what was looked at."""
        return digest(
            [self.new.hash, *((move.attempt.ref, plain(move.before), plain(move.after)) for move in self.moves)]
        )

    def count(self, crosses: str) -> int:
        """How many cross the line in a direction."""
        return sum(move.crosses == crosses for move in self.moves)


def in_care(actor: Actor, on: date) -> ColumnElement[bool]:
    """Of a `Person`: one of those whose federation the actor leads."""
    held = select(Appointment.person_id).where(
        Appointment.organisation_id.in_(organisations_in_scope(actor, on, Role.FEDERATION_ADMIN)),
        present(Appointment, on),
    )
    return Person.federation_id.is_not_distinct_from(actor.federation_id) & Person.id.in_(held)


def _places(actor: Actor, on: date) -> Select[AttemptItem, Attempt]:
    return (
        select(AttemptItem, Attempt)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.state.in_(CLOSED), in_care(actor, on))
    )


def changed_items(session: Session, actor: Actor, on: date) -> list[Changed]:
    """Items whose key or wording is newer than what closed attempts had."""
    newer = aliased(ItemEdition)
    newest = (
        select(func.max(newer.number))
        .where(newer.item_id == ItemEdition.item_id)
        .correlate(ItemEdition)
        .scalar_subquery()
    )
    places = _places(actor, on).subquery()
    query = (
        select(ItemEdition, Item.slug, newest.label("newest"), func.count().label("attempts"))
        .join(places, places.c.item_edition_id == ItemEdition.id)
        .join(Item, Item.id == ItemEdition.item_id)
        .where(ItemEdition.number < newest)
        .where(~_done(actor, newest))
        .group_by(ItemEdition.id, Item.slug)
        .order_by(Item.slug, ItemEdition.number)
    )
    return [
        Changed(
            row.ItemEdition.id, row.slug, row.ItemEdition.number, row.newest, _prompt(row.ItemEdition), row.attempts
        )
        for row in session.execute(query)
    ]


def _done(actor: Actor, newest: Any) -> ColumnElement[bool]:
    """Whether the actor's federation has applied the newest edition already."""
    target = aliased(ItemEdition)
    return (
        select(Rescoring.id)
        .join(target, target.id == Rescoring.to_edition_id)
        .where(Rescoring.from_edition_id == ItemEdition.id, target.number == newest)
        .where(Rescoring.federation_id.is_not_distinct_from(actor.federation_id))
        .correlate(ItemEdition)
        .exists()
    )


def _prompt(edition: ItemEdition) -> str:
    language = "ru" if "ru" in edition.public else next(iter(edition.public), "")
    return str((edition.public.get(language) or {}).get("prompt", ""))


def preview(session: Session, actor: Actor, old: ItemEdition, on: date, now: datetime) -> Preview | None:
    """What the newest edition of the item would change; None when there is no newer one."""
    new = session.scalars(
        select(ItemEdition).where(ItemEdition.item_id == old.item_id).order_by(ItemEdition.number.desc()).limit(1)
    ).one()
    if new.id == old.id:
        return None
    was, now_is = _content(session, old), _content(session, new)
    obstacle = _obstacle(was, now_is)
    rows = session.execute(_answers(actor, old, on)).all() if not obstacle else []
    marks = {row.AttemptItem.id: _again(session, row, now_is, now) for row in rows}
    moves = [
        _move(session, row, mark, now)
        for row in rows
        if (mark := marks[row.AttemptItem.id]) is not None and mark.points != row.Mark.points
    ]
    slug = session.get_one(Item, old.item_id).slug
    return Preview(old, new, slug, obstacle, len(rows), sum(mark is None for mark in marks.values()), moves)


def _content(session: Session, edition: ItemEdition) -> Content:
    return item_of(edition.hash, session.get_one(ItemKey, edition.id).content)


def _obstacle(was: Content, now_is: Content) -> str:
    if was.type != now_is.type or was.max_points != now_is.max_points:
        return "points"
    return "" if was.by_competency() == now_is.by_competency() else "competencies"


def _answers(actor: Actor, old: ItemEdition, on: date) -> Select[Any]:
    """Places with their newest marks and the answers these are about."""
    other = aliased(Mark)
    newest = (
        select(func.max(other.id))
        .where(other.attempt_item_id == AttemptItem.id)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    return (
        _places(actor, on)
        .add_columns(Mark, Answer.value)
        .join(Mark, Mark.id == newest)
        .outerjoin(Answer, Answer.id == Mark.answer_id)
        .where(AttemptItem.item_edition_id == old.id)
        .order_by(Attempt.id)
        .limit(MOST)
    )


def _again(session: Session, row: Row[Any], item: Content, now: datetime) -> Mark | None:
    """The mark under the new key; None where none can be given."""
    try:
        if isinstance(item, Essay) and row.Mark.by_part.get("levels"):
            points, parts = _by_levels(item, row.Mark)
        elif row.Mark.marker_id is not None:
            return None
        else:
            got = score(item, row.value, row.Attempt.seed)
            points, parts = got.points, {"parts": json_safe(dict(got.by_part)), "mistakes": list(got.mistakes)}
    except (WrongShape, KeyError, ValueError):
        return None
    return Mark(
        attempt_item_id=row.AttemptItem.id, answer_id=row.Mark.answer_id, marker_id=row.Mark.marker_id, points=points,
        max_points=row.Mark.max_points, by_part=parts, comment=row.Mark.comment, replaces_id=row.Mark.id, at=now,
    )  # fmt: skip


def _by_levels(item: Essay, old: Mark) -> tuple[Decimal, dict[str, Any]]:
    """The same levels under the new rubric; where two markers chose two, the mean of both counts."""
    levels = old.by_part["levels"]
    marks = []
    for turn in (0, -1):
        chosen = {name: each[turn] for name, each in levels.items()}
        got = rubric_score(item, chosen, old.by_part.get("way") or None)
        marks.append(ScriptMark(levels=chosen, by_part=dict(got.by_part), points=got.points))
    whole = agreed(item, marks)
    parts = {
        **old.by_part, "parts": {name: plain(each) for name, each in whole.by_part.items()},
        "competencies": {name: plain(each) for name, each in whole.by_competency.items()},
    }  # fmt: skip
    return whole.points, parts


def _move(session: Session, row: Row[Any], mark: Mark, now: datetime) -> Move:
    result = newest_result(session, row.Attempt.id)
    marks: Mapping[int, Mark] = {row.AttemptItem.id: mark}
    again = result_with(session, row.Attempt, marks, reason="", now=now)
    return Move(row.Attempt, mark, result.points, again.points, result.passed, again.passed)
