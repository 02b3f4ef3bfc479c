"""Pure decisions about dated belonging: days are half-open, from the first day until before the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """The days from `start` until before `end`; no end while it lasts."""

    start: date
    end: date | None = None

    def meet(self, other: "Span") -> "Span | None":
        """The days that both have, or None when there is none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Span(start, end)

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Path:
    """An ancestor at some height above an organisation, and the days on which the whole way up holds."""

    ancestor_id: int
    depth: int
    span: Span


Parents = Mapping[int, Sequence[tuple[int, Span]]]
"""Child → its parents along one axis, each with the days of the affiliation."""


def paths_up(organisation_id: int, span: Span, parents: Parents) -> Iterator[Path]:
    """Every ancestor along one axis, the organisation itself first at depth 0.

    :param span: the days on which the organisation exists
    :raises ValueError: the affiliations run in a circle
    """
    level = [Path(organisation_id, 0, span)]
    seen_depth = 0
    while level:
        yield from level
        seen_depth += 1
        if seen_depth > 64:
            raise ValueError(f"affiliations above {organisation_id} run in a circle")
        level = list(_one_up(level, parents))


def _one_up(level: Iterable[Path], parents: Parents) -> Iterator[Path]:
    for path in level:
        for parent_id, span in parents.get(path.ancestor_id, ()):
            if both := path.span.meet(span):
                yield Path(parent_id, path.depth + 1, both)
