"""One norm: its editions, what changed, where it is taught, what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.errors import NotFound
from law.act_names import NAMES
from law.models import Act, Norm, NormEdition, Pin, PinHolder
from law.queries.panels import NormPanel, act_title_of, panels
from law.rules import Place, act_short, changed_recently, day_of, label, newest_day


@dataclass(frozen=True)
class ActState:
    """Whether the act of a norm is in force, as far as the register knows."""

    in_force: str
    """`true`, `false` or `unknown`."""
    until: date | None
    replaced_by: str
    """Code of the act that replaced it; empty when it has none."""
    replaced_by_title: str
    note: str


@dataclass(frozen=True)
class Edition:
    """What the register said of the norm."""

    number: int
    gist: str
    gist_lang: str
    edition_on: date | None
    from_on: date | None
    until_on: date | None
    loaded_at: datetime
    source: str
    topics: tuple[str, ...]
    compared_with: str
    """The other page of the second reading; empty when the same copy was read twice."""


@dataclass(frozen=True)
class TaughtAt:
    """A lesson or a case that rests on the norm."""

    kind: PinHolder
    title: str
    lang: str
    address: str
    number: int
    """The edition of the norm on which it was written."""


@dataclass(frozen=True)
class Neighbour:
    """Another norm of the same article, or the previous or next one of the register."""

    slug: str
    label: str
    title: str
    changed: bool
    position: int
    same_article: bool


@dataclass(frozen=True)
class NormPage:
    """Everything that the page of a norm shows."""

    panel: NormPanel
    act: ActState
    editions: Sequence[Edition]
    places: Sequence[TaughtAt]
    questions: int
    previous: Neighbour | None
    next: Neighbour | None
    same_article: Sequence[Neighbour]

    @property
    def current(self) -> Edition:
        """The newest edition."""
        return self.editions[0]


def norm_page(session: Session, slug: str, today: date, lang: str) -> NormPage:
    """The page of a norm; four statements.

    :raises NotFound: the register has no such norm
    """
    panel = panels(session, [slug], lang).get(slug)
    if panel is None:
        raise NotFound
    rows = _editions(session, slug)
    places, questions = _taught(session, rows[0].norm_id, lang)
    beside = _beside(session, rows[0], today, lang)
    here = rows[0].position
    return NormPage(
        panel=panel,
        act=_act(rows[0].in_force, rows[0].content, lang),
        editions=[_edition(row, lang) for row in rows],
        places=places,
        questions=questions,
        previous=next((each for each in reversed(beside) if each.position == here - 1), None),
        next=next((each for each in beside if each.position == here + 1), None),
        same_article=[each for each in beside if each.same_article],
    )


def _editions(session: Session, slug: str) -> Sequence[Any]:
    """The editions of the norm, newest first, each with the norm's own columns and those of its act."""
    return session.execute(
        select(
            NormEdition.norm_id, NormEdition.number, NormEdition.gist_ru, NormEdition.gist_kk, NormEdition.edition_on,
            NormEdition.from_on, NormEdition.until_on, NormEdition.loaded_at, NormEdition.source, NormEdition.topics,
            NormEdition.second_reading_source, Norm.position, Norm.act_id, Norm.article, Act.in_force, Act.content,
        )
        .join(Norm, Norm.id == NormEdition.norm_id)
        .join(Act, Act.id == Norm.act_id)
        .where(Norm.slug == slug)
        .order_by(NormEdition.number.desc())
    ).all()  # fmt: skip


def _edition(row: Any, lang: str) -> Edition:
    own = lang == "kk" and row.gist_kk
    compared = row.second_reading_source
    return Edition(
        number=row.number,
        gist=row.gist_kk if own else row.gist_ru,
        gist_lang="kk" if own else "ru",
        edition_on=row.edition_on,
        from_on=row.from_on,
        until_on=row.until_on,
        loaded_at=row.loaded_at,
        source=row.source,
        topics=tuple(row.topics),
        compared_with=compared if compared.startswith("http") else "",
    )


def _act(in_force: str, content: dict[str, Any], lang: str) -> ActState:
    code = content.get("repealed_by", "")
    return ActState(
        in_force=in_force,
        until=day_of(content.get("in_force_until", "")),
        replaced_by=code if code in NAMES else "",
        replaced_by_title=act_short(code, code, lang),
        note=content.get("note", ""),
    )


def _taught(session: Session, norm_id: int, lang: str) -> tuple[list[TaughtAt], int]:
    """Lessons and cases by name, and the number of questions: questions themselves are shown only in tests."""
    rows = session.execute(
        select(Pin.holder_kind, Pin.holder_slug, Pin.title_ru, Pin.title_kk, Pin.address, NormEdition.number)
        .join(NormEdition, NormEdition.id == Pin.norm_edition_id)
        .where(NormEdition.norm_id == norm_id, Pin.superseded_at.is_(None))
        .order_by(Pin.holder_kind.desc(), Pin.id)
    ).all()
    places = {}
    for row in rows:
        if row.holder_kind in (PinHolder.LESSON, PinHolder.CASE):
            own = lang == "kk" and row.title_kk
            title = row.title_kk if own else row.title_ru
            kind = PinHolder(row.holder_kind)
            places[kind, row.holder_slug] = TaughtAt(kind, title, "kk" if own else "ru", row.address, row.number)
    return list(places.values()), len({row.holder_slug for row in rows if row.holder_kind == PinHolder.ITEM})


def _beside(session: Session, here: Any, today: date, lang: str) -> list[Neighbour]:
    newer = aliased(NormEdition)
    newest = select(func.max(newer.number)).where(newer.norm_id == Norm.id).scalar_subquery()
    same = and_(Norm.act_id == here.act_id, Norm.article == here.article, Norm.article != "")
    rows = session.execute(
        select(
            Norm.slug, Norm.article, Norm.point, Norm.position, Norm.act_id, Act.code, Act.title_ru, Act.title_kk,
            Act.title_en, NormEdition.title, NormEdition.changes,
        )
        .join(Act, Act.id == Norm.act_id)
        .join(NormEdition, NormEdition.norm_id == Norm.id)
        .where(
            NormEdition.number == newest,
            Norm.id != here.norm_id,
            or_(same, Norm.position.in_([here.position - 1, here.position + 1])),
        )
        .order_by(Norm.position)
    )  # fmt: skip
    return [
        Neighbour(
            slug=row.slug,
            label=label(Place(row.code, row.article, row.point, act_title_of(row, lang)[0]), lang),
            title=row.title,
            changed=changed_recently(newest_day(row.changes), today),
            position=row.position,
            same_article=bool(row.article) and (row.act_id, row.article) == (here.act_id, here.article),
        )
        for row in rows
    ]
