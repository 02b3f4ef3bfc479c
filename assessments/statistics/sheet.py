"""What statistics are computed from: candidates × items as arrays. Made by `read`, by tests and by the measurement."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Choice:
    """One option, one value of a slot or one named mistake, with its words in both languages."""

    key: str
    label: dict[str, str]
    right: bool | None


@dataclass(frozen=True)
class Choices:
    """Which choices the candidates made in one item.

    :ivar of_answer: for each different answer the places in `known` of the choices that it holds
    :ivar given: for each candidate the number of the answer; -1 for none
    """

    known: tuple[Choice, ...]
    of_answer: tuple[tuple[int, ...], ...]
    given: Whole


@dataclass(frozen=True)
class Sheet:
    """The marked first attempts of an exam edition.

    :ivar share: candidates × items, the share of the item's points that was reached; NaN where the item was not drawn
    :ivar points: the most points of each item
    :ivar answered: whether an answer was stored
    :ivar seconds: time given to the item; NaN when no answer tells it
    :ivar kazakh: whether the attempt is in Kazakh; all others are in Russian
    :ivar choices: by place of the item; items whose answers are not choices are left out
    """

    share: Floats
    points: Floats
    answered: Marks
    seconds: Floats
    kazakh: Marks
    choices: dict[int, Choices] = field(default_factory=dict)

    @cached_property
    def drawn(self) -> Marks:
        """Which item stood in whose attempt."""
        return ~np.isnan(self.share)

    @cached_property
    def reached(self) -> Floats:
        """Points of each candidate."""
        total: Floats = np.nansum(self.share * self.points, axis=1)
        return total

    @cached_property
    def most(self) -> Floats:
        """Points that each candidate could reach."""
        total: Floats = (self.drawn * self.points).sum(axis=1)
        return total


def complete(share: list[list[float]], points: list[float] | None = None) -> Sheet:
    """A sheet of candidates who all had and answered all items, in Russian; nothing is known of time and choices."""
    array = np.array(share, dtype=np.float64)
    return Sheet(
        array, np.array(points or [1.0] * array.shape[1]), ~np.isnan(array), np.full(array.shape, np.nan), np.zeros(len(array), dtype=np.bool_),
    )  # fmt: skip
