"""Which attempts count: without NumPy, so that pages may say how many there are."""

from sqlalchemy import Select, select

from assessments.models import Attempt, AttemptState
from people.models import Person

COUNTED = (AttemptState.MARKED, AttemptState.RELEASED)
"""States in which every place has its mark."""


def counted_attempts(edition_id: int | None, federation_id: int | None) -> Select[Attempt]:
    """First attempts with all their marks: of one edition or of all exams, of one federation's people or of everybody.

    A repeated attempt is left out: who sits again has learnt from the first time.
    """
    query = select(Attempt).where(Attempt.exam_edition_id.is_not(None), Attempt.number == 1, Attempt.state.in_(COUNTED))
    if edition_id is not None:
        query = query.where(Attempt.exam_edition_id == edition_id)
    if federation_id is None:
        return query
    return query.join(Person, Person.id == Attempt.person_id).where(Person.federation_id == federation_id)
