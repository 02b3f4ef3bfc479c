"""What a learner reads about a marked written answer: level and points of each criterion, remarks with norms, the comment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.items.essay import Essay
from assessments.models import Attempt, AttemptItem, ItemEdition, ItemKey, Mark, Result
from assessments.queries.norms import norm_lines

REASONS = ("marked", "appeal")
"""Of results that a marker or an appeal made; any other reason was written by who changed a key."""


@dataclass(frozen=True)
class Reached:
    """A criterion with what was reached, in the words of the rubric."""

    title: str
    points: Decimal
    most: Decimal
    levels: Sequence[str]
    """One, or two where two markers chose different ones."""


@dataclass(frozen=True)
class Remark:
    """To a part of the answer."""

    part: str
    text: str
    norm: str
    where: str


@dataclass(frozen=True)
class Written:
    """One marked answer."""

    criteria: Sequence[Reached]
    remarks: Sequence[Remark]
    way: str
    comment: str
    lang: str
    reviewed: bool
    """Marked anew after an appeal or a correction."""


def written_marks(session: Session, attempt: Attempt) -> dict[int, Written]:
    """Number of the question → how it was marked, for those that a person marked by a rubric."""
    query = (
        select(AttemptItem.position, Mark, ItemEdition.hash, ItemKey.content)
        .join(AttemptItem, AttemptItem.id == Mark.attempt_item_id)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id, Mark.marker_id.is_not(None))
        .order_by(Mark.id)
    )
    rows = {row.position: row for row in session.execute(query)}
    slugs = [each["norm"] for row in rows.values() for each in row.Mark.by_part.get("remarks", [])]
    lines = norm_lines(session, filter(None, slugs), attempt.language)
    found = {}
    for position, row in rows.items():
        item = item_of(row.hash, row.content)
        if isinstance(item, Essay) and row.Mark.by_part.get("levels"):
            norms = {slug: line.where for slug, line in lines.items()}
            found[position] = _written(item, row.Mark, norms, attempt.language)
    return found


def _written(item: Essay, mark: Mark, norms: Mapping[str, str], lang: str) -> Written:
    labels = {each.id: each.label.get(lang) for each in item.fields}
    ways = {each.id: each.text.get(lang) for each in item.alternatives}
    return Written(
        criteria=[
            Reached(
                each.title.get(lang), Decimal(str(mark.by_part["parts"][each.id])), each.points,
                [each.levels[level].get(lang) for level in mark.by_part["levels"][each.id]],
            )
            for each in item.rubric.criteria
        ],
        remarks=[
            Remark(labels.get(each["part"], ""), each["text"], each["norm"], norms.get(each["norm"], ""))
            for each in mark.by_part.get("remarks", [])
        ],
        way=ways.get(mark.by_part.get("way", ""), ""), comment=mark.comment, lang=lang, reviewed=mark.replaces_id is not None,
    )  # fmt: skip


def rescored_because(session: Session, attempt_id: int) -> str:
    """The reason why the key or the rubric was changed after the result, in the words of who decided; empty when it was not."""
    query = select(Result.reason).where(Result.attempt_id == attempt_id, Result.reason.not_in(("", *REASONS)))
    return session.scalar(query.order_by(Result.version.desc()).limit(1)) or ""
