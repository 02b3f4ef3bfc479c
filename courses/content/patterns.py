"""`patterns.yaml`: the bank of case patterns that lessons and cases refer to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessments.cases.checks.ground import Pattern
from core.content.problems import Fault, Problem
from core.content.shapes import Line, Shape, Slug, Whole, read_shape
from core.content.source import Source


class PatternEntry(Shape):
    id: Slug
    week: Whole = Field(ge=1)
    basis: Literal["real-case", "court-digest", "norm-based"]
    title: Line


class PatternsFile(Shape):
    patterns: list[PatternEntry] = Field(min_length=1)


def read_patterns(source: Source) -> tuple[dict[str, Pattern], list[Problem]]:
    """:raises ContentRefused: the file has the wrong shape"""
    rows = read_shape(PatternsFile, source).patterns
    problems, found = [], {}
    for n, row in enumerate(rows):
        if row.id in found:
            problems.append(source.problem(Fault(("patterns", n), f"“{row.id}” stands twice", "an id of its own")))
        found[row.id] = Pattern(row.week, row.basis)
    return found, problems
