"""The words of norms in a question: where they stand and what they are about, never what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from law.models import Act, Norm, NormEdition
from law.rules import Place, label


@dataclass(frozen=True)
class NormLine:
    """How a norm is cited, and what it is about."""

    where: str
    title: str

    def __str__(self) -> str:
        return f"{self.where}: {self.title}"


def norm_lines(session: Session, slugs: Iterable[str], lang: str = "ru") -> dict[str, NormLine]:
    """Slug → «пп. 2 п. 1 ст. 52 ТК РК» and its title, for the norms that the register has."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    newest = (
        select(NormEdition.norm_id, func.max(NormEdition.number).label("number"))
        .group_by(NormEdition.norm_id)
        .subquery()
    )
    query = (
        select(Norm.slug, Norm.article, Norm.point, Act.code, Act.title_ru, NormEdition.title)
        .join(Act, Act.id == Norm.act_id)
        .join(newest, newest.c.norm_id == Norm.id)
        .join(NormEdition, (NormEdition.norm_id == newest.c.norm_id) & (NormEdition.number == newest.c.number))
        .where(Norm.slug.in_(wanted))
    )
    return {
        row.slug: NormLine(label(Place(row.code, row.article, row.point, row.title_ru), lang), row.title)
        for row in session.execute(query)
    }


def with_norms(session: Session, *views: dict[str, Any]) -> None:
    """Give every question that offers norms the words for them, with one statement at most."""
    found = norm_lines(session, (slug for view in views for slug in view.get("pool", ())))
    for view in views:
        if "pool" in view:
            view["norms"] = found
