"""A case while it runs: what has opened by now, the task of one stage, the answers so far. Never a key, never the court."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.public import at_stage
from assessments.models import Attempt, AttemptState, CaseEdition
from assessments.queries.exam import STAGE, Question, question_of
from assessments.queries.norms import with_norms
from assessments.queries.receipt import with_sheets
from assessments.queries.texts import Words, said
from core.db import fetch
from core.errors import NotFound


@dataclass(frozen=True)
class Paper:
    """A document of the folder that is open by now."""

    id: str
    number: int
    title: Words
    source: Words
    on: date | None
    paragraphs: Sequence[tuple[int, Words]]


@dataclass(frozen=True)
class Moment:
    """A row of the chronology: an event, or the end of a period, whose day may still be the learner's to find."""

    on: date | None
    title: Words
    kind: str
    """"" event, key: a period's end that is shown, q: one to be computed."""


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
    role: Words
    note: Words
    statements: Sequence[Words]
    told_by: Words
    warning: Words
    papers: Sequence[Paper]
    paper: str
    """Id of the document shown first."""
    moments: Sequence[Moment]
    steps: Sequence[StageStep]
    stage: int
    stage_title: Words
    prompt: Words
    questions: Sequence[Question]
    marked: frozenset[str]
    """Paragraphs that the learner marked, such as `d4.2`."""
    is_open: bool
    count: int


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
    return CasePage(
        title=said(public["title"], own), role=_role(public, own), note=said(public.get("fictional_note"), own),
        statements=[said(each["text"], own) for each in facts["statements"]], told_by=said(facts["told_by"], own),
        warning=said(facts["warning"], own), papers=papers, paper=_first(papers, paper), moments=_moments(public, own),
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


def _moments(public: dict[str, Any], lang: str) -> list[Moment]:
    """Events and shown ends by day; ends that are still to be computed come last."""
    timeline = public["timeline"]
    shown = [
        Moment(date.fromisoformat(each["date"]), said(each["title"], lang), "")
        for each in timeline["events"]
        if "date" in each
    ]
    ends = [
        Moment(date.fromisoformat(each["ends"]), said(each["title"], lang), "key")
        if each.get("ends")
        else Moment(None, said(each["title"], lang), "q")
        for each in timeline["periods"]
    ]
    return sorted([*shown, *ends], key=lambda moment: moment.on or date.max)


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
