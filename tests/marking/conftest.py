"""A federation with its marker and an author of written answers, for all tests of marking."""

import pytest
from sqlalchemy.orm import Session

from people.models import Person
from tests.marking.world import Side, make_marker, make_member, make_side


@pytest.fixture
def side(session: Session) -> Side:
    return make_side(session)


@pytest.fixture
def author(session: Session, side: Side) -> Person:
    return make_member(session, side.primaries[0])


@pytest.fixture
def marker(session: Session, side: Side) -> Person:
    return make_marker(session, side.federation, side.federation)
