"""Values of a parametric item, the same for the same seed on any machine.

Number of the value = int(sha256("<seed>:<item id>:<parameter>"), 16) mod number of values.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field, model_validator

from assessments.items.arithmetic import Value, compute
from core.content.shapes import Day, Number, Shape

MAX_COMBINATIONS = 5_000
PLACE = re.compile(r"\{\{([a-z_][a-z0-9_]*)\}\}")
_RU = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_KK = [
    "қаңтарда",
    "ақпанда",
    "наурызда",
    "сәуірде",
    "мамырда",
    "маусымда",
    "шілдеде",
    "тамызда",
    "қыркүйекте",
    "қазанда",
    "қарашада",
    "желтоқсанда",
]


class Parameter(Shape):
    type: Literal["date", "int", "decimal"]
    values: list[Day | Number] = Field(min_length=1, max_length=60)


class Params(Shape):
    """`rule` names how a value is chosen; every other field is a parameter."""

    rule: Literal["sha256-index"] = "sha256-index"
    named: dict[str, Parameter]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: object) -> object:
        if isinstance(value, dict) and "named" not in value:
            rest = {name: each for name, each in value.items() if name != "rule"}
            return {"rule": value.get("rule", "sha256-index"), "named": rest}
        return value


def chosen(params: Params, seed: str, item_id: str) -> dict[str, dt.date | Decimal]:
    return {name: each.values[_index(seed, item_id, name, len(each.values))] for name, each in params.named.items()}


def _index(seed: str, item_id: str, name: str, count: int) -> int:
    return int(hashlib.sha256(f"{seed}:{item_id}:{name}".encode()).hexdigest(), 16) % count


def combinations(params: Params) -> Iterator[dict[str, dt.date | Decimal]]:
    names = list(params.named)
    for values in itertools.product(*(params.named[name].values for name in names)):
        yield dict(zip(names, values, strict=True))


def combination_count(params: Params) -> int:
    count = 1
    for each in params.named.values():
        count *= len(each.values)
    return count


def with_derived(values: Mapping[str, dt.date | Decimal], derived: Mapping[str, str]) -> dict[str, Value]:
    """Parameters as exact values, then the derived ones in the order written.

    :raises BadFormula: a derived value cannot be computed
    """
    names: dict[str, Value] = {
        name: value if isinstance(value, dt.date) else Fraction(value) for name, value in values.items()
    }
    for name, formula in derived.items():
        names[name] = compute(formula, names)
    return names


def as_decimal(value: Fraction) -> Decimal:
    """Exact where it can be, else to the hundredth."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact if Fraction(exact) == value else exact.quantize(Decimal("0.01"))


def filled(text: str, names: Mapping[str, Value], lang: str) -> str:
    """The text with `{{name}}` written out: «13 января 2025 года», «2025 жылғы 13 қаңтарда», 24, 12,5."""
    return PLACE.sub(
        lambda found: _said(names[found.group(1)], lang) if found.group(1) in names else found.group(0), text
    )


def _said(value: Any, lang: str) -> str:
    if isinstance(value, dt.date):
        if lang == "kk":
            return f"{value.year} жылғы {value.day} {_KK[value.month - 1]}"
        return f"{value.day} {_RU[value.month - 1]} {value.year} года"
    return grouped(as_decimal(value)) if isinstance(value, Fraction) else str(value)


def grouped(number: Decimal) -> str:
    """1234567.5 as «1 234 567,5», with no-break spaces."""
    return f"{number.normalize():,f}".replace(",", "\u00a0").replace(".", ",")


def filled_by_seed(text: str, variant: Mapping[str, Any], item_id: str, lang: str, seed: str) -> str:
    """The text of a parametric item for one seed; `variant` is that of the public content."""
    params = Params.model_validate(variant["params"])
    return filled(text, with_derived(chosen(params, seed, item_id), variant["derived"]), lang)
