"""News that goes upwards: which signal of a lower package wakes which function of a higher one (docs/wires.md)."""

from collections.abc import Callable
from typing import Any

from blinker import NamedSignal

import assessments.statistics.jobs  # noqa: F401 - declares the jobs that find figures and print reports
import certificates.jobs  # noqa: F401 - declares the job that makes the files
from assessments.admission import take_programmes_from
from assessments.marking.services import open_scripts
from assessments.signals import attempt_marked
from assessments.standing import take_standing_from
from certificates.news import on_award_made
from certificates.queries import papers_of
from competencies.offices import office_titles
from courses.admission import programme_to_take
from courses.services import follow_attempt
from courses.signals import module_completed, programme_published
from people.offices import take_offices_from
from qualifications.papers import take_papers_from
from qualifications.publishing import publish_rules
from qualifications.services import on_attempt_marked, on_module_completed
from qualifications.signals import award_made
from qualifications.standing import standing_of

WIRES: tuple[tuple[NamedSignal, Callable[..., Any]], ...] = (
    (attempt_marked, open_scripts),
    (attempt_marked, follow_attempt),
    (programme_published, publish_rules),
    (module_completed, on_module_completed),
    (attempt_marked, on_attempt_marked),
    (award_made, on_award_made),
)
"""Every receiver works in the transaction of the sender."""


def connect() -> None:
    """Connect every signal to its receivers; called once when the application is made."""
    for signal, receiver in WIRES:
        signal.connect(receiver)
    take_offices_from(office_titles)
    take_programmes_from(programme_to_take)
    take_standing_from(standing_of)
    take_papers_from(papers_of)
