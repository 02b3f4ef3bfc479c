"""The procedural clock of a case: flags that decisions set, periods that are watched, routes with all their days."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

from pydantic import Field

from assessments.items import Text
from core.content.shapes import Day, Line, Shape, Slug, Whole

ROUTE = "route"
"""The flag whose value names the route."""
ByFlag: TypeAlias = "dict[Slug, dict[Slug, Text]]"
"""Flag → value → the text that then stands."""
ByRoute: TypeAlias = "dict[Slug, Text]"


class Flag(Shape):
    values: list[Slug] = Field(min_length=2)
    initial: Slug


class Watched(Shape):
    """A period whose loss has a consequence, said on the page when it is missed."""

    period: Slug
    if_missed: Text
    recovery: Text


class Clock(Shape):
    start: Day
    unit: Literal["calendar_day"]
    rule: Line
    shown: Line
    flags: dict[Slug, Flag]
    watched: list[Watched] = []
    routes: dict[Slug, dict[Slug, Day | Whole]] = {}
    route_note: Line | None = None

    def initial(self) -> dict[str, str]:
        """The flags before the first decision."""
        return {name: flag.initial for name, flag in self.flags.items()}

    def day(self, route: str, name: str) -> dt.date | None:
        """A day of a route; None where it has no such day."""
        value = self.routes.get(route, {}).get(name)
        return value if isinstance(value, dt.date) else None

    def names(self) -> set[str]:
        """What every route gives: days and numbers."""
        return {name for row in self.routes.values() for name in row}
