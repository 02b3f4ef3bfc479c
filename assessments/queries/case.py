"""A case while it runs: what has opened by now, the task of one stage, the answers so far. Never a key, never the court."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.opened import at_stage
from assessments.models import Attempt, AttemptState, CaseEdition
from assessments.queries.exam import STAGE, Question, question_of
from assessments.queries.norms import with_norms
from assessments.queries.receipt import with_sheets
from assessments.queries.texts import Words, first_part, said
from assessments.rules import bar, in_rows, is_late
from core.db import fetch
from core.errors import NotFound

MOST_DAYS = 24
"""As many columns as the style sheet has for the band."""
LETTERS_IN_A_CELL = 11
"""Of the words on a bar, where the columns are narrowest."""
SAID_BESIDE = 24
"""Letters of what stands after a period's name: its end, or that it is to be found."""


@dataclass(frozen=True)
class Paper:
    """A document of the folder that is open by now."""

    id: str
    number: int
    title: Words
    source: Words
    on: date | None
    paragraphs: Sequence[tuple[int, Words]]

    @property
    def is_signed(self) -> bool:
        """Whether the paper itself says at its end that it is signed."""
        return bool(self.paragraphs) and "(подпись" in str(self.paragraphs[-1][1])


@dataclass(frozen=True)
class Day:
    """A node of the chronology: what happened on one day, and the papers that tell it."""

    on: date
    titles: Sequence[Words]
    papers: Sequence[tuple[str, int]]
    """Id and number of each document."""
    decides: bool
    """Whether it is the day whose law decides the case."""
    new_year: bool
    """Whether the year must be said: the first day, or another year than the day before it."""


@dataclass(frozen=True)
class Limit:
    """A period: from when it runs, and until when, unless that is still the learner's to find."""

    title: Words
    start: date
    ends: date | None
    reveal: int
    """The stage that shows the end; one more than there are stages for the court."""
    first: int
    last: int
    row: int
    late: bool
    """Its words run to the left."""


@dataclass(frozen=True)
class StageStep:
    """A stage on the path."""

    number: int
    title: Words
    href: str
    state: str
    """done, now, or empty: not open yet."""


@dataclass(frozen=True)
class CasePage:
    """Everything the page of one stage shows."""

    title: Words
    subtitle: Words
    role: Words
    note: Words
    programme: str
    week: int | None
    statements: Sequence[Words]
    told_by: Words
    warning: Words
    papers: Sequence[Paper]
    paper: str
    """Id of the document shown first."""
    days: Sequence[Day]
    limits: Sequence[Limit]
    steps: Sequence[StageStep]
    stage: int
    stage_title: Words
    prompt: Words
    questions: Sequence[Question]
    marked: frozenset[str]
    """Paragraphs that the learner marked, such as `d4.2`."""
    is_open: bool
    count: int

    @property
    def role_in_short(self) -> Words:
        """Who the learner is here, without the circumstances."""
        return first_part(self.role)

    @property
    def is_wide(self) -> bool:
        """Whether the band has too many days to be drawn; then it stays a list."""
        return len(self.days) > MOST_DAYS


def case_page(session: Session, attempt: Attempt, stage: int, *, base: str, paper: str, lang: str) -> CasePage:
    """The page of a stage that is open or locked.

    :param lang: of the interface; titles and prompts follow the language of the attempt
    :raises NotFound: there is no such stage, or it has not opened yet
    """
    edition = session.execute(
        select(CaseEdition.public, CaseEdition.stage_count).where(CaseEdition.id == attempt.case_edition_id)
    ).one()
    now_open = min(attempt.stage_no, edition.stage_count)
    if not 1 <= stage <= now_open:
        raise NotFound
    public = at_stage(edition.public, now_open)
    asked = _questions(session, attempt, stage, public, now_open)
    own, papers = attempt.language, _papers(public, attempt.language)
    facts, shown = public["facts"], public["stages"][stage - 1]
    days, place = _days(public, papers, own), public.get("programme", {})
    return CasePage(
        title=said(public["title"], own), subtitle=said(public.get("subtitle"), own),
        programme=place.get("slug", ""), week=place.get("week"), role=_role(public, own), note=said(public.get("fictional_note"), own),
        statements=[said(each["text"], own) for each in facts["statements"]], told_by=said(facts["told_by"], own),
        warning=said(facts["warning"], own), papers=papers, paper=_first(papers, paper), days=days, limits=_limits(public, days, own),
        steps=_steps(public, attempt, base, own), stage=stage, stage_title=said(shown["title"], own),
        prompt=_prompt(public, shown, own), questions=asked, marked=_marked(asked),
        is_open=stage == attempt.stage_no and attempt.state == AttemptState.OPEN, count=edition.stage_count,
    )  # fmt: skip


def _questions(session: Session, attempt: Attempt, stage: int, public: dict[str, Any], now_open: int) -> list[Question]:
    rows = fetch(session, STAGE, attempt=attempt.id, stage=stage)
    found = [question_of(row, attempt) for row in rows]
    for each in found:
        with_sheets(each.view, public, attempt.language, now_open)
    with_norms(session, *(each.view for each in found))
    return found


def _role(public: dict[str, Any], lang: str) -> Words:
    return said({"ru": public["role"]["ru"], "kk": public["role"].get("kk") or public["kk"].get("role", "")}, lang)


def _prompt(public: dict[str, Any], stage: dict[str, Any], lang: str) -> Words:
    """The task in Kazakh where the short Kazakh side has it."""
    text = stage["prompt"] if isinstance(stage["prompt"], dict) else {"ru": stage["prompt"]}
    return said({"kk": public["kk"].get("stages", {}).get(stage["id"], ""), **text}, lang)


def _papers(public: dict[str, Any], lang: str) -> list[Paper]:
    return [
        Paper(
            document["id"], number, said(document["title"], lang), said(document.get("from"), lang),
            date.fromisoformat(document["date"]) if document.get("date") else None,
            [(each["n"], said(each["text"], lang)) for each in document["paragraphs"]],
        )
        for number, document in enumerate(public["dossier"], 1)
    ]  # fmt: skip


def _first(papers: Sequence[Paper], wanted: str) -> str:
    known = [paper.id for paper in papers]
    return wanted if wanted in known else known[0] if known else ""


def _days(public: dict[str, Any], papers: Sequence[Paper], lang: str) -> list[Day]:
    """The events that are open by now, those of one day together."""
    numbers = {paper.id: paper.number for paper in papers}
    dated: dict[date, list[dict[str, Any]]] = {}
    for each in public["timeline"]["events"]:
        if "date" in each:
            dated.setdefault(date.fromisoformat(each["date"]), []).append(each)
    days: list[Day] = []
    for on, events in sorted(dated.items()):
        told = {event["doc"]: numbers[event["doc"]] for event in events if event.get("doc") in numbers}
        new_year = not days or days[-1].on.year != on.year
        titles = [said(event["title"], lang) for event in events]
        days.append(Day(on, titles, list(told.items()), on.isoformat() == public["law_as_of"], new_year))
    return days


def _limits(public: dict[str, Any], days: Sequence[Day], lang: str) -> list[Limit]:
    """The periods as bars under these days. A period whose event has no day yet is not there."""
    timeline, nodes = public["timeline"], [day.on for day in days]
    starts = {each["id"]: date.fromisoformat(each["date"]) for each in timeline["events"] if "date" in each}
    shown = [each for each in timeline["periods"] if each["from"] in starts]
    titles = [said(each["title"], lang) for each in shown]
    ends = [date.fromisoformat(each["ends"]) if each.get("ends") else None for each in shown]
    bars = [
        (bar(nodes, starts[each["from"]], end), -(-(len(str(title)) + SAID_BESIDE) // LETTERS_IN_A_CELL))
        for each, title, end in zip(shown, titles, ends, strict=True)
    ]
    return [
        Limit(title, starts[each["from"]], end, each["reveal"], put.first, put.last, put.row, is_late(put, len(nodes)))
        for each, title, end, put in zip(shown, titles, ends, in_rows(len(nodes), bars), strict=True)
    ]


def _steps(public: dict[str, Any], attempt: Attempt, base: str, lang: str) -> list[StageStep]:
    steps = []
    for stage in public["stages"]:
        n = stage["number"]
        state = "done" if n < attempt.stage_no else "now" if n == attempt.stage_no else ""
        steps.append(StageStep(n, said(stage["title"], lang), f"{base}?stage={n}" if state else "", state))
    return steps


def _marked(asked: Sequence[Question]) -> frozenset[str]:
    return frozenset(
        place
        for each in asked
        if each.view.get("sheets") and isinstance(each.value, dict | list)
        for place in each.value
    )
