"""What a lesson is once it is read: head, segments, links, and the facts in which both languages must agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from pydantic import Field

from assessments.items import Item
from core.content.shapes import Day, Line, Shape, Slug, Whole

Lang = Literal["ru", "kk"]


class LessonHead(Shape):
    id: Slug
    kind: Literal["lesson"]
    programme: Slug
    week: Whole = Field(ge=1, le=60)
    lang: Lang
    pair: Line | None = None
    part: Literal["summary"] | None = None
    title: Line
    summary: Line
    audience: list[Slug] = Field(min_length=1)
    competencies: list[Slug] = Field(min_length=1)
    law_as_of: Day
    status: Literal["draft", "reviewed", "published"]


class DecisionOption(Shape):
    id: Slug
    text: Line
    verdict: Literal["strong", "weak", "harmful"]
    outcome: Line


class Decision(Shape):
    """A choice in the text: not scored, it shows what follows."""

    prompt: Line
    options: list[DecisionOption] = Field(min_length=2, max_length=6)
    basis: Line


@dataclass(frozen=True)
class Segment:
    """One piece of the page in reading order.

    html: `html`. check: `id` of the item. decision: `id`, `decision`. template: `id`, `html` and the Markdown `text`.
    """

    kind: Literal["html", "check", "decision", "template"]
    id: str = ""
    html: str = ""
    text: str = ""
    decision: Decision | None = None

    def to_json(self) -> dict[str, Any]:
        given = {"kind": self.kind, "id": self.id, "html": self.html, "text": self.text}
        shown = {name: value for name, value in given.items() if value}
        return {**shown, "decision": self.decision.dump()} if self.decision else shown


@dataclass(frozen=True)
class Link:
    kind: str
    """norm, case, lesson or item"""
    id: str
    line: int


@dataclass(frozen=True)
class BlockFacts:
    """What of a block must be the same in both languages."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    line: int
    pins: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    file: str
    head: LessonHead
    segments: tuple[Segment, ...]
    toc: tuple[tuple[str, str], ...]
    """Anchor and text of each heading of the second level."""
    pins: tuple[str, ...]
    """Norms in the order of first mention, those of the checks included."""
    links: tuple[Link, ...]
    checks: tuple[Item, ...]
    """Items written inside this file, in its language only."""
    check_lines: dict[str, int]
    blocks: tuple[BlockFacts, ...]
    words: int

    @property
    def check_ids(self) -> tuple[str, ...]:
        return tuple(segment.id for segment in self.segments if segment.kind == "check")

    @property
    def planned_minutes(self) -> Decimal:
        decisions = sum(segment.kind == "decision" for segment in self.segments)
        return planned_minutes(self.words, len(self.check_ids), decisions)


CHECK_MINUTES = Decimal("1.5")


def planned_minutes(words: int, checks: int, decisions: int) -> Decimal:
    """Honest reading time, to half a minute.

    130 words a minute: legal text is read slowly and looked up in part. A check takes a minute and a half with its
    explanation, a decision one minute. Items and norm panels are not counted as words.
    Source: docs/decisions/0009-planned-minutes.md
    """
    minutes = Decimal(words) / 130 + CHECK_MINUTES * checks + decisions
    return (minutes * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2
