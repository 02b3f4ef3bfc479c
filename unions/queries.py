"""What the pages of organisations read."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from access.actors import Actor
from unions.access import visible_organisations
from unions.models import Affiliation, Axis, Closure, Organisation, OrganisationKind

PAGE = 100


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a list."""

    ref: str
    name_ru: str
    name_kk: str
    kind: OrganisationKind
    below: int
    """How many organisations lie below it today, along either axis."""


@dataclass(frozen=True)
class ParentRow:
    """A parent along one axis and the day it began."""

    axis: Axis
    ref: str
    name_ru: str
    name_kk: str
    since: date


def _below(on: date) -> Select[int, int]:
    present = (Closure.from_on <= on, or_(Closure.to_on.is_(None), Closure.to_on > on), Closure.depth > 0)
    count = func.count(func.distinct(Closure.descendant_id)).label("below")
    return select(Closure.ancestor_id.label("id"), count).where(*present).group_by(Closure.ancestor_id)


def organisations(
    session: Session, actor: Actor, on: date, *, search: str = "", page: int = 1
) -> tuple[list[OrganisationRow], int]:
    """One page of the organisations in scope, the largest first, and how many there are in all."""
    seen = visible_organisations(actor, on).with_only_columns(Organisation.id)
    where = [Organisation.id.in_(seen), or_(Organisation.closed_on.is_(None), Organisation.closed_on > on)]
    if search:
        where.append(
            or_(
                Organisation.name_ru.icontains(search, autoescape=True),
                Organisation.name_kk.icontains(search, autoescape=True),
            )
        )
    below = _below(on).subquery()
    found = (
        select(
            Organisation.ref,
            Organisation.name_ru,
            Organisation.name_kk,
            Organisation.kind,
            func.coalesce(below.c.below, 0),
        )
        .outerjoin(below, below.c.id == Organisation.id)
        .where(*where)
        .order_by(func.coalesce(below.c.below, 0).desc(), Organisation.name_ru)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    total = session.scalar(select(func.count()).select_from(Organisation).where(*where)) or 0
    rows = [
        OrganisationRow(ref, ru, kk, OrganisationKind(kind), count)
        for ref, ru, kk, kind, count in session.execute(found)
    ]
    return rows, total


def parents(session: Session, organisation: Organisation, on: date) -> list[ParentRow]:
    """The parents of a day, at most one along each axis."""
    present = (Affiliation.from_on <= on, or_(Affiliation.to_on.is_(None), Affiliation.to_on > on))
    found = (
        select(Affiliation.axis, Organisation.ref, Organisation.name_ru, Organisation.name_kk, Affiliation.from_on)
        .join(Organisation, Organisation.id == Affiliation.parent_id)
        .where(Affiliation.child_id == organisation.id, *present)
    )
    return [ParentRow(Axis(axis), ref, ru, kk, since) for axis, ref, ru, kk, since in session.execute(found)]


def children(session: Session, organisation: Organisation, on: date) -> list[OrganisationRow]:
    """The organisations directly below on a day, along either axis."""
    present = and_(Affiliation.from_on <= on, or_(Affiliation.to_on.is_(None), Affiliation.to_on > on))
    below = _below(on).subquery()
    direct = select(Affiliation.child_id).where(Affiliation.parent_id == organisation.id, present)
    found = (
        select(
            Organisation.ref,
            Organisation.name_ru,
            Organisation.name_kk,
            Organisation.kind,
            func.coalesce(below.c.below, 0),
        )
        .outerjoin(below, below.c.id == Organisation.id)
        .where(Organisation.id.in_(direct))
        .order_by(func.coalesce(below.c.below, 0).desc(), Organisation.name_ru)
        .limit(200)
    )
    return [
        OrganisationRow(ref, ru, kk, OrganisationKind(kind), count)
        for ref, ru, kk, kind, count in session.execute(found)
    ]
