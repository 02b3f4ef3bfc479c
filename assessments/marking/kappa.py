"""Agreement of two markers beyond chance: Cohen's weighted kappa.

J. Cohen, "Weighted kappa: Nominal scale agreement with provision for scaled disagreement or partial credit", Psychological
Bulletin 70 (1968), 213-220. Two judges sort 200 cases into three classes with the proportions .44 .07 .09 / .05 .20 .05 /
.01 .03 .06; every disagreement weighed alike gives .492, with the weights 0 1 3 / 1 0 6 / 3 6 0 it is .348.
`tests/marking/test_kappa.py` holds both. Levels of a rubric are ordered, so they are weighed by the square of their distance.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

Weight = Callable[[int, int], int]


def by_square(one: int, other: int) -> int:
    """A difference of two levels weighs four times that of one."""
    return (one - other) ** 2


def weighted_kappa(pairs: Mapping[tuple[int, int], int], weight: Weight = by_square) -> Fraction | None:
    """1: always the same level; 0: as chance would have it; below: less than that.

    None where it is not defined: no pairs, or both always gave one and the same level.

    :param pairs: (level of the one, level of the other) → how often
    :param weight: how heavy a disagreement is; 0 for the same level
    """
    count = sum(pairs.values())
    if not count:
        return None
    ones, others = Counter[int](), Counter[int]()
    for (one, other), times in pairs.items():
        ones[one] += times
        others[other] += times
    seen = Fraction(sum(weight(*pair) * times for pair, times in pairs.items()), count)
    by_chance = Fraction(sum(weight(a, b) * ones[a] * others[b] for a in ones for b in others), count * count)
    return 1 - seen / by_chance if by_chance else None


def same_share(pairs: Mapping[tuple[int, int], int]) -> Fraction | None:
    """How often both gave the same level, 0..1; None without pairs."""
    count = sum(pairs.values())
    return Fraction(sum(times for (one, other), times in pairs.items() if one == other), count) if count else None


def counted(pairs: Iterable[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """The table of pairs."""
    return Counter(pairs)
