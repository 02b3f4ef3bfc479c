"""YAML is read strictly, and every refusal names its line."""

from datetime import date
from decimal import Decimal

import pytest

from core.content.canonical import canonical_json, content_hash
from core.content.problems import ContentRefused
from core.content.shapes import Day, Number, Shape, Truth, Whole, read_shape
from core.content.yaml_file import read_yaml


class Small(Shape):
    name: str
    points: Number = Decimal(1)
    count: Whole = 0
    on_day: Day | None = None
    sure: Truth = False
    parts: list["Small"] = []


def test_values_come_with_their_types_and_lines():
    source = read_yaml("a: 1\nb:\n- 0.5\n- 2026-03-27\n- {c: 'x: y', d: null}\n", "f.yaml", first_line=10)
    assert source.data == {"a": 1, "b": [Decimal("0.5"), date(2026, 3, 27), {"c": "x: y", "d": None}]}
    assert [source.line(path) for path in [("a",), ("b",), ("b", 1), ("b", 2, "c"), ("b", 2, "none")]] == [
        10,
        11,
        13,
        14,
        14,
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: .nan\n", 1, "read by YAML as float"),
        ("a: .inf\n", 1, "read by YAML as float"),
        ("a: yes\n", 1, "read by YAML as bool"),
        ("on: 1\n", 1, "cannot be a key"),
        ("a: 1\nb: 010\n", 2, "read by YAML as int"),
        ("a: 10:05\n", 1, "read by YAML as int"),
        (f"a: {'9' * 5000}\n", 1, "read by YAML as int"),
        ("a: 2026-02-30\n", 1, "there is no day"),
        ("a: 2026-02-20 10:00:00\n", 1, "read by YAML as timestamp"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, ""),
        ("a: !thing x\n", 1, "read by YAML as !thing"),
        ("a:\n  b: c: d\n", 2, "not readable as YAML"),
        ("a: [1, 2\nb: 3\n", 2, "not readable as YAML"),
        ("<<: {a: 1}\n", 1, ""),
        ("a: \x01\n", 1, "not readable as YAML"),
        ("[" * 30, 1, "not readable as YAML"),
        ("[" * 100_000, 1, "too deep"),
        ("- " * 100_000, 1, "too deep"),
        ("[" * 50 + "]" * 50, 1, "too many or too deep"),
    ],
)
def test_what_people_write_by_accident_is_refused(text, line, what):
    with pytest.raises(ContentRefused) as refused:
        read_shape(Small, read_yaml(text, "f.yaml"))  # a tagged list does no harm, and is no shape either
    assert refused.value.problems[0].line == line
    assert what in str(refused.value)


def test_an_alias_bomb_stops():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(ContentRefused, match="too many or too deep"):
        read_yaml("\n".join(rows), "f.yaml")


def test_an_alias_of_itself_stops():
    with pytest.raises(ContentRefused, match="too many or too deep"):
        read_yaml("a: &a [*a]\n", "f.yaml")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("name: x\nwrong: 1\n", 2, "unknown field “wrong” (one of: name, points, count, on_day, sure, parts)"),
        ("points: 2\n", 1, "the field “name” is missing"),
        ("name: x\npoints: many\n", 2, "“points”: should be a number"),
        ("name: x\npoints: true\n", 2, "“points”: should be a number"),
        ("name: 7\n", 1, "“name”: should be a valid string"),
        ("name: x\ncount: 0.5\n", 2, "“count”: should be a whole number"),
        ("name: x\nsure: 1\n", 2, "“sure”: should be true or false"),
        ("name: x\nparts:\n- name: y\n- name: z\n  on_day: soon\n", 5, "“on_day”: should be a day like 2026-03-27"),
        ("name: x\nparts:\n- name: y\n- nam: z\n", 4, "unknown field “nam”"),
    ],
)
def test_a_wrong_shape_names_field_and_line(text, line, what):
    with pytest.raises(ContentRefused) as refused:
        read_shape(Small, read_yaml(text, "f.yaml"))
    assert any(problem.line == line and what in str(problem) for problem in refused.value.problems), str(refused.value)


def test_equal_content_has_an_equal_hash_whatever_its_layout():
    one = read_shape(Small, read_yaml("name: x\npoints: 0.50\nparts: [{name: y}]\n", "f.yaml"))
    two = read_shape(Small, read_yaml("parts:\n  - name: 'y'\npoints: 0.5\nname: x\n", "g.yaml"))
    assert content_hash(one.dump()) == content_hash(two.dump())
    assert canonical_json(one.dump()) == '{"name":"x","parts":[{"name":"y"}],"points":"0.5"}'


def test_a_float_has_no_place_in_content():
    with pytest.raises(TypeError):
        canonical_json({"a": 0.5})
