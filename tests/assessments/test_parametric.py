"""Parametric items, recomputed here by other code than the platform's."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.items import public_view, score
from assessments.items.arithmetic import BadFormula, compute, holds
from assessments.items.number import NumberItem
from tests.content import bank

ITEM = bank()["w1-loc-06"]
assert isinstance(ITEM, NumberItem)
STARTS = [date(2025, 1, 13), date(2025, 2, 3), date(2025, 3, 3)]
MONTHS = [4, 6, 8, 10, 14, 16, 18]
DAYS = [24, 30, 36]


def pick(seed, name, values):
    return values[int.from_bytes(hashlib.sha256(f"{seed}:w1-loc-06:{name}".encode()).digest(), "big") % len(values)]


@pytest.mark.parametrize("row", ITEM.proof, ids=lambda row: f"seed {row['seed']}")
def test_the_proof_in_the_file_recomputes(row):
    seed = row["seed"]
    start, months, days = pick(seed, "start", STARTS), pick(seed, "months", MONTHS), pick(seed, "annual_days", DAYS)
    month = start.month - 1 + months
    end = date(start.year + month // 12, month % 12 + 1, start.day) - timedelta(days=1)
    assert row == {
        "seed": seed,
        "start": start,
        "months": months,
        "annual_days": days,
        "end": end,
        "answer": Decimal(days * months // 12),
    }


@pytest.mark.parametrize("seed", range(40))
def test_the_right_answer_follows_the_seed(seed):
    right = pick(seed, "annual_days", DAYS) * pick(seed, "months", MONTHS) // 12
    assert score(ITEM, str(right), str(seed)).points == 2
    assert score(ITEM, str(right + 1), str(seed)).points == 0


def test_the_prompt_is_written_out_in_both_languages():
    assert "началась 13 января 2025 года" in public_view(ITEM, "ru", "1")["prompt"]
    assert "2025 жылғы 13 қаңтарда басталды" in public_view(ITEM, "kk", "1")["prompt"]
    assert "{{" not in public_view(ITEM, "ru", "1")["prompt"]
    assert "variant" not in public_view(ITEM, "ru", "1")


@pytest.mark.parametrize(
    "formula",
    ["__import__('os')", "a.b", "2 ** 9", "[1, 2]", "x", "1 / 0", "a + 1 day", "f'{a}'", "lambda: 1", "a if a else 1", "(" * 150, "1" * 300,
     "True", "add_months(a, 1)", "min(1)", "a @ 2", "'a' * 3", "2 < 3"],
)  # fmt: skip
def test_nothing_but_arithmetic_is_computed(formula):
    with pytest.raises(BadFormula):
        compute(formula, {"a": compute("3", {})})


def test_fractions_are_exact():
    assert compute("1 / 3 * 3", {}) == 1
    assert holds("24 / 12 * 4 is whole", {})
    assert not holds("25 / 12 is whole", {})
    assert compute("0.1 + 0.2", {}) == compute("0.3", {})
