"""What a lesson, a case or a result shows of a norm in its panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from core.db import fetch
from law.models import Act, Norm, NormEdition, Pin, PinHolder
from law.rules import Change, Place, act_short, cautious, changes_of, label


@dataclass(frozen=True)
class NormPanel:
    """A norm in the edition that is shown, with everything that a panel says of it."""

    slug: str
    place: Place
    label: str
    """The citation in the reader's language, for chips: «ст. 27 ТК РК»."""
    act_short: str
    """The act as it is cited in the reader's language: «ТК РК»."""
    act_title: str
    act_lang: str
    """Language of `act_title`: Russian where the act has no title in the reader's."""
    title: str
    gist: str
    gist_lang: str
    number: int
    """Number of the shown edition in the register."""
    newer: bool
    """The register has a newer edition than the shown one."""
    edition_on: date | None
    """Day of the official edition in which the text was read."""
    checked: bool
    caution: str
    """The register's own doubt; may be empty for a norm that nobody read, see `cautious`."""
    official: str
    changes: tuple[Change, ...]
    """Newest first."""
    second_reading_on: date | None

    @property
    def href(self) -> str:
        """Address of the norm's page."""
        return f"/law/{self.slug}"

    @property
    def changed(self) -> Change | None:
        """The newest known amendment."""
        return self.changes[0] if self.changes else None

    @property
    def cautious(self) -> bool:
        """Whether the panel must show a caution."""
        return cautious(self.checked, self.caution)


def panels(session: Session, slugs: Iterable[str], lang: str = "ru") -> dict[str, NormPanel]:
    """Slug → panel of the norm in its newest edition, in the given order; unknown slugs are left out. One statement."""
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return {}
    newer = aliased(NormEdition)
    newest = select(func.max(newer.number)).where(newer.norm_id == Norm.id).scalar_subquery()
    rows = _found(session, _select().where(Norm.slug.in_(wanted), NormEdition.number == newest), lang)
    return {slug: rows[slug] for slug in wanted if slug in rows}


def pinned_panels(session: Session, kind: PinHolder, edition_id: int, lang: str = "ru") -> dict[str, NormPanel]:
    """Slug → panel of each norm that an edition of content rests on, in the edition it was written on. One statement."""
    return {row.slug: _panel(row, lang) for row in fetch(session, PINNED, kind=kind.value, holder=edition_id)}


def _select() -> Select[*tuple[Any, ...]]:
    newer = aliased(NormEdition)
    newest = select(func.max(newer.number)).where(newer.norm_id == Norm.id).scalar_subquery()
    return (
        select(
            Norm.slug, Norm.article, Norm.point, Act.code, Act.title_ru, Act.title_kk, Act.title_en,
            NormEdition.title, NormEdition.gist_ru, NormEdition.gist_kk, NormEdition.number, NormEdition.edition_on,
            NormEdition.checked, NormEdition.note, NormEdition.official, NormEdition.changes,
            NormEdition.second_reading_on, newest.label("newest"),
        )
        .join(Act, Act.id == Norm.act_id)
        .join(NormEdition, NormEdition.norm_id == Norm.id)
    )  # fmt: skip


PINNED = (
    _select()
    .join(Pin, Pin.norm_edition_id == NormEdition.id)
    .where(Pin.holder_kind == bindparam("kind"), Pin.holder_id == bindparam("holder"))
    .order_by(Norm.position)
)
"""Made once: every lesson page asks for it."""


def _found(session: Session, statement: Select[*tuple[Any, ...]], lang: str) -> dict[str, NormPanel]:
    return {row.slug: _panel(row, lang) for row in session.execute(statement)}


def _panel(row: Any, lang: str) -> NormPanel:
    place = Place(row.code, row.article, row.point, row.title_ru)
    act_title, act_lang = act_title_of(row, lang)
    gist, gist_lang = (row.gist_kk, "kk") if lang == "kk" and row.gist_kk else (row.gist_ru, "ru")
    return NormPanel(
        slug=row.slug,
        place=place,
        label=label(place, lang),
        act_short=act_short(row.code, act_title, lang),
        act_title=act_title,
        act_lang=act_lang,
        title=row.title,
        gist=gist,
        gist_lang=gist_lang,
        number=row.number,
        newer=row.number < row.newest,
        edition_on=row.edition_on,
        checked=row.checked,
        caution=row.note,
        official=row.official,
        changes=changes_of(row.changes),
        second_reading_on=row.second_reading_on,
    )


def act_title_of(row: Any, lang: str) -> tuple[str, str]:
    """The title of an act in the reader's language where the register has it, else in Russian, and its language."""
    own = {"kk": row.title_kk, "en": row.title_en}.get(lang, "")
    return (own, lang) if own else (row.title_ru, "ru")
