"""Founds the fictional organisations and ties them: with both parents, with one, with none, with belonging that ended."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from demo.chance import number, pick
from demo.plan import PROPER, Federation, Sector
from unions.models import Axis, Organisation, OrganisationKind
from unions.services import affiliate, end_affiliation, found

FOUNDED = date(2014, 9, 1)
FREED = date(2020, 5, 4)
"""Compulsory affiliation was repealed on this day (decision 3 of the design)."""
MOVED = date(2023, 2, 1)


@dataclass
class Bodies:
    """The organisations of one federation."""

    federation: Organisation
    sectors: dict[str, Organisation] = field(default_factory=dict)
    territories: list[Organisation] = field(default_factory=list)
    primaries: list[Organisation] = field(default_factory=list)
    """Those of the first sector come in the places 0, n, 2n … where n is the number of sectors."""


def found_federation(session: Session, plan: Federation) -> Bodies:
    """Enter a federation with its unions, associations and primary organisations."""
    top = found(
        session, kind=OrganisationKind.FEDERATION, opened_on=FOUNDED, is_demo=True, name_ru=plan.name_ru, name_kk=plan.name_kk,
        name_en=plan.name_en,
    )  # fmt: skip
    bodies = Bodies(top)
    for sector in plan.sectors:
        union = _body(session, top, OrganisationKind.SECTORAL, sector.name_ru, sector.name_kk, sector=sector.code)
        affiliate(session, union, top, Axis.SECTORAL, from_on=FOUNDED)
        bodies.sectors[sector.code] = union
    for territory in plan.territories:
        names = (territory.name_ru, territory.name_kk)
        association = _body(session, top, OrganisationKind.TERRITORIAL, *names, region=territory.code)
        affiliate(session, association, top, Axis.TERRITORIAL, from_on=FOUNDED)
        bodies.territories.append(association)
    for place in range(plan.primaries):
        bodies.primaries.append(_primary(session, plan, bodies, place))
    return bodies


def _body(
    session: Session, top: Organisation, kind: OrganisationKind, name_ru: str, name_kk: str, *, sector: str = "", region: str = ""
) -> Organisation:  # fmt: skip
    return found(
        session, kind=kind, name_ru=name_ru, name_kk=name_kk, opened_on=FOUNDED, sector=sector, region=region, federation=top,
        is_demo=True,
    )  # fmt: skip


def _primary(session: Session, plan: Federation, bodies: Bodies, place: int) -> Organisation:
    sector = plan.sectors[place % len(plan.sectors)]
    territory = bodies.territories[(place // len(plan.sectors)) % len(bodies.territories)]
    name_ru, name_kk = primary_names(sector, place)
    top = bodies.federation
    primary = _body(
        session, top, OrganisationKind.PRIMARY, name_ru, name_kk, sector=sector.code, region=territory.region
    )
    _tie(session, bodies, primary, territory, place)
    return primary


def primary_names(sector: Sector, place: int) -> tuple[str, str]:
    """The two names of the primary organisation at a place of the plan; no two places share one."""
    at_ru, at_kk = sector.places[(place // len(PROPER)) % len(sector.places)]
    if place < len(PROPER):
        at_ru, at_kk = pick(f"{sector.code} {place}", sector.places[2:])
    proper = PROPER[place % len(PROPER)]
    return f"Первичная организация {at_ru} «{proper}»", f"«{proper}» {at_kk} бастауыш ұйымы"


def _tie(session: Session, bodies: Bodies, primary: Organisation, territory: Organisation, place: int) -> None:
    """Most have both parents from the beginning; every sixth has another history."""
    union = bodies.sectors[primary.sector]
    if place % 24 == 11:
        return  # It has never joined anybody.
    belonging = affiliate(session, primary, union, Axis.SECTORAL, from_on=FOUNDED)
    if place % 24 == 5:
        end_affiliation(session, belonging, on=FREED)
        return  # It left when it was free to, and stands alone since.
    if place % 24 != 17:
        affiliate(session, primary, territory, Axis.TERRITORIAL, from_on=FOUNDED)
    if place % 24 == 23:
        others = [code for code in bodies.sectors if code != primary.sector]
        moved_to = bodies.sectors[others[number(f"moved {place}", len(others))]]
        affiliate(session, primary, moved_to, Axis.SECTORAL, from_on=MOVED)
