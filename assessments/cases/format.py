"""The case file in shapes: header, facts, dossier, timeline, stages. The clock stands in `clock`, court and scoring in `verdict`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from assessments.cases.clock import ByFlag, ByRoute, Clock
from assessments.cases.verdict import Author, Court, Disclosure, Kazakh, Scoring
from assessments.items import Text
from core.content.shapes import Day, Line, Number, Shape, Slug, Truth, Whole

Use = Literal["key", "support", "trap", "today"]
Basis = Literal["real-case", "court-digest", "norm-based"]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Edition = Annotated[str, StringConstraints(pattern=r"^(|[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]


class CasePlace(Shape):
    slug: Slug
    week: Whole = Field(ge=1)
    unit: Slug


class Role(Shape):
    id: Slug
    """Office of the framework."""
    ru: Line
    kk: Line | None = None


class CaseCompetency(Shape):
    id: Slug
    points: Number = Field(gt=0)
    level: Whole = Field(ge=1, le=4)


class Digest(Shape):
    pattern: Slug
    purpose: Line = Field(alias="for")


class Provenance(Shape):
    from_source: list[Line]
    added_for_training: list[Line]
    unknown: list[Line] = []
    digest_used: list[Digest] = []


class PinEntry(Shape):
    """A norm the case names. Its edition equals the register's."""

    id: Slug
    edition: Day | Edition
    use: Use
    at_facts: Literal["same", "changed", "na"]
    caution: Line | None = None
    note: Line | None = None


class Statement(Shape):
    id: Slug
    text: Text


class Facts(Shape):
    told_by: Text
    told_at: Day
    warning: Text
    statements: list[Statement] = Field(min_length=2)


class CaseParagraph(Shape):
    """A paragraph; another text stands in its place after an earlier decision, where the file has one."""

    n: Whole = Field(ge=1)
    text: Text
    by_flag: ByFlag = {}
    by_route: ByRoute = {}


class CaseDocument(Shape):
    id: Annotated[str, StringConstraints(pattern=r"^d[1-9][0-9]?$")]
    title: Text
    kind: Line
    date: Day | None = None
    date_by_route: Slug | None = None
    """Name of a day of the routes."""
    opens: Slug
    """Stage from which it is seen."""
    source: Text = Field(alias="from")
    paragraphs: list[CaseParagraph] = Field(min_length=1)


class Event(Shape):
    id: Slug
    date: Day | None = None
    date_by_route: Slug | None = None
    title: Text
    doc: Slug | None = None
    opens: Slug | None = None


class Period(Shape):
    id: Slug
    title: Text
    start: Slug = Field(alias="from")
    """Event after which it runs."""
    length: Whole = Field(ge=1, le=1100)
    unit: Literal["working_day", "calendar_day", "month", "year"]
    ends: Day | None = None
    ends_by_route: Slug | None = None
    kept_by: Slug | None = None
    """Event that has to happen within it."""
    kept_by_flag: dict[Slug, list[Slug]] = {}
    """Or a flag with the values that mean it was kept."""
    late_on: list[Slug] = []
    """Routes on which the event comes too late."""
    norm: Slug
    document: str | None = None
    """Paragraph that sets the length, where a document does."""
    reveal: Slug
    """Stage from which the page shows the date."""
    note: Line | None = None


class Timeline(Shape):
    events: list[Event] = Field(min_length=1)
    periods: list[Period] = []
    calendar_note: Line
    given_years: list[Whole] = []
    """Years outside the register's calendar for which the case itself gives the days off; the page says so."""
    given_days_off: list[Day] = []


class Hint(Shape):
    cost: Number = Field(ge=0)
    text: Text


class ByItem(Shape):
    """Every option of this decision names the stage that follows."""

    by_item: Slug


class Stage(Shape):
    id: Slug
    title: Text
    prompt: Text
    points: Number = Field(ge=0)
    hint: Hint | None = None
    branch: Truth = False
    """Entered only by a decision; has no points of its own."""
    day_by_route: Slug | None = None
    """Name of the day of the route on which the clock stands when the stage opens."""
    next: Slug | ByItem
    items: list[dict[str, Any]] = Field(min_length=1)
    """Read one by one by the item types."""


class CaseFile(Shape):
    format: Literal[1]
    id: Slug
    slug: Slug
    edition: Whole = Field(ge=1)
    title: Text
    subtitle: Text | None = None
    programme: CasePlace
    law_as_of: Day
    """The day whose law decides the case."""
    facts_from: Day
    facts_to: Day
    difficulty: Whole = Field(ge=1, le=5)
    planned_minutes: Whole = Field(ge=10, le=240)
    language_source: Literal["ru", "kk"]
    fictional: Literal[True]
    fictional_note: Text
    role: Role
    competencies: list[CaseCompetency] = Field(min_length=1)
    basis: Basis
    pattern: Slug
    provenance: Provenance
    sources: list[Address] = Field(min_length=1)
    norms: list[PinEntry] = Field(min_length=1)
    law_note: Line
    facts: Facts
    dossier: list[CaseDocument] = Field(min_length=2)
    timeline: Timeline
    clock: Clock | None = None
    stages: list[Stage] = Field(min_length=2)
    court: Court
    scoring: Scoring
    disclosure: Disclosure
    author: Author
    kk: Kazakh

    def paragraphs(self) -> list[str]:
        """Addresses of all paragraphs, "d4.3"."""
        return [f"{doc.id}.{paragraph.n}" for doc in self.dossier for paragraph in doc.paragraphs]

    def main_stages(self) -> list[Stage]:
        """The stages that every way goes through, without the branches."""
        return [stage for stage in self.stages if not stage.branch]

    def stage_number(self, stage: str) -> int:
        """1-based place; 0 for no stage. The court comes after the last one."""
        ids = [each.id for each in self.stages]
        return len(ids) + 1 if stage == "court" else ids.index(stage) + 1 if stage in ids else 0
