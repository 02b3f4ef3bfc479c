"""The end of a case file: the court, the scoring, what is disclosed when, the author's notes, the Kazakh block."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessments.cases.clock import ByFlag, ByRoute
from assessments.items import Text
from core.content.shapes import Day, Line, Number, Shape, Slug, Truth, Whole, WholeKey


class Outcome(Shape):
    verdict: Literal["granted", "partly-granted", "refused", "settled"]
    ru: Line
    kk: Line | None = None
    text: Text
    amount: Number | None = None
    amount_by_route: dict[Slug, Number] = {}


class Match(Shape):
    """Shares of the points of the tied items from which the learner's way counts as matched, or partly."""

    matched: Number = Field(ge=0, le=1)
    partial: Number = Field(ge=0, le=1)


class CourtPoint(Shape):
    n: Whole = Field(ge=1)
    title: Text
    court: Text
    by_flag: ByFlag = {}
    by_route: ByRoute = {}
    standing: Literal["source", "norm", "training"]
    """Who says so: the publication, a norm, or our application of norms to training papers."""
    standing_note: Line | None = None
    norms: list[Slug] = []
    docs: list[str] = []
    items: list[str] = []
    why: Text


class Lost(Shape):
    text: Text
    items: list[str] = Field(min_length=1)


class ThenNow(Shape):
    norm: Slug
    then: Text
    now: Text
    changes_result: Truth
    caution: Line | None = None


class Court(Shape):
    kind: Literal["reconstruction", "judgment"]
    label: Text
    outcome: Outcome
    outcome_by_route: dict[Slug, Outcome] = {}
    honesty: Text
    match: Match
    points: list[CourtPoint] = Field(min_length=3)
    would_have_lost: list[Lost] = Field(min_length=1)
    law_then_now: list[ThenNow] = []
    source_then: Text | None = None


class Fatal(Shape):
    """A flag with which the case is not passed, whatever the points."""

    flag: Slug
    value: Slug
    ru: Line
    kk: Line | None = None


class CasePass(Shape):
    total: Number = Field(ge=0, le=100)
    floors: dict[Slug, Number] = {}
    fatal: list[Fatal] = []


class ScoredPair(Shape):
    norm: str
    conclusion: str


class PairMessages(Shape):
    both: Text
    norm_only: Text
    conclusion_only: Text
    neither: Text


class NormAndConclusion(Shape):
    pairs: list[ScoredPair] = Field(min_length=1)
    strong_from: Number = Field(gt=0, le=1)
    messages: PairMessages


class Band(Shape):
    least: Number = Field(alias="from", ge=0, le=100)
    ru: Line
    kk: Line


class Scoring(Shape):
    total: Number
    stages: dict[Slug, Number]
    branch_stages: dict[Slug, Number] = {}
    pass_rule: CasePass = Field(alias="pass")
    norm_and_conclusion: NormAndConclusion
    bands: list[Band] = Field(min_length=1)
    bonus_rule: Line | None = None
    confidence: Literal["optional", "off"] = "off"


class Practice(Shape):
    after_item: list[Line] = []
    after_stage: list[Line] = []
    after_submit: list[Line] = []
    hints: Truth
    retry: Truth


class Certifying(Shape):
    after_item: list[Line] = []
    after_stage: list[Line] = []
    after_submit: list[Line] = []
    after_release: list[Line] = []
    hints: Truth
    retry: Truth
    model_answer: Literal["after_window", "after_release"] = "after_window"


class Disclosure(Shape):
    practice: Practice
    certifying: Certifying
    locking: Line
    replay: Line | None = None


class Truths(Shape):
    id: Slug
    truth: Truth | Literal["unknown"]
    proved_by: list[str] = []


class Planted(Shape):
    id: Slug
    doc: str
    note: Line
    item: str | None = None


class Later(Shape):
    doc: Slug
    opens: Slug
    why: Line


class Sign(Shape):
    by: str
    date: Day | None = None


class Pilot(Shape):
    learners: Whole
    date: Day | None = None


class CaseReview(Shape):
    law: Sign
    language_kk: Sign
    pilot: Pilot


class Author(Shape):
    """Never leaves the studio."""

    hidden: Literal["always"]
    thesis: Line
    statement_truth: list[Truths]
    defects: list[Planted]
    lures: list[Line] = []
    later_documents: list[Later] = []
    doubts: list[Line] = []
    review: CaseReview


class KazakhCourt(Shape):
    outcome: Line
    outcome_by_route: dict[Slug, Line] = {}
    points: dict[WholeKey, Line]


class Kazakh(Shape):
    """The short Kazakh side; `status` says who must still edit it."""

    status: Line
    role: Line
    stages: dict[Slug, Line]
    court: KazakhCourt
    would_have_lost: Line | None = None
