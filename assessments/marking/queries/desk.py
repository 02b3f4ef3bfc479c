"""The desk of a marker: what they hold, what was given to them, what anybody who may can take."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from access.actors import Actor
from assessments.marking.access import visible_appeals, visible_scripts
from assessments.marking.models import (
    Allocation,
    Appeal,
    AppealDecision,
    Hold,
    Marker,
    Round,
    Script,
    ScriptMark,
)
from assessments.marking.rules import has_lapsed, open_rounds
from assessments.models import Attempt, CaseEdition, ExamEdition, Mark
from assessments.queries.texts import Words, words
from core.clock import local_day
from people.models import Person

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A script or an appeal on the desk."""

    ref: str
    code: str
    title: Words
    language: str
    since: datetime
    due_on: date
    is_late: bool
    round: Round
    questions: int = 0
    """Of an appeal: how many are disputed."""


@dataclass
class Desk:
    """Everything the first page of a marker shows. Each list has the most urgent first."""

    code: str
    """Empty before the first script was taken."""
    languages: Sequence[str]
    held: list[Waiting] = field(default_factory=list)
    given: list[Waiting] = field(default_factory=list)
    first: list[Waiting] = field(default_factory=list)
    second: list[Waiting] = field(default_factory=list)
    third: list[Waiting] = field(default_factory=list)
    appeals: list[Waiting] = field(default_factory=list)
    elsewhere: int = 0
    """Scripts that others hold, or that wait in a language which the marker did not choose."""

    @property
    def own(self) -> list[Waiting]:
        """What is the marker's to do."""
        return [*self.held, *self.given]

    @property
    def queue(self) -> list[Waiting]:
        """In which order one script follows the other."""
        return [*self.own, *self.third, *self.second, *self.first]


@dataclass(frozen=True)
class _Given:
    points: Decimal
    asks_second: bool


@dataclass
class _State:
    """What is known about a script beside its row."""

    marks: dict[Round, _Given] = field(default_factory=dict)
    markers: set[int] = field(default_factory=set)
    holds: dict[Round, int] = field(default_factory=dict)
    given: dict[Round, int] = field(default_factory=dict)


def desk(session: Session, actor: Actor, *, now: datetime, lang: str) -> Desk:
    """The desk at this moment; six statements however long the lists are."""
    on = local_day(now)
    rows = session.execute(_waiting(actor, on)).all()
    states = _states(session, [row.Script.id for row in rows], now)
    code, languages = _profile(session, actor.person_id)
    made = Desk(code, languages)
    for row in rows:
        _put(made, row, states[row.Script.id], actor.person_id, on, lang)
    made.appeals = _appeals(session, actor, on, now, lang)
    return made


def _waiting(actor: Actor, on: date) -> Any:
    settled = exists().where(Mark.attempt_item_id == Script.attempt_item_id)
    return _titled(visible_scripts(actor, on).where(~settled)).order_by(Script.due_on, Script.id).limit(MOST)


def _titled(query: Any) -> Any:
    return (
        query.add_columns(
            ExamEdition.title_ru.label("exam_ru"), ExamEdition.title_kk.label("exam_kk"),
            CaseEdition.title_ru.label("case_ru"), CaseEdition.title_kk.label("case_kk"),
        )
        .outerjoin(ExamEdition, ExamEdition.id == Attempt.exam_edition_id)
        .outerjoin(CaseEdition, CaseEdition.id == Attempt.case_edition_id)
    )  # fmt: skip


def title_of(row: Row[Any], lang: str) -> Words:
    """The title of the exam or of the case."""
    return words(row.exam_ru or row.case_ru, row.exam_kk or row.case_kk or "", lang)


def _profile(session: Session, person_id: int) -> tuple[str, Sequence[str]]:
    query = (
        select(Person.language, Marker).outerjoin(Marker, Marker.person_id == Person.id).where(Person.id == person_id)
    )
    language, marker = session.execute(query).one()
    return (marker.code, marker.languages) if marker else ("", [language if language == "kk" else "ru"])


def _states(session: Session, ids: Sequence[int], now: datetime) -> dict[int, _State]:
    states = {script: _State() for script in ids}
    marks = select(
        ScriptMark.script_id, ScriptMark.round, ScriptMark.marker_id, ScriptMark.points, ScriptMark.asks_second
    )
    for mark in session.execute(marks.where(ScriptMark.script_id.in_(ids))):
        states[mark.script_id].marks[mark.round] = _Given(mark.points, mark.asks_second)
        states[mark.script_id].markers.add(mark.marker_id)
    for hold in session.scalars(select(Hold).where(Hold.script_id.in_(ids), Hold.ended_at.is_(None))):
        if hold.script_id is not None and not has_lapsed(hold.taken_at, now):
            states[hold.script_id].holds[hold.round] = hold.marker_id
    for given in session.scalars(select(Allocation).where(Allocation.script_id.in_(ids))):
        states[given.script_id].given[given.round] = given.marker_id
    return states


def _put(made: Desk, row: Row[Any], state: _State, me: int, on: date, lang: str) -> None:
    """Put a script into the list where it belongs for this marker, or into none."""
    script: Script = row.Script
    if me in state.markers:
        return
    wanted = open_rounds(state.marks, is_double=script.is_double, allowed=script.allowed_difference)
    mine = [round_ for round_, marker in state.holds.items() if marker == me]
    free = [round_ for round_ in wanted if round_ not in state.holds]
    for_me = [round_ for round_ in free if state.given.get(round_) == me]
    if not mine and (not free or (script.language not in made.languages and not for_me)):
        made.elsewhere += bool(wanted)
        return
    round_ = (mine or for_me or free)[0]
    common = {Round.FIRST: made.first, Round.SECOND: made.second}.get(round_, made.third)
    (made.held if mine else made.given if for_me else common).append(
        Waiting(
            script.ref, script.code, title_of(row, lang), script.language, script.opened_at, script.due_on,
            script.due_on < on, round_,
        )
    )  # fmt: skip


def _appeals(session: Session, actor: Actor, on: date, now: datetime, lang: str) -> list[Waiting]:
    decided = exists().where(AppealDecision.appeal_id == Appeal.id)
    query = _titled(
        visible_appeals(actor, on).where(~decided).add_columns(Hold.marker_id, Hold.taken_at, Attempt.language)
    )
    query = query.outerjoin(Hold, (Hold.appeal_id == Appeal.id) & Hold.ended_at.is_(None))
    found = []
    for row in session.execute(query.order_by(Appeal.decide_by, Appeal.id).limit(MOST)):
        appeal: Appeal = row.Appeal
        if row.marker_id in {None, actor.person_id} or has_lapsed(row.taken_at, now):
            found.append(
                Waiting(
                    appeal.ref, appeal.code, title_of(row, lang), row.language, appeal.made_at, appeal.decide_by,
                    appeal.decide_by < on, Round.APPEAL, len(appeal.places),
                )
            )  # fmt: skip
    return found
