"""What the figures of an item ask somebody to do. A flag is a question to a person, never a change of a result."""

from enum import StrEnum

from assessments.statistics.figures import ItemFound


class Flag(StrEnum):
    """In the order of urgency."""

    KEY = "key"
    """The strong choose something else than the key: check the key."""
    LANGUAGE = "language"
    """Class C between the languages: compare the two versions."""
    WEAK = "weak"
    """It hardly tells strong from weak: rewrite or replace."""
    HARD = "hard"
    EASY = "easy"
    OMITTED = "omitted"
    """Many leave it empty: is it understood, is there time?"""
    IDLE = "idle"
    """A wrong option that nearly nobody takes: replace it."""
    SLOW = "slow"
    SEEN = "seen"
    """Drawn for most candidates: add items of its kind."""


WEAK = 0.15
HARD, EASY = 0.2, 0.95
OMITTED = 0.15
IDLE, IDLE_FROM = 0.03, 100
"""An option below this share is idle, once so many candidates had the item."""
SLOW = 2.5
"""Times the share of the exam's time that falls to one item."""
SEEN = 0.8
BOUNDS = {
    "weak": WEAK, "hard": HARD, "easy": EASY, "omitted": OMITTED, "idle": IDLE, "idle_from": IDLE_FROM, "slow": SLOW, "seen": SEEN,
}  # fmt: skip


def flags_of(found: ItemFound, *, item_seconds: float, drawn: bool) -> list[Flag]:
    """The flags of one item, the most urgent first; none where nothing was computed.

    :param item_seconds: the exam's time divided by the items of an attempt
    :param drawn: whether candidates had different items
    """
    if found.worked.difficulty is None:
        return []
    raised = {
        Flag.KEY: _key(found),
        Flag.LANGUAGE: found.difference is not None and found.difference.kind == "C",
        Flag.WEAK: _weak(found),
        Flag.HARD: found.worked.difficulty < HARD,
        Flag.EASY: found.worked.difficulty > EASY,
        Flag.OMITTED: (found.worked.omitted or 0) > OMITTED,
        Flag.IDLE: _idle(found),
        Flag.SLOW: (found.worked.seconds or 0) > SLOW * item_seconds,
        Flag.SEEN: drawn and (found.exposure or 0) > SEEN,
    }
    return [flag for flag in Flag if raised[flag]]


def _key(found: ItemFound) -> bool:
    """The weak do better than the strong, or the strong prefer one wrong option to the right one."""
    if found.worked.discrimination is not None and found.worked.discrimination < 0:
        return True
    right = [row.upper for row in found.worked.choices if row.choice.right]
    wrong = [row.upper for row in found.worked.choices if row.choice.right is False and row.choice.label]
    return len(right) == 1 and bool(wrong) and max(wrong) > right[0]


def _weak(found: ItemFound) -> bool:
    value, difficulty = found.worked.discrimination, found.worked.difficulty or 0
    return value is not None and 0 <= value < WEAK and HARD <= difficulty <= EASY


def _idle(found: ItemFound) -> bool:
    """Only where one of several whole options is chosen: among slots and named mistakes an empty row says nothing."""
    rows = found.worked.choices
    options = sum(row.choice.right is True for row in rows) == 1 and not any("=" in row.choice.key for row in rows)
    return (
        options and found.worked.had >= IDLE_FROM and any(row.share < IDLE for row in rows if row.choice.right is False)
    )
