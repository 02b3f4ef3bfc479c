"""Founding, affiliating and closing organisations; the closure is kept in the same transaction."""

import secrets
from datetime import date

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from core.errors import DomainError
from unions.models import Affiliation, Axis, Closure, Organisation, OrganisationKind
from unions.rules import Parents, Span, paths_up


class AffiliationRefused(DomainError):
    """The parent cannot stand above the child: the same organisation, a circle, or another federation."""

    status, code = 422, "affiliation_refused"


def found(
    session: Session, *, kind: OrganisationKind, name_ru: str, opened_on: date, name_kk: str = "", name_en: str = "", sector: str = "",
    region: str = "", federation: Organisation | None = None, is_demo: bool = False,
) -> Organisation:  # fmt: skip
    """Enter an organisation into the register; it is its own ancestor from its first day."""
    organisation = Organisation(
        ref=secrets.token_hex(16), kind=kind, name_ru=name_ru, name_kk=name_kk, name_en=name_en, sector=sector, region=region,
        federation_id=federation.id if federation else None, opened_on=opened_on, is_demo=is_demo,
    )  # fmt: skip
    session.add(organisation)
    session.flush()
    for axis in Axis:
        own = {"ancestor_id": organisation.id, "descendant_id": organisation.id, "axis": axis, "depth": 0}
        session.add(Closure(**own, from_on=opened_on))
    session.flush()
    return organisation


def affiliate(session: Session, child: Organisation, parent: Organisation, axis: Axis, *, from_on: date) -> Affiliation:
    """From a day on the child belongs to the parent along an axis; an earlier belonging ends on that day.

    :raises AffiliationRefused: a circle would arise, or the two are in different federations
    """
    federation_of_parent = parent.federation_id or parent.id
    if child.id == parent.id or (child.federation_id or child.id) != federation_of_parent:
        raise AffiliationRefused
    if session.scalar(
        select(Closure.id).where(
            Closure.ancestor_id == child.id, Closure.descendant_id == parent.id, Closure.axis == axis
        )
    ):
        raise AffiliationRefused
    current = session.scalar(
        select(Affiliation).where(
            Affiliation.child_id == child.id, Affiliation.axis == axis, Affiliation.to_on.is_(None)
        )
    )
    if current:
        end_affiliation(session, current, on=from_on)
    row = Affiliation(
        child_id=child.id, parent_id=parent.id, axis=axis, from_on=max(from_on, child.opened_on, parent.opened_on)
    )
    session.add(row)
    session.flush()
    _join_paths(session, row)
    return row


def end_affiliation(session: Session, affiliation: Affiliation, *, on: date) -> None:
    """The belonging ends: `on` is the first day without it; every path through it is cut there."""
    affiliation.to_on = on
    below = select(Closure.descendant_id).where(
        Closure.ancestor_id == affiliation.child_id, Closure.axis == affiliation.axis
    )
    above = select(Closure.ancestor_id).where(
        Closure.descendant_id == affiliation.parent_id, Closure.axis == affiliation.axis
    )
    through = (
        Closure.axis == affiliation.axis,
        Closure.ancestor_id.in_(above),
        Closure.descendant_id.in_(below),
        Closure.from_on >= affiliation.from_on,
        or_(Closure.to_on.is_(None), Closure.to_on > on),
    )
    ids = list(session.scalars(select(Closure.id).where(*through)))
    session.execute(delete(Closure).where(Closure.id.in_(ids), Closure.from_on >= on))
    session.execute(update(Closure).where(Closure.id.in_(ids)).values(to_on=on))
    session.flush()


def _join_paths(session: Session, affiliation: Affiliation) -> None:
    """Everything below the child now lies below everything above the parent, while all links hold."""
    link = Span(affiliation.from_on, affiliation.to_on)
    below = session.scalars(
        select(Closure).where(Closure.ancestor_id == affiliation.child_id, Closure.axis == affiliation.axis)
    ).all()
    above = session.scalars(
        select(Closure).where(Closure.descendant_id == affiliation.parent_id, Closure.axis == affiliation.axis)
    ).all()
    for low in below:
        for high in above:
            span = Span(low.from_on, low.to_on).meet(link)
            span = span and span.meet(Span(high.from_on, high.to_on))
            if span:
                ends = {"ancestor_id": high.ancestor_id, "descendant_id": low.descendant_id, "axis": affiliation.axis}
                depth = low.depth + 1 + high.depth
                session.add(Closure(**ends, depth=depth, from_on=span.start, to_on=span.end))
    session.flush()


def rebuild_closure(session: Session) -> int:
    """Compute every path anew from the affiliations; return how many there are. `flask unions rebuild` calls it."""
    session.execute(delete(Closure))
    organisations = session.execute(select(Organisation.id, Organisation.opened_on, Organisation.closed_on)).all()
    count = 0
    for axis in Axis:
        parents = _parents(session, axis)
        for organisation_id, opened_on, closed_on in organisations:
            for path in paths_up(organisation_id, Span(opened_on, closed_on), parents):
                row = {
                    "ancestor_id": path.ancestor_id,
                    "descendant_id": organisation_id,
                    "axis": axis,
                    "depth": path.depth,
                }
                session.add(Closure(**row, from_on=path.span.start, to_on=path.span.end))
                count += 1
    session.flush()
    return count


def _parents(session: Session, axis: Axis) -> Parents:
    parents: dict[int, list[tuple[int, Span]]] = {}
    for row in session.scalars(select(Affiliation).where(Affiliation.axis == axis)):
        parents.setdefault(row.child_id, []).append((row.parent_id, Span(row.from_on, row.to_on)))
    return parents
