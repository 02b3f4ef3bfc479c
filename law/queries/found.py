"""The search over everything that was published: norms, lessons and cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core import search
from core.languages import content_language
from core.paging import Page, paged
from core.search import Found

PAGE = 20
DEPTH = 500
"""Entries that are looked at; a query that finds more is too wide to be read to its end."""
KINDS = ("norm", "lesson", "case")


@dataclass(frozen=True)
class SearchPage:
    """A page of what was found."""

    page: Page[Found]
    counts: Mapping[str, int]
    """How many of each kind, in the order of `KINDS`."""

    @property
    def total(self) -> int:
        """How many things of any kind."""
        return sum(self.counts.values())


def search_page(session: Session, query: str, kind: str, number: int, lang: str) -> SearchPage:
    """What holds the words of the query, each thing once, in the reader's language where it has it; one statement.

    :param kind: one of `KINDS`, or empty for all
    """
    things: dict[tuple[str, str], Found] = {}
    for each in search.find(session, query, kinds=KINDS, limit=DEPTH):
        known = things.get((each.kind, each.ref))
        if known is None or (known.lang != each.lang and each.lang == content_language(lang)):
            things[each.kind, each.ref] = each
    counts = {each: sum(1 for found in things.values() if found.kind == each) for each in KINDS}
    shown = [found for found in things.values() if not kind or found.kind == kind]
    return SearchPage(paged(shown, number, PAGE), counts)
