"""Items, cases and exams in the database: what is new or changed becomes an edition, the rest is left alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assessments.cases.public import public_case
from assessments.cases.read import ReadCase
from assessments.items import Item as ItemContent
from assessments.items import public_content
from assessments.models import (
    Case,
    CaseEdition,
    CaseEditionItem,
    CaseKey,
    Exam,
    ExamEdition,
    ExamKind,
    ExamPoolItem,
    Item,
    ItemEdition,
    ItemKey,
)
from core.content.canonical import json_safe
from core.editions import Newest, newest_editions
from law.models import PinHolder
from law.pins import Holder, pin_norms

UNRATED = 2
"""Difficulty of a check that its author did not rate."""


@dataclass(frozen=True)
class NewItem:
    """An item as read from a content file, under its lasting key."""

    slug: str
    hash: str
    item: ItemContent


@dataclass(frozen=True)
class NewExam:
    """An exam as read from a content file; `pool` names items by slug."""

    slug: str
    hash: str
    kind: ExamKind
    title_ru: str
    title_kk: str
    limit_minutes: int
    attempts_allowed: int
    pass_percent: int
    content: dict[str, Any] = field(repr=False)
    pool: Sequence[str] = ()


@dataclass(frozen=True)
class NewCase:
    """A case as read; `hash` is that of its whole content, `address` where a reader finds it."""

    read: ReadCase
    hash: str
    content: dict[str, Any] = field(repr=False)
    address: str = ""

    @property
    def slug(self) -> str:
        return self.read.case.id


def publish_items(
    session: Session, items: Iterable[NewItem], norms: Mapping[str, int], *, now: datetime
) -> dict[str, int]:
    """Slug of every given item → id of its edition.

    :param norms: from `law.pins.current_norms`
    """
    newest = newest_editions(session, Item.slug, ItemEdition.item_id)
    editions: dict[str, int] = {}
    for new in items:
        known = newest.get(new.slug)
        if known is not None and known.edition_id is not None and known.hash == new.hash:
            editions[new.slug] = known.edition_id
        else:
            editions[new.slug] = _item(session, new, known, norms, now)
    return editions


def _item(session: Session, new: NewItem, known: Newest | None, norms: Mapping[str, int], now: datetime) -> int:
    item = new.item
    public = public_content(item)
    edition = ItemEdition(
        item_id=known.thing_id if known else _new_thing(session, Item(slug=new.slug)),
        number=known.number + 1 if known else 1,
        hash=new.hash,
        type=item.type,
        difficulty=item.difficulty or UNRATED,
        points=item.max_points,
        competencies=list(item.competencies),
        languages=list(public),
        public=public,
        published_at=now,
    )
    session.add(edition)
    session.flush()
    session.add(ItemKey(item_edition_id=edition.id, content=json_safe(item.dump())))
    holder = Holder(PinHolder.ITEM, edition.id, new.slug, item.prompt.get("ru"), item.prompt.kk or "")
    pin_norms(session, holder, dict.fromkeys(item.norms, "key"), norms, now=now)
    return edition.id


def _new_thing(session: Session, thing: Item | Case | Exam) -> int:
    session.add(thing)
    session.flush()
    return thing.id


def publish_cases(
    session: Session, cases: Iterable[NewCase], items: Mapping[str, int], norms: Mapping[str, int], *, now: datetime
) -> dict[str, int]:
    """Slug of every given case → id of its edition.

    :param items: edition ids of the items, those of the case under `<case id>/<item id>`
    """
    newest = newest_editions(session, Case.slug, CaseEdition.case_id)
    editions: dict[str, int] = {}
    for new in cases:
        known = newest.get(new.slug)
        if known is not None and known.edition_id is not None and known.hash == new.hash:
            editions[new.slug] = known.edition_id
        else:
            editions[new.slug] = _case(session, new, known, items, norms, now)
    return editions


def _case(
    session: Session,
    new: NewCase,
    known: Newest | None,
    items: Mapping[str, int],
    norms: Mapping[str, int],
    now: datetime,
) -> int:
    case = new.read.case
    edition = CaseEdition(
        case_id=known.thing_id if known else _new_thing(session, Case(slug=new.slug)),
        number=known.number + 1 if known else 1,
        hash=new.hash,
        title_ru=case.title.get("ru"),
        title_kk=case.title.kk or "",
        law_as_of=case.law_as_of,
        difficulty=case.difficulty,
        planned_minutes=case.planned_minutes,
        points=Decimal(case.scoring.total),
        stage_count=len(case.stages),
        public=public_case(new.read),
        published_at=now,
    )
    session.add(edition)
    session.flush()
    session.add(CaseKey(case_edition_id=edition.id, content=new.content))
    session.execute(insert(CaseEditionItem), _places(new.read, edition.id, items))
    holder = Holder(PinHolder.CASE, edition.id, new.slug, edition.title_ru, edition.title_kk, new.address)
    pin_norms(session, holder, {pin.id: pin.use for pin in case.norms}, norms, now=now)
    return edition.id


def _places(read: ReadCase, edition_id: int, items: Mapping[str, int]) -> list[dict[str, int]]:
    return [
        {
            "case_edition_id": edition_id,
            "item_edition_id": items[f"{read.case.id}/{item.id}"],
            "stage_no": stage_no,
            "position": position,
        }
        for stage_no, stage in enumerate(read.case.stages, start=1)
        for position, item in enumerate(read.of_stage(stage.id), start=1)
    ]


def publish_exams(
    session: Session, exams: Iterable[NewExam], items: Mapping[str, int], *, now: datetime
) -> dict[str, int]:
    """Slug of every given exam or check → id of its edition."""
    newest = newest_editions(session, Exam.slug, ExamEdition.exam_id)
    editions: dict[str, int] = {}
    for new in exams:
        known = newest.get(new.slug)
        if known is not None and known.edition_id is not None and known.hash == new.hash:
            editions[new.slug] = known.edition_id
        else:
            editions[new.slug] = _exam(session, new, known, items, now)
    return editions


def _exam(session: Session, new: NewExam, known: Newest | None, items: Mapping[str, int], now: datetime) -> int:
    edition = ExamEdition(
        exam_id=known.thing_id if known else _new_thing(session, Exam(slug=new.slug)),
        number=known.number + 1 if known else 1,
        hash=new.hash,
        kind=new.kind,
        title_ru=new.title_ru,
        title_kk=new.title_kk,
        limit_minutes=new.limit_minutes,
        attempts_allowed=new.attempts_allowed,
        pass_percent=new.pass_percent,
        content=new.content,
        published_at=now,
    )
    session.add(edition)
    session.flush()
    pool = [{"exam_edition_id": edition.id, "item_edition_id": items[slug]} for slug in new.pool]
    session.execute(insert(ExamPoolItem), pool)
    return edition.id
