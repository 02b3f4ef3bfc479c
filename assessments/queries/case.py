"""A case while it runs: what has opened by now, the task of one stage, the answers so far. Never a key, never the court."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from assessments.cases.variants import filled
from assessments.item_store import item_of
from assessments.items import Explanation, explain
from assessments.models import Attempt, AttemptState
from assessments.queries.exam import STAGE, Question, question_of
from assessments.queries.norms import with_norms
from assessments.queries.receipt import with_sheets
from assessments.queries.texts import Words, first_part, said
from assessments.queries.way import Clock, Hint, Taken, clock_of, hint_of, taken
from assessments.rules import bar, in_rows, is_late
from assessments.services.mark import answered_places
from assessments.walks.state import Walk, walk_of
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
    """Stages of this way as far as it is known."""
    place: int
    """1-based place of the stage on it."""
    before: int
    """Number of the stage before this one on the way; 0 for the first."""
    is_last: bool
    clock: Clock | None
    decisions: Sequence[Taken]
    hint: Hint | None
    is_practice: bool
    told: Mapping[int, Explanation]
    """In practice: the explanations of a closed stage, by number of the question."""

    @property
    def decided(self) -> Mapping[int, Taken]:
        """Decisions of this stage, by number of the question."""
        return {each.number: each for each in self.decisions if each.stage_no == self.stage}

    @property
    def to_decide(self) -> frozenset[int]:
        """Numbers of the questions that are decisions still to be taken."""
        return frozenset(each.number for each in self.questions if each.is_decision) - frozenset(self.decided)

    @property
    def news(self) -> Sequence[Taken]:
        """What was decided at the stage before this one, and what followed."""
        return [each for each in self.decisions if each.stage_no == self.before]

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
    walk = walk_of(session, attempt, to_read=True)
    if walk is None or stage not in walk.way:
        raise NotFound
    public = walk.shown()
    own, asked = attempt.language, _questions(session, attempt, stage, walk, public)
    papers, facts, shown = _papers(public, own), public["facts"], public["stages"][stage - 1]
    days, place, steps = _days(public, papers, own), public.get("programme", {}), _steps(public, attempt, walk, base)
    at = walk.way.index(stage)
    return CasePage(
        title=said(public["title"], own), subtitle=said(public.get("subtitle"), own),
        programme=place.get("slug", ""), week=place.get("week"), role=_role(public, own), note=said(public.get("fictional_note"), own),
        statements=[said(each["text"], own) for each in facts["statements"]], told_by=said(facts["told_by"], own),
        warning=said(facts["warning"], own), papers=papers, paper=_first(papers, paper), days=days,
        limits=_limits(public, days, own, {step.number: n for n, step in enumerate(steps, 1)}),
        steps=steps, stage=stage, stage_title=said(shown["title"], own),
        prompt=_prompt(public, shown, own), questions=asked, marked=_marked(asked),
        is_open=stage == attempt.stage_no and attempt.state == AttemptState.OPEN, count=len(steps), place=at + 1,
        before=walk.way[at - 1] if at else 0, is_last=stage == len(public["stages"]), clock=clock_of(walk, public, own),
        decisions=taken(session, attempt, walk), hint=hint_of(walk, walk.public["stages"][stage - 1], own), is_practice=walk.is_practice,
        told=_told(session, attempt, stage, walk),
    )  # fmt: skip


def _questions(session: Session, attempt: Attempt, stage: int, walk: Walk, public: dict[str, Any]) -> list[Question]:
    rows = fetch(session, STAGE, attempt=attempt.id, stage=stage)
    found = [question_of(row, attempt) for row in rows]
    for each in found:
        with_sheets(each.view, public, attempt.language)
        each.view["prompt"] = filled(each.view["prompt"], walk.names(), each.view["lang"])
    with_norms(session, *(each.view for each in found))
    return found


def _told(session: Session, attempt: Attempt, stage: int, walk: Walk) -> dict[int, Explanation]:
    """Practice explains a stage as soon as it is closed; certifying only when all is over, on the court's page."""
    if not walk.is_practice or stage == attempt.stage_no:
        return {}
    rows = [row for row in answered_places(session, attempt.id) if row.stage_no == stage]
    items = {row.position: walk.on_the_way(item_of(row.hash, row.content)) for row in rows}
    return {row.position: explain(items[row.position], row.value, attempt.language, attempt.seed) for row in rows}


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


def _limits(public: dict[str, Any], days: Sequence[Day], lang: str, places: Mapping[int, int]) -> list[Limit]:
    """The periods as bars under these days. A period whose event has no day yet is not there.

    :param places: number of a stage → its place on the way; what a stage off the way would show, the next one on it shows
    """
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
        Limit(
            title,
            starts[each["from"]],
            end,
            _place(places, each["reveal"]),
            put.first,
            put.last,
            put.row,
            is_late(put, len(nodes)),
        )
        for each, title, end, put in zip(shown, titles, ends, in_rows(len(nodes), bars), strict=True)
    ]


def _place(places: Mapping[int, int], number: int) -> int:
    """The place of a stage on the way, or of the next one that is on it; the court's comes after all."""
    return min((place for n, place in places.items() if n >= number), default=len(places) + 1)


def _steps(public: dict[str, Any], attempt: Attempt, walk: Walk, base: str) -> list[StageStep]:
    """The stages entered, then those that every way still goes through."""
    steps = []
    for stage in public["stages"]:
        n, entered = stage["number"], stage["number"] in walk.way
        if entered or (n > attempt.stage_no and not stage.get("branch")):
            state = "now" if n == attempt.stage_no else "done" if entered else ""
            steps.append(
                StageStep(n, said(stage["title"], attempt.language), f"{base}?stage={n}" if state else "", state)
            )
    return steps


def _marked(asked: Sequence[Question]) -> frozenset[str]:
    return frozenset(
        place
        for each in asked
        if each.view.get("sheets") and isinstance(each.value, dict | list)
        for place in each.value
    )
