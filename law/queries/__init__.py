"""Reads of the register: panels of norms for other packages, the list of norms, one norm, the search."""

from law.queries.found import KINDS, SearchPage, search_page
from law.queries.listing import Listing, listing
from law.queries.one import NormPage, norm_page
from law.queries.panels import NormPanel, panels, pinned_panels

__all__ = [
    "KINDS",
    "Listing",
    "NormPage",
    "NormPanel",
    "SearchPage",
    "listing",
    "norm_page",
    "panels",
    "pinned_panels",
    "search_page",
]
