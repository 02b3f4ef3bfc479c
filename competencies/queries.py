"""Reads of the framework in force: how competencies, offices and levels are called, and what each office requires."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from competencies.models import Competency, Framework, Office, OfficeProfile


@dataclass(frozen=True)
class Title:
    """The name of a competency or an office in the language asked for, or in Russian where it has none."""

    code: str
    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Group:
    """Competencies that belong together, in the order of the framework."""

    code: str
    title: Title
    competencies: tuple[Title, ...]


def titles(session: Session, lang: str, codes: Iterable[str] | None = None) -> dict[str, Title]:
    """Code → name of the competencies, in the order of the framework; unknown codes are left out. One statement.

    :param codes: only these; None: all
    """
    statement = (
        select(Competency.code, Competency.title_ru, Competency.title_kk, Competency.content)
        .where(Competency.framework_id == _newest())
        .order_by(Competency.position)
    )
    if codes is not None:
        statement = statement.where(Competency.code.in_(list(codes)))
    return {
        row.code: _title(row.code, row.title_ru, row.title_kk, row.content.get("title_en", ""), lang)
        for row in session.execute(statement)
    }


def groups(session: Session, lang: str) -> list[Group]:
    """The whole framework by groups. One statement."""
    rows = session.execute(
        select(Competency.code, Competency.group_code, Competency.title_ru, Competency.title_kk, Competency.content)
        .where(Competency.framework_id == _newest())
        .order_by(Competency.position)
    )
    found: dict[str, tuple[Title, list[Title]]] = {}
    for row in rows:
        named = row.content.get("group", {})
        title = _title(row.group_code, named.get("ru", row.group_code), named.get("kk", ""), named.get("en", ""), lang)
        own = _title(row.code, row.title_ru, row.title_kk, row.content.get("title_en", ""), lang)
        found.setdefault(row.group_code, (title, []))[1].append(own)
    return [Group(code, title, tuple(members)) for code, (title, members) in found.items()]


def offices(session: Session, lang: str) -> dict[str, Title]:
    """Code → name of the offices, in the order of the framework. One statement."""
    rows = session.execute(
        select(Office.code, Office.title_ru, Office.title_kk)
        .where(Office.framework_id == _newest())
        .order_by(Office.id)
    )
    return {row.code: _title(row.code, row.title_ru, row.title_kk, "", lang) for row in rows}


def levels(session: Session) -> dict[int, str]:
    """Level 1..4 → its sentence, in Russian; empty while no framework is loaded. One statement."""
    stored: dict[str, Any] | None = session.scalar(select(Framework.levels).where(Framework.id == _newest()))
    return {int(number): sentence for number, sentence in sorted((stored or {}).items())}


def required(session: Session, office: str) -> dict[str, int]:
    """Code of a competency → the level that an office requires; empty for an unknown office. One statement."""
    rows = session.execute(
        select(Competency.code, OfficeProfile.level)
        .join(OfficeProfile, OfficeProfile.competency_id == Competency.id)
        .join(Office, Office.id == OfficeProfile.office_id)
        .where(Office.code == office, Office.framework_id == _newest())
        .order_by(Competency.position)
    )
    return {row.code: row.level for row in rows}


def behaviour(session: Session, code: str) -> dict[int, str]:
    """Level → what a person at this level of a competency can be seen to do, in Russian. One statement."""
    content: dict[str, Any] | None = session.scalar(
        select(Competency.content).where(Competency.framework_id == _newest(), Competency.code == code)
    )
    return {int(level): sentence for level, sentence in sorted((content or {}).get("levels", {}).items())}


def _newest() -> ScalarSelect[int | None]:
    """The framework in force: the one with the highest number."""
    newest = select(func.max(Framework.number)).scalar_subquery()
    return select(Framework.id).where(Framework.number == newest).scalar_subquery()


def _title(code: str, ru: str, kk: str, en: str, lang: str) -> Title:
    own = {"kk": kk, "en": en}.get(lang) or ""
    return Title(code, own, lang) if own else Title(code, ru, "ru")
