"""How far pairs of markers agree: weighted kappa over the levels that both gave before either knew of the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from access.actors import Actor
from assessments.marking.access import visible_scripts
from assessments.marking.kappa import same_share, weighted_kappa
from assessments.marking.models import Marker, Round, Script, ScriptMark, marker_code

NEWEST = 5000
"""How many double-marked scripts are looked at."""
ENOUGH = 20
"""Fewer pairs of levels than this say nothing yet."""


@dataclass(frozen=True)
class PairAgreement:
    """Two markers and how they agree."""

    codes: tuple[str, str]
    scripts: int
    levels: int
    """Pairs of levels: one for each criterion of each script."""
    same: Fraction | None
    kappa: Fraction | None
    """None where it is not defined."""

    @property
    def is_enough(self) -> bool:
        """Whether the figure rests on enough pairs to be looked at."""
        return self.levels >= ENOUGH


def agreement(session: Session, actor: Actor, on: date) -> list[PairAgreement]:
    """Every pair of markers over scripts in the actor's scope, the least agreed first."""
    first, second = aliased(ScriptMark), aliased(ScriptMark)
    seen = visible_scripts(actor, on).with_only_columns(Script.id)
    query = (
        select(first.marker_id, second.marker_id, first.levels, second.levels)
        .join(second, second.script_id == first.script_id)
        .where(first.round == Round.FIRST, second.round == Round.SECOND, first.script_id.in_(seen))
        .order_by(second.id.desc())
        .limit(NEWEST)
    )
    tables: dict[tuple[int, int], Counter[tuple[int, int]]] = {}
    scripts: Counter[tuple[int, int]] = Counter()
    for one, other, mine, theirs in session.execute(query):
        pair, table = (one, other), [(mine[name], theirs[name]) for name in mine if name in theirs]
        if one > other:
            pair, table = (other, one), [(b, a) for a, b in table]
        tables.setdefault(pair, Counter()).update(table)
        scripts[pair] += 1
    codes = _codes(session, {person for pair in tables for person in pair})
    found = [
        PairAgreement(
            (codes[pair[0]], codes[pair[1]]),
            scripts[pair],
            sum(table.values()),
            same_share(table),
            weighted_kappa(table),
        )
        for pair, table in tables.items()
    ]
    return sorted(found, key=lambda each: (each.kappa if each.kappa is not None else Fraction(2), each.codes))


def _codes(session: Session, persons: set[int]) -> dict[int, str]:
    rows: Sequence[tuple[int, int]] = [
        (row.person_id, row.id)
        for row in session.execute(select(Marker.person_id, Marker.id).where(Marker.person_id.in_(persons)))
    ]
    return {person: marker_code(marker) for person, marker in rows}
