"""All checks of a case file that concern what the engine runs today.

Checks 12 and the parts of 6, 7, 11, 13 and 14 about routes, flags and branches wait with what they check; check 20
is a test on rendered pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assessments.cases.checks import dates, pins, references, stages
from assessments.cases.checks.ground import Ground
from assessments.cases.read import ReadCase
from core.content.problems import Fault, Problem

CHECKS: tuple[Callable[[ReadCase, Ground], Iterator[Fault]], ...] = (
    references.unique_ids,
    references.offices_and_competencies,
    dates.dates_of_header,
    pins.pinned_and_used,
    pins.as_registered,
    pins.rests_on_key,
    pins.at_facts,
    references.paragraphs_numbered,
    references.addresses_exist,
    references.nothing_before_it_opens,
    references.marks_in_open_documents,
    stages.way_to_court,
    stages.sums,
    stages.competency_sums,
    stages.items_hold,
    stages.pairs,
    stages.bands,
    references.court_answers_everything,
    dates.given_years,
    dates.periods,
    dates.reveal,
    dates.day_keys,
    dates.working_days_counted,
    references.no_blanks,
    references.statements_and_defects,
    references.provenance,
    stages.kazakh_side,
)


def case_problems(read: ReadCase, ground: Ground) -> list[Problem]:
    """Everything wrong in a case, with file and line; empty when it may be loaded."""
    faults = (fault for check in CHECKS for fault in check(read, ground))
    return sorted({read.source.problem(fault) for fault in faults})
