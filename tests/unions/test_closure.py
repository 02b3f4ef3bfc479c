"""The closure, kept step by step, equals the one computed anew; belonging has dates."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.actors import Role, Scope
from tests.factories.unions import LONG_AGO, make_federation, make_organisation
from unions.access import subtree
from unions.models import Axis, Closure
from unions.services import AffiliationRefused, affiliate, rebuild_closure

DAY = date(2024, 5, 1)


def rows(session: Session) -> set[tuple[object, ...]]:
    columns = (Closure.ancestor_id, Closure.descendant_id, Closure.axis, Closure.depth, Closure.from_on, Closure.to_on)
    return {tuple(row) for row in session.execute(select(*columns))}


def test_a_grandchild_lies_below_the_grandparent(session: Session):
    top = make_federation(session)
    middle, leaf = (make_organisation(session, federation=top) for _ in range(2))
    affiliate(session, middle, top, Axis.SECTORAL, from_on=LONG_AGO)
    affiliate(session, leaf, middle, Axis.SECTORAL, from_on=DAY)
    below = session.scalars(subtree(Scope(Role.ORG_ADMIN, top.id), DAY)).all()
    assert leaf.id in below


@pytest.mark.parametrize(("day", "seen"), [(DAY - timedelta(days=1), False), (DAY, True), (date(2025, 1, 1), False)])
def test_belonging_begins_and_ends_on_its_days(session: Session, day: date, seen: bool):
    top = make_federation(session)
    old, new, leaf = (make_organisation(session, federation=top) for _ in range(3))
    affiliate(session, leaf, old, Axis.TERRITORIAL, from_on=DAY)
    affiliate(session, leaf, new, Axis.TERRITORIAL, from_on=date(2025, 1, 1))
    assert (leaf.id in session.scalars(subtree(Scope(Role.ORG_ADMIN, old.id), day)).all()) is seen


def test_the_axes_are_apart(session: Session):
    top = make_federation(session)
    leaf = make_organisation(session, federation=top)
    affiliate(session, leaf, top, Axis.SECTORAL, from_on=DAY)
    assert leaf.id not in session.scalars(subtree(Scope(Role.ORG_ADMIN, top.id, "territorial"), DAY)).all()


def test_a_circle_is_refused(session: Session):
    top = make_federation(session)
    one, two = (make_organisation(session, federation=top) for _ in range(2))
    affiliate(session, two, one, Axis.SECTORAL, from_on=DAY)
    with pytest.raises(AffiliationRefused):
        affiliate(session, one, two, Axis.SECTORAL, from_on=DAY)


def test_nobody_is_affiliated_across_the_tenant_wall(session: Session):
    one, other = make_federation(session), make_federation(session)
    leaf = make_organisation(session, federation=one)
    with pytest.raises(AffiliationRefused):
        affiliate(session, leaf, other, Axis.SECTORAL, from_on=DAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(list(Axis)), st.integers(0, 400)), max_size=12
    )
)
def test_the_kept_closure_equals_the_computed_one(session: Session, moves: list[tuple[int, int, Axis, int]]):
    with session.begin_nested() as step:
        top = make_federation(session)
        bodies = [make_organisation(session, federation=top) for _ in range(6)]
        latest: dict[tuple[int, Axis], int] = {}
        for child, parent, axis, days in moves:
            if latest.get((child, axis), -1) >= days:
                continue  # a body moves forward in time only
            try:
                affiliate(session, bodies[child], bodies[parent], axis, from_on=DAY + timedelta(days=days))
            except AffiliationRefused:
                continue
            latest[child, axis] = days
        kept = rows(session)
        rebuild_closure(session)
        assert rows(session) == kept
        step.rollback()
