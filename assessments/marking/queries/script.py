"""One script as a marker sees it: the answer without its author, the rubric, the model answer, and what was given before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.items.essay import Essay
from assessments.marking.models import Hold, Marker, Round, Script, ScriptMark, StockComment, marker_code
from assessments.marking.rules import has_lapsed, open_rounds
from assessments.marking.services.hold import hold_of, marks_of
from assessments.marking.services.mark import essay_of
from assessments.models import Answer, Attempt, CaseEdition, CaseKey, ExamEdition
from assessments.queries.norms import norm_lines
from assessments.queries.texts import Words, said, words


@dataclass(frozen=True)
class Part:
    """One field of the written answer beside that of the model."""

    id: str
    label: str
    text: str
    model: str


@dataclass(frozen=True)
class Level:
    """What a level of a criterion asks for, and its points."""

    number: int
    points: Decimal
    text: str


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric."""

    id: str
    title: str
    points: Decimal
    levels: Sequence[Level]


@dataclass(frozen=True)
class Way:
    """Another lawful way, and the most that it can get."""

    id: str
    text: str
    ceiling: Decimal


@dataclass(frozen=True)
class Rubric:
    """What is filled in for a written answer."""

    prompt: str
    parts: Sequence[Part]
    criteria: Sequence[Criterion]
    ways: Sequence[Way]
    norms: Sequence[tuple[str, str]]
    """Slug and where it stands: what a remark may cite."""
    most: Decimal
    lang: str

    @property
    def word_count(self) -> int:
        """Of the answer."""
        return sum(len(part.text.split()) for part in self.parts)


@dataclass(frozen=True)
class Before:
    """What another marker gave, shown to the third."""

    code: str
    mark: ScriptMark


@dataclass(frozen=True)
class ScriptPage:
    """Everything the page of a script shows."""

    script: Script
    title: Words
    rubric: Rubric
    court: Sequence[tuple[Words, Words]]
    """Title and words of each point of the court, for a case."""
    round: Round | None
    """For which the reader holds it, or could take it; None: neither."""
    is_held: bool
    holder: str
    """Code of the marker who has it, when it is not to be had."""
    holder_since: datetime | None
    own: ScriptMark | None
    before: Sequence[Before]
    stock: Sequence[StockComment]
    submitted_at: datetime | None


def script_page(session: Session, script: Script, person_id: int, *, now: datetime, lang: str) -> ScriptPage:
    """A script for somebody who may see it; marks of others only in the third round, after both are stored."""
    attempt = session.get_one(Attempt, script.attempt_id)
    marks = marks_of(session, script)
    own = next((mark for mark in marks.values() if mark.marker_id == person_id), None)
    hold = hold_of(session, script, person_id)
    held = [
        each
        for each in session.scalars(select(Hold).where(Hold.script_id == script.id, Hold.ended_at.is_(None)))
        if not has_lapsed(each.taken_at, now)
    ]
    round_ = hold.round if hold else _free(script, marks, held) if own is None else None
    other = (
        next((each for each in held if each.marker_id != person_id), None) if round_ is None and own is None else None
    )
    title, court, norms = _subject(session, attempt, lang)
    return ScriptPage(
        script=script, title=title, rubric=rubric_of(session, essay_of(session, script), script, norms), court=court,
        round=round_, is_held=hold is not None,
        holder=_codes(session, [other.marker_id]).get(other.marker_id, "") if other else "",
        holder_since=other.taken_at if other else None, own=own,
        before=_before(session, marks) if round_ == Round.THIRD else (),
        stock=stock_of(session, person_id), submitted_at=attempt.submitted_at,
    )  # fmt: skip


def _free(script: Script, marks: Mapping[Round, ScriptMark], held: Sequence[Hold]) -> Round | None:
    wanted = open_rounds(marks, is_double=script.is_double, allowed=script.allowed_difference)
    taken = {hold.round for hold in held}
    return next((round_ for round_ in wanted if round_ not in taken), None)


def _codes(session: Session, persons: Sequence[int]) -> dict[int, str]:
    query = select(Marker.person_id, Marker.id).where(Marker.person_id.in_(persons))
    return {person: marker_code(marker) for person, marker in session.execute(query)}


def _before(session: Session, marks: Mapping[Round, ScriptMark]) -> list[Before]:
    earlier = [marks[each] for each in (Round.FIRST, Round.SECOND) if each in marks]
    codes = _codes(session, [mark.marker_id for mark in earlier])
    return [Before(codes.get(mark.marker_id, ""), mark) for mark in earlier]


def stock_of(session: Session, person_id: int) -> list[StockComment]:
    """The remarks that the marker keeps, the newest first."""
    query = select(StockComment).where(StockComment.marker_id == person_id, StockComment.ended_at.is_(None))
    return list(session.scalars(query.order_by(StockComment.id.desc())))


def _subject(session: Session, attempt: Attempt, lang: str) -> tuple[Words, list[tuple[Words, Words]], list[str]]:
    """Title, points of the court, and the norms that the court names."""
    if attempt.exam_edition_id is not None:
        exam = session.get_one(ExamEdition, attempt.exam_edition_id)
        return words(exam.title_ru, exam.title_kk, lang), [], []
    case = session.get_one(CaseEdition, attempt.case_edition_id)
    court = session.get_one(CaseKey, case.id).content["court"]
    points = [(said(each["title"], lang), said(each["court"], lang)) for each in court["points"]]
    norms = [norm for each in court["points"] for norm in each.get("norms", [])]
    return words(case.title_ru, case.title_kk, lang), points, norms


def rubric_of(session: Session, item: Essay, script: Script, norms: Sequence[str] = ()) -> Rubric:
    """The rubric with the answer of a script; `norms` may be cited beside those of the item."""
    lang = script.language
    given: dict[str, Any] = session.get_one(Answer, script.answer_id).value or {}
    lines = norm_lines(session, [*item.norms, *norms], lang)
    return Rubric(
        prompt=item.prompt.get(lang),
        parts=[
            Part(each.id, each.label.get(lang), given.get(each.id, ""), item.model_answer[each.id].get(lang))
            for each in item.fields
        ],
        criteria=[
            Criterion(each.id, each.title.get(lang), each.points, _levels(item, each.levels, lang))
            for each in item.rubric.criteria
        ],
        ways=[Way(each.id, each.text.get(lang), each.ceiling) for each in item.alternatives],
        norms=[(slug, line.where) for slug, line in sorted(lines.items(), key=lambda pair: pair[1].where)],
        most=item.max_points, lang=lang,
    )  # fmt: skip


def _levels(item: Essay, texts: Sequence[Any], lang: str) -> list[Level]:
    return [
        Level(n, points, text.get(lang))
        for n, (points, text) in enumerate(zip(item.rubric.points_by_level, texts, strict=True))
    ]
