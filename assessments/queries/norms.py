"""The words of norms in a question: where they stand and what they are about, never what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from law.models import Act, Norm, NormEdition


@dataclass(frozen=True)
class NormLine:
    """Where a norm stands, and what it is about."""

    where: str
    title: str

    def __str__(self) -> str:
        return f"{self.where}: {self.title}"


def norm_lines(session: Session, slugs: Iterable[str]) -> dict[str, NormLine]:
    """Slug → «ст. 52-1(2), Трудовой кодекс» and its title, for the norms that the register has."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    newest = (
        select(NormEdition.norm_id, func.max(NormEdition.number).label("number"))
        .group_by(NormEdition.norm_id)
        .subquery()
    )
    query = (
        select(Norm.slug, Norm.article, Norm.point, Act.title_ru, NormEdition.title)
        .join(Act, Act.id == Norm.act_id)
        .join(newest, newest.c.norm_id == Norm.id)
        .join(NormEdition, (NormEdition.norm_id == newest.c.norm_id) & (NormEdition.number == newest.c.number))
        .where(Norm.slug.in_(wanted))
    )
    return {
        row.slug: NormLine(_where(row.article, row.point, row.title_ru), row.title) for row in session.execute(query)
    }


def _where(article: str, point: str, act: str) -> str:
    """`point` of the register names the article too, as in 52-1(2)."""
    return ", ".join(filter(None, (f"ст. {point or article}" if point or article else "", act)))


def with_norms(session: Session, *views: dict[str, Any]) -> None:
    """Give every question that offers norms the words for them, with one statement at most."""
    found = norm_lines(session, (slug for view in views for slug in view.get("pool", ())))
    for view in views:
        if "pool" in view:
            view["norms"] = found
