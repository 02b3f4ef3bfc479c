"""Agreement figures against published ones."""

from fractions import Fraction

from assessments.marking.kappa import by_square, counted, same_share, weighted_kappa

COHEN = {(0, 0): 88, (0, 1): 14, (0, 2): 18, (1, 0): 10, (1, 1): 40, (1, 2): 10, (2, 0): 2, (2, 1): 6, (2, 2): 12}
"""J. Cohen, Psychological Bulletin 70 (1968), 213-220: 200 cases, two judges, three classes. The figures are still to be compared with the printed page."""
HEAVY = {(0, 1): 1, (0, 2): 3, (1, 2): 6}


def heavy(one: int, other: int) -> int:
    return HEAVY.get((min(one, other), max(one, other)), 0)


def test_the_figures_of_the_published_example():
    alike = weighted_kappa(COHEN, lambda one, other: int(one != other))
    weighed = weighted_kappa(COHEN, heavy)
    assert alike is not None
    assert weighed is not None
    assert round(float(alike), 3) == 0.492
    assert round(float(weighed), 3) == 0.348


def test_always_the_same_level_is_one_and_always_the_opposite_is_below_nothing():
    assert weighted_kappa({(0, 0): 5, (3, 3): 5}) == 1
    worst = weighted_kappa({(0, 3): 5, (3, 0): 5})
    assert worst is not None
    assert worst == -1


def test_it_does_not_matter_who_is_named_first():
    pairs = counted([(0, 1), (1, 1), (3, 2), (2, 2), (0, 0), (3, 1)])
    turned = counted((b, a) for a, b in pairs.elements())
    assert weighted_kappa(pairs) == weighted_kappa(turned)


def test_without_pairs_or_with_one_level_only_it_is_not_defined():
    assert weighted_kappa({}) is None
    assert same_share({}) is None
    assert weighted_kappa({(2, 2): 9}) is None
    assert same_share({(2, 2): 9}) == 1


def test_a_step_further_weighs_more():
    assert [by_square(0, n) for n in range(4)] == [0, 1, 4, 9]
    assert same_share({(0, 0): 1, (0, 1): 3}) == Fraction(1, 4)
