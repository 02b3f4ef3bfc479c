"""Reads of the register: panels of norms for other packages, the list of norms, one norm, the search."""

from law.queries.panels import NormPanel, panels, pinned_panels

__all__ = ["NormPanel", "panels", "pinned_panels"]
