"""The words of norms in a question: where they stand and what they are about, never what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from core.db import fetch
from law.models import Act, Norm, NormEdition
from law.rules import Place, label


@dataclass(frozen=True)
class NormLine:
    """How a norm is cited, and what it is about."""

    where: str
    title: str

    def __str__(self) -> str:
        return f"{self.where}: {self.title}"


_NEWER = aliased(NormEdition)
_NEWEST = select(func.max(_NEWER.number)).where(_NEWER.norm_id == Norm.id).correlate(Norm).scalar_subquery()
LINES = (
    select(Norm.slug, Norm.article, Norm.point, Act.code, Act.title_ru, NormEdition.title)
    .join(Act, Act.id == Norm.act_id)
    .join(NormEdition, (NormEdition.norm_id == Norm.id) & (NormEdition.number == _NEWEST))
    .where(Norm.slug.in_(bindparam("slugs", expanding=True)))
)


def norm_lines(session: Session, slugs: Iterable[str], lang: str = "ru") -> dict[str, NormLine]:
    """Slug → «пп. 2 п. 1 ст. 52 ТК РК» and its title, for the norms that the register has."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    return {
        row.slug: NormLine(label(Place(row.code, row.article, row.point, row.title_ru), lang), row.title)
        for row in fetch(session, LINES, slugs=wanted)
    }


def with_norms(session: Session, *views: dict[str, Any]) -> None:
    """Give every question that offers norms the words for them, with one statement at most."""
    found = norm_lines(session, (slug for view in views for slug in view.get("pool", ())))
    for view in views:
        if "pool" in view:
            view["norms"] = found
