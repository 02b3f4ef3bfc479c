"""The draw of an exam."""

import random

import pytest

from assessments.blueprint import BlueprintRow, PoolItem, PoolTooSmall, draw, shortages
from courses.content.module_check import pool_of
from tests.content import curricula

TREE = curricula().programmes["hr-and-law"].modules[1].tree


@pytest.mark.parametrize("name", ["w1-module-exam", "w1-module-test"])
def test_every_seed_fills_the_blueprint(name):
    exam = TREE.exams[name].exam
    pool = pool_of(TREE, exam)
    drawn = [draw(exam.blueprint, pool, str(seed)) for seed in range(200)]
    assert all(len(set(each)) == exam.count for each in drawn)
    assert len({tuple(sorted(each)) for each in drawn}) > 50
    assert drawn[3] == draw(exam.blueprint, list(reversed(pool)), "3")


def test_rows_are_kept():
    exam = TREE.exams["w1-module-exam"].exam
    pool = {item.id: item for item in pool_of(TREE, exam)}
    for seed in range(50):
        drawn = [pool[name] for name in draw(exam.blueprint, list(pool.values()), str(seed))]
        for row in exam.blueprint:
            assert sum(item.fits(row) for item in drawn) >= row.count


def test_a_pool_that_some_seed_empties_is_found_before():
    rows = [BlueprintRow(competency="a", count=2), BlueprintRow(competency="b", count=2)]
    pool = [
        PoolItem("1", ("a", "b"), 2),
        PoolItem("2", ("a", "b"), 2),
        PoolItem("3", ("a",), 2),
        PoolItem("4", ("b",), 2),
    ]
    assert list(shortages(rows, pool)) == [(1, 1)]
    with pytest.raises(PoolTooSmall):
        all(draw(rows, pool, str(seed)) for seed in range(50))
    assert not list(shortages(rows, [*pool, PoolItem("5", ("b",), 2)]))


def test_what_is_found_sufficient_never_runs_short():
    chance = random.Random(7)
    for _ in range(300):
        pool = [
            PoolItem(str(n), tuple(chance.sample("abc", chance.randint(1, 3))), chance.randint(1, 5))
            for n in range(chance.randint(3, 12))
        ]
        rows = [
            BlueprintRow(competency=chance.choice("abc"), count=chance.randint(1, 3))
            for _ in range(chance.randint(1, 3))
        ]
        if not list(shortages(rows, pool)):
            for seed in range(5):
                assert len(draw(rows, pool, str(seed))) == sum(row.count for row in rows)
