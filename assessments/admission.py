"""Who may begin: programmes lie above this package, so `wires.py` names who knows which one asks for an enrolment first."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from assessments.errors import EnrolmentNeeded
from assessments.models import CaseEdition, ExamEdition

Source = Callable[[Session, ExamEdition | CaseEdition, int], str | None]
"""(session, what is begun, person) → slug of the programme that the person has to take first; None: nothing stands in the way."""

_sources: list[Source] = []


def take_programmes_from(source: Source) -> None:
    """Let a function of a higher package say what belongs to a programme; called by `wires.py`."""
    _sources[:] = [source]


def refuse_without_enrolment(session: Session, edition: ExamEdition | CaseEdition, *, person_id: int) -> None:
    """Let begin what belongs to no programme, or to one that the person takes.

    :raises EnrolmentNeeded: it belongs to programmes of which the person takes none; `programme` is the slug of the first
    """
    for source in _sources:
        if programme := source(session, edition, person_id):
            raise EnrolmentNeeded(programme=programme)
