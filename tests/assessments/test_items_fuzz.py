"""Whatever is sent: no crash, points between 0 and the maximum, and an answer that JSON can hold."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.items import WrongShape, explain, parse_answer, score
from tests.content import bank, case_items

ITEMS = {**bank(), **case_items()}
ONE_OF_EACH = {item.type: name for name, item in ITEMS.items()}
CASE_ONES = {f"{item.type} in a case": name for name, item in case_items().items()}

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=12,
)


def words_of(value):
    """Every string inside the item: ids and norms that an attacker would know, and more."""
    if isinstance(value, str) and len(value) < 20:
        yield value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield str(key)
            yield from words_of(child)
    elif isinstance(value, list):
        for child in value:
            yield from words_of(child)


def knowing(item):
    word = st.sampled_from(sorted(set(words_of(item.dump()))))
    return anything | word | st.lists(word, max_size=12) | st.dictionaries(word, word | st.none(), max_size=12)


@pytest.mark.parametrize("name", sorted({*ONE_OF_EACH.values(), *CASE_ONES.values()}))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_json_is_an_answer_or_a_wrong_shape(name, data):
    item = ITEMS[name]
    raw = data.draw(knowing(item))
    try:
        answer = parse_answer(item, raw)
    except WrongShape:
        return
    result = score(item, answer, "seed")
    assert Decimal(0) <= result.points <= result.max_points
    assert parse_answer(item, json.loads(json.dumps(answer, allow_nan=False))) == answer
    explain(item, answer, "kk", "seed")
