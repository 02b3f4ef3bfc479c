"""`programme.yaml`, `week-N/module.yaml` and `week-N/exams/*.yaml`, in shapes."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assessments.blueprint import BlueprintRow
from core.content.shapes import Day, Line, Number, Shape, Slug, Truth, Whole

ZERO = Decimal(0)


class Words(Shape):
    """A text of the outline; English where a certificate or a visitor from abroad needs it."""

    ru: Line
    kk: Line
    en: Line | None = None


class Hours(Shape):
    total: Whole = Field(ge=1)
    """Academic hours of the finished programme."""
    academic_minutes: Whole = Field(45, ge=30, le=60)


class Week(Shape):
    number: Whole = Field(ge=1)
    title: Words
    aims: list[Words] = Field(min_length=1)
    hours: Whole = Field(ge=1)
    competencies: list[Slug] = Field(min_length=1)
    status: Literal["ready", "being-prepared"]
    module: Line | None = None
    """Folder of the module; only of a ready week."""


class CompetencyLevel(Shape):
    id: Slug
    level: Whole = Field(ge=1, le=4)


class PassRule(Shape):
    """What a person needs before the qualification is considered."""

    weeks: list[Whole] = Field(min_length=1)
    """Every required unit of these weeks is completed."""
    exam: Slug
    """The certifying exam is passed in an edition of this programme edition."""


class CertificateRule(Shape):
    """What the certificate says; hours are those really taken."""

    title: Words
    covers: Words
    hours: Whole = Field(ge=1)
    validity_months: Whole | None = Field(ge=1, le=120)
    issuer: Words


class QualificationEntry(Shape):
    id: Slug
    title: Words
    competencies: list[CompetencyLevel] = Field(min_length=1)
    requires: PassRule
    certificate: CertificateRule


class ProgrammeFile(Shape):
    format: Literal[1]
    id: Slug
    title: Words
    summary: Words
    aims: list[Words] = Field(min_length=1)
    audience: list[Slug] = Field(min_length=1)
    competencies: list[Slug] = Field(min_length=1)
    law_as_of: Day
    hours: Hours
    weeks: list[Week] = Field(min_length=1)
    open_lesson: Slug
    """The lesson that is open without an account."""
    qualifications: list[QualificationEntry] = []


class UnitEntry(Shape):
    id: Slug
    """The id written in the file of the lesson, the case, the check or the exam."""
    kind: Literal["lesson", "check", "case", "exam"]
    required: Truth = True


class ModuleFile(Shape):
    format: Literal[1]
    id: Slug
    programme: Slug
    week: Whole = Field(ge=1)
    title: Words
    aims: list[Words] = Field(min_length=1)
    hours: Whole = Field(ge=1)
    competencies: list[Slug] = Field(min_length=1)
    law_as_of: Day
    units: list[UnitEntry] = Field(min_length=1)


class PassLine(Shape):
    total: Whole = Field(ge=0, le=100)
    """Percent of all points."""
    floors: dict[Slug, Whole] = {}
    """Percent of the points of one competency."""


class ExamFile(Shape):
    format: Literal[1]
    id: Slug
    kind: Literal["check", "exam"]
    programme: Slug
    week: Whole = Field(ge=1)
    title: Words
    intro: Words
    competencies: list[Slug] = Field(min_length=1)
    law_as_of: Day
    minutes: Whole = Field(ge=1, le=300)
    attempts: Whole = Field(ge=0, le=20)
    """0: as many as wanted."""
    wait_hours: Number = Field(default=ZERO, ge=0)
    """Between two attempts."""
    pass_line: PassLine
    feedback: Literal["at-once", "after-submit", "after-release"]
    shuffle: Truth = True
    pool: list[Slug] = Field(min_length=1)
    blueprint: list[BlueprintRow] = Field(min_length=1)

    @property
    def count(self) -> int:
        return sum(row.count for row in self.blueprint)
