"""The register as a list: what was asked, how many norms of which kind there are, one page of rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core import search
from core.paging import Page, paged
from law.models import Act, Norm, NormEdition, Pin, PinHolder
from law.queries.panels import act_title_of
from law.rules import Place, act_short, cautious, changed_recently, label, names_place, newest_day
from law.wanted import State, Wanted

PAGE = 25


@dataclass(frozen=True)
class Taught:
    """Where a norm is taught today."""

    lessons: int = 0
    cases: int = 0
    questions: int = 0

    def __bool__(self) -> bool:
        return bool(self.lessons or self.cases or self.questions)


@dataclass(frozen=True)
class NormRow:
    """A norm in the list."""

    slug: str
    place: Place
    label: str
    title: str
    gist: str
    gist_lang: str
    topics: tuple[str, ...]
    checked: bool
    note: str
    changed_on: date | None
    """Day of the newest amending act, if it is less than a year old."""
    act_state: str
    second_reading_on: date | None
    second_reading_source: str
    edition_on: date | None
    taught: Taught

    @property
    def cautious(self) -> bool:
        """Whether the row must show a caution."""
        return cautious(self.checked, self.note)

    @property
    def repealed(self) -> bool:
        """Whether the act is no longer in force."""
        return self.act_state == "false"

    @property
    def plain(self) -> bool:
        """Whether it was read twice and nothing else has to be said of it."""
        return bool(
            self.second_reading_on and self.checked and not self.cautious and not self.changed_on and not self.repealed
        )

    def stands(self, state: State) -> bool:
        """Whether the norm is in a state that the list can be narrowed to."""
        match state:
            case State.ANY:
                return True
            case State.UNREAD:
                return not self.checked
            case State.CAUTION:
                return self.cautious
            case State.CHANGED:
                return self.changed_on is not None
            case State.REPEALED:
                return self.repealed
            case State.TAUGHT:
                return bool(self.taught)


@dataclass(frozen=True)
class Figures:
    """What the register holds altogether; nothing in it is rounded or left out."""

    norms: int
    acts: int
    read: int
    unread: int
    cautious: int
    second: int
    """With a second reading; for a norm whose text nobody read, it compared what the register says of it."""
    compared: int
    """Of these: compared with another page than the first time."""
    newest_reading: date | None


@dataclass(frozen=True)
class Listing:
    """A page of the register and everything around its rows."""

    page: Page[NormRow]
    figures: Figures
    states: Mapping[State, int]
    """How many of what matches the words, the act and the topic are in each state."""
    acts: Sequence[tuple[str, str]]
    """Code and short name of every act that has norms, in the register's order."""


def listing(session: Session, wanted: Wanted, today: date, lang: str) -> Listing:
    """The part of the register that was asked for; three statements, two without words to look for."""
    rows = _rows(session, today, lang)
    matching = [row for row in _with_words(session, rows, wanted.q) if _of(row, wanted)]
    shown = [row for row in matching if row.stands(wanted.state)]
    return Listing(
        page=paged(shown, wanted.page, PAGE),
        figures=_figures(rows),
        states={state: sum(row.stands(state) for row in matching) for state in State},
        acts=_acts(rows, lang),
    )


def _of(row: NormRow, wanted: Wanted) -> bool:
    return (not wanted.act or row.place.act == wanted.act) and (not wanted.topic or wanted.topic in row.topics)


def _with_words(session: Session, rows: Sequence[NormRow], query: str) -> list[NormRow]:
    """The norms that the query names by their place, then those in which its words stand, best first."""
    if not query:
        return list(rows)
    named = [row for row in rows if names_place(query, row.place)]
    by_slug = {row.slug: row for row in rows}
    found = [
        by_slug[each.ref]
        for each in search.find(session, query, kinds=["norm"], limit=len(rows) or 1)
        if each.ref in by_slug
    ]
    return list({row.slug: row for row in [*named, *found]}.values())


def _rows(session: Session, today: date, lang: str) -> list[NormRow]:
    taught = _taught(session)
    newer = aliased(NormEdition)
    newest = select(func.max(newer.number)).where(newer.norm_id == Norm.id).scalar_subquery()
    found = session.execute(
        select(
            Norm.id, Norm.slug, Norm.article, Norm.point, Act.code, Act.in_force, Act.title_ru, Act.title_kk,
            Act.title_en, NormEdition.title, NormEdition.gist_ru, NormEdition.gist_kk, NormEdition.topics,
            NormEdition.checked, NormEdition.note, NormEdition.changes, NormEdition.edition_on,
            NormEdition.second_reading_on, NormEdition.second_reading_source,
        )
        .join(Act, Act.id == Norm.act_id)
        .join(NormEdition, NormEdition.norm_id == Norm.id)
        .where(NormEdition.number == newest)
        .order_by(Norm.position)
    )  # fmt: skip
    return [_row(each, taught.get(each.id, Taught()), today, lang) for each in found]


def _row(found: Any, taught: Taught, today: date, lang: str) -> NormRow:
    place = Place(found.code, found.article, found.point, act_title_of(found, lang)[0])
    own = lang == "kk" and found.gist_kk
    changed_on = newest_day(found.changes)
    return NormRow(
        slug=found.slug,
        place=place,
        label=label(place, lang),
        title=found.title,
        gist=found.gist_kk if own else found.gist_ru,
        gist_lang="kk" if own else "ru",
        topics=tuple(found.topics),
        checked=found.checked,
        note=found.note,
        changed_on=changed_on if changed_recently(changed_on, today) else None,
        act_state=found.in_force,
        second_reading_on=found.second_reading_on,
        second_reading_source=found.second_reading_source,
        edition_on=found.edition_on,
        taught=taught,
    )


def _taught(session: Session) -> dict[int, Taught]:
    """Id of a norm → where it is taught today."""
    counted = session.execute(
        select(NormEdition.norm_id, Pin.holder_kind, func.count(func.distinct(Pin.holder_slug)))
        .join(Pin, Pin.norm_edition_id == NormEdition.id)
        .where(Pin.superseded_at.is_(None))
        .group_by(NormEdition.norm_id, Pin.holder_kind)
    )
    by_norm: dict[int, Counter[str]] = {}
    for norm_id, kind, number in counted:
        by_norm.setdefault(norm_id, Counter())[PinHolder(kind)] = number
    return {
        norm_id: Taught(kinds[PinHolder.LESSON], kinds[PinHolder.CASE], kinds[PinHolder.ITEM])
        for norm_id, kinds in by_norm.items()
    }


def _figures(rows: Sequence[NormRow]) -> Figures:
    second = [row for row in rows if row.second_reading_on]
    return Figures(
        norms=len(rows),
        acts=len({row.place.act for row in rows}),
        read=sum(row.checked for row in rows),
        unread=sum(not row.checked for row in rows),
        cautious=sum(row.cautious for row in rows),
        second=len(second),
        compared=sum(row.second_reading_source.startswith("http") for row in second),
        newest_reading=max((row.edition_on for row in rows if row.edition_on), default=None),
    )


def _acts(rows: Iterable[NormRow], lang: str) -> list[tuple[str, str]]:
    titles = {row.place.act: row.place.act_title for row in rows}
    return [(code, act_short(code, title, lang)) for code, title in titles.items()]
