"""All checks of a case file, numbered as in the format. Check 20 is a test on rendered pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assessments.cases.checks import dates, pins, references, routes, stages, ways
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
    ways.way_to_court,
    ways.flags,
    ways.decisions,
    stages.sums,
    stages.competency_sums,
    stages.items_hold,
    stages.pairs,
    stages.bands,
    ways.points_on_every_way,
    ways.clock_runs_forward,
    ways.fatal_can_occur,
    references.court_answers_everything,
    dates.given_years,
    dates.periods,
    dates.reveal,
    dates.day_keys,
    dates.working_days_counted,
    dates.events_dated,
    routes.route_table,
    routes.names_known,
    routes.periods_on_routes,
    routes.kept_or_late,
    routes.days_of_routes,
    routes.numbers_on_routes,
    routes.tables_add_up,
    references.statements_and_defects,
    references.provenance,
    stages.kazakh_side,
)


def case_problems(read: ReadCase, ground: Ground) -> list[Problem]:
    """Everything wrong in a case, with file and line; empty when it may be loaded."""
    faults = (fault for check in CHECKS for fault in check(read, ground))
    return sorted({read.source.problem(fault) for fault in faults})
