"""A limit holds within its window and for its subject only."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core import clock
from core.errors import TooMany
from core.limits import Limit, spend

LIMIT = Limit("verify", 2, 60)


def test_the_third_try_in_a_window_is_refused_with_the_time_to_wait(session: Session):
    now = clock.now()
    spend(session, LIMIT, "10.0.0.1", now)
    spend(session, LIMIT, "10.0.0.1", now)
    with pytest.raises(TooMany) as refused:
        spend(session, LIMIT, "10.0.0.1", now)
    assert 0 < refused.value.facts["retry_after"] <= 60


def test_another_subject_and_the_next_window_are_free(session: Session):
    now = clock.now()
    for who, moment in (("a", now), ("a", now), ("b", now), ("a", now + timedelta(seconds=61))):
        spend(session, LIMIT, who, moment)
