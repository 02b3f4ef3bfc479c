"""One person's mark of one script, and what becomes of it: a second is waited for, a third is asked, or it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.item_store import item_of
from assessments.items.essay import Essay, rubric_score
from assessments.marking.allocate import allocate
from assessments.marking.errors import NotHeld
from assessments.marking.letters import write_marked
from assessments.marking.models import Hold, Round, Script, ScriptMark
from assessments.marking.rules import agreed, counting, open_rounds
from assessments.marking.services.hold import give_back, marks_of
from assessments.models import Attempt, AttemptItem, ItemEdition, ItemKey, Mark
from assessments.services.mark import make_result_again
from core.content.canonical import plain


@dataclass(frozen=True)
class Remark:
    """To one part of the answer; `norm` is a slug of the register or empty."""

    part: str
    text: str
    norm: str = ""

    def to_json(self) -> dict[str, str]:
        """As it is stored."""
        return {"part": self.part, "text": self.text, "norm": self.norm}


@dataclass(frozen=True)
class Sheet:
    """What a marker fills in."""

    levels: Mapping[str, int]
    """Criterion → level 0..3, every criterion once."""
    comment: str
    way: str = ""
    remarks: Sequence[Remark] = ()
    asks_second: bool = False


def essay_of(session: Session, script: Script) -> Essay:
    """The item of a script in the edition that the author got."""
    row = session.execute(
        select(ItemEdition.hash, ItemKey.content)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .join(AttemptItem, AttemptItem.item_edition_id == ItemEdition.id)
        .where(AttemptItem.id == script.attempt_item_id)
    ).one()
    item = item_of(row.hash, row.content)
    assert isinstance(item, Essay)  # noqa: S101 - only what people mark becomes a script
    return item


def mark_script(session: Session, script: Script, hold: Hold, sheet: Sheet, *, now: datetime) -> ScriptMark:
    """Store what the holder gives, end the hold, and settle the script if nothing more is wanted.

    :raises NotHeld: the hold ended meanwhile
    :raises WrongShape: a criterion is missing or unknown, a level does not exist
    """
    item = essay_of(session, script)
    mark = given(item, script, sheet, round_=hold.round, marker_id=hold.marker_id, now=now)
    if not give_back(session, hold, now=now):
        raise NotHeld
    session.add(mark)
    session.flush()
    attempt = session.get_one(Attempt, script.attempt_id)
    append_event(
        session, attempt, "script_marked", now=now, actor_id=hold.marker_id, script=script.ref, round=hold.round,
        points=plain(mark.points),
    )  # fmt: skip
    _settle(session, script, attempt, item, now)
    return mark


def given(item: Essay, script: Script, sheet: Sheet, *, round_: Round, marker_id: int, now: datetime) -> ScriptMark:
    """The row of a mark, not stored yet."""
    got = rubric_score(item, sheet.levels, sheet.way or None)
    return ScriptMark(
        script_id=script.id, round=round_, marker_id=marker_id, levels=dict(sheet.levels), way=sheet.way,
        by_part={name: plain(points) for name, points in got.by_part.items()}, points=got.points, max_points=got.max_points,
        comment=sheet.comment, remarks=[each.to_json() for each in sheet.remarks], asks_second=sheet.asks_second, at=now,
    )  # fmt: skip


def _settle(session: Session, script: Script, attempt: Attempt, item: Essay, now: datetime) -> None:
    marks = marks_of(session, script)
    wanted = open_rounds(marks, is_double=script.is_double, allowed=script.allowed_difference)
    for round_ in wanted:
        allocate(session, script, round_, now=now)
    if wanted:
        return
    used = counting(marks)
    session.add(mark_of_record(item, script, used, replaces=None, now=now))
    session.flush()
    result = make_result_again(session, attempt, reason="marked", actor_id=used[-1].marker_id, now=now)
    if not result.waiting_points:
        write_marked(session, attempt, now=now)


def mark_of_record(
    item: Essay, script: Script, used: Sequence[ScriptMark], *, replaces: Mark | None, now: datetime
) -> Mark:
    """The row of `marks` that one mark, or two that agree, come to."""
    whole = agreed(item, used)
    return Mark(
        attempt_item_id=script.attempt_item_id, answer_id=script.answer_id, marker_id=used[-1].marker_id,
        points=whole.points, max_points=item.max_points, by_part=_record(whole.by_part, whole.by_competency, used),
        comment="\n\n".join(each.comment for each in used if each.comment), replaces_id=replaces.id if replaces else None, at=now,
    )  # fmt: skip


def _record(
    parts: Mapping[str, Decimal], competencies: Mapping[str, Decimal], used: Sequence[ScriptMark]
) -> dict[str, Any]:
    return {
        "parts": {name: plain(points) for name, points in parts.items()}, "mistakes": [],
        "competencies": {name: plain(points) for name, points in competencies.items()},
        "levels": {name: sorted({each.levels[name] for each in used}) for name in parts},
        "remarks": [remark for each in used for remark in each.remarks],
        "way": used[-1].way,
    }  # fmt: skip
