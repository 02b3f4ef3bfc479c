"""Every item type: what is shown, what an answer is, what it is worth, what is said about it."""

import json
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from assessments.items import (
    ITEM_TYPES,
    WrongShape,
    explain,
    parse_answer,
    parse_form,
    public_content,
    public_view,
    read_item,
    score,
)
from assessments.items.essay import Essay, rubric_score
from core.content.canonical import canonical_json
from tests.content import bank, case_items, curricula

ITEMS = {**bank(), **case_items()}
CHECKS = {
    item.id: item
    for p in curricula().programmes.values()
    for m in p.modules.values()
    for pair in m.tree.lessons.values()
    for item in pair.checks
}
EVERY = {**ITEMS, **CHECKS}

TEXT = "Просим признать отношения трудовыми и оформить трудовой договор со 2 марта 2026 года по статье 27."

SCORED = [
    # item, answer, points, mistakes
    ("w1-loc-01", "a", "1", ()),
    ("w1-loc-01", "b", "0", ("option:b",)),
    ("s1.conclusion", "a", "2", ()),
    ("s1.conclusion", "b", "0.5", ("option:b",)),
    ("w1-loc-02", ["a", "b"], "2", ()),
    ("w1-loc-02", ["a"], "1", ("missed:b",)),
    ("w1-loc-02", ["a", "c"], "0", ("option:c", "missed:b")),
    ("w1-loc-02", ["a", "b", "c"], "1", ("option:c",)),
    ("w1-loc-02", ["c", "d", "e"], "0", ("option:c", "option:d", "option:e", "missed:a", "missed:b")),
    ("s2.lawful", ["a", "b", "d"], "2", ()),
    ("s2.lawful", ["c"], "0", ("option:c", "missed:a", "missed:b", "missed:d")),
    ("s2.lawful", ["a"], "1", ("missed:b", "missed:d")),
    ("w1-loc-03", {"l1": "r1", "l2": "r2", "l3": "r3", "l4": "r4", "l5": "r5"}, "3", ()),
    ("w1-loc-03", {"l1": "r1", "l3": "r4"}, "0.6", ("pair:l3:r4",)),
    ("s1.facts", {"f1": "unproven", "f2": "confirmed"}, "0.5", ("pair:f2:confirmed",)),
    ("w1-loc-04", ["s2", "s1", "s4", "s3", "s5", "s6"], "3", ()),
    ("w1-loc-04", ["s3", "s1", "s2", "s4", "s5", "s6"], "1.8", ("order:s1:s3", "order:s2:s3")),
    ("s5.steps", ["e1", "e2", "e3", "e4", "e5"], "4", ()),
    ("s5.steps", ["e2", "e3", "e1", "e4", "e5"], "2", ("order:e1:e2",)),
    ("s5.steps", ["e5", "e4", "e3", "e2", "e1"], "0", ("order:e1:e2", "order:e2:e3", "order:e3:e4", "order:e4:e5")),
    ("w1-loc-05", {"g1": "a", "g2": "a", "g3": "a", "g4": "a"}, "4", ()),
    ("w1-loc-05", {"g1": "a", "g4": "b"}, "1", ("gap:g4:b",)),
    ("s4.minutes", 175, "3", ()),
    ("s4.minutes", "180", "1", ("near:0",)),
    ("s4.minutes", "181", "0", ("other",)),
    ("w1-loc-07", "2026-12-07", "2", ()),
    ("w1-loc-07", "05.12.2026", "0", ("near:2026-12-05",)),
    ("s4.commission", "2026-05-01", "3", ("near:2026-05-01",)),
    ("s4.commission", "2026-06-01", "0", ("other",)),
    ("w1-loc-08", {"basis": "tu-17-8"}, "1", ()),
    ("w1-loc-08", {"basis": "tk-12"}, "0", ("norm:basis:tk-12",)),
    (
        "s1.norm",
        {"ground": "tk-52-1-8", "procedure": "np2024-19", "union": "tu-26-2"},
        "3.5",
        ("norm:procedure:np2024-19", "norm:union:tu-26-2"),
    ),
    ("w1-loc-09", ["p1", "p2", "p3"], "3", ()),
    ("w1-loc-09", ["p1", "p4"], "0", ("mark:p4", "missed:p2", "missed:p3")),
    ("w1-loc-09", ["p1", "p2"], "2", ("missed:p3",)),
    ("s2.defects", {"d1.4": "proof", "d1.6": "period", "d1.2": None, "d4.7": "period"}, "2.5", None),
    ("s2.defects", {"d4.7": "period", "d2.1": "period"}, "0", None),
    ("w1-loc-10", TEXT, "4", ()),
    ("w1-loc-10", "Просим восстановить на работе.", "0", ("missing:e1", "missing:e2", "missing:e3", "trap:0")),
    ("w1-loc-11", -1, "0", ()),
    ("s6.position", {"issue": "Доказано ли?"}, "0", ()),
    ("s5.action", "a1", "8", ()),
    ("s5.action", "a4", "5", ("option:a4",)),
    ("s5b.recover", "b1", "0", ()),
    ("s3.board", {"c1": {"relevance": "fact", "reliability": "weak"}}, "1.5", ()),
    ("s3.board", {"c1": {"relevance": "fact", "reliability": "support"}, "c2": {"relevance": "none"}}, "1",
     ("card:c1.reliability:support", "card:c2.relevance:none")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "raw", "points", "mistakes"), SCORED, ids=[f"{row[0]}-{n}" for n, row in enumerate(SCORED)]
)
def test_an_answer_has_its_points(name, raw, points, mistakes):
    item = ITEMS[name]
    answer = parse_answer(item, raw)
    result = score(item, answer, "7")
    assert result.points == Decimal(points)
    assert mistakes is None or result.mistakes == mistakes
    assert parse_answer(item, json.loads(json.dumps(answer))) == answer


def test_every_type_is_scored_above():
    assert {ITEMS[row[0]].type for row in SCORED} == set(ITEM_TYPES)


JUNK = [True, 3.5, float("nan"), float("inf"), "", " ", "zz", "x" * 1_000_000, [], ["zz"], [["a"]], [None], {}, {"zz": "a"}, {"l1": ["r1"]},
        {"a": {"b": {}}}, ["a", "a"], -1e308, "\ud800", "\x00", {"basis": "tk-9999"}, ["d1.99"], {"d99.1": None}, "2026-13-01", "9" * 400]  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_junk_is_refused_or_harmless(name):
    item = EVERY[name]
    for raw in JUNK:
        try:
            answer = parse_answer(item, raw)
        except WrongShape:
            continue
        result = score(item, answer, "7")
        assert Decimal(0) <= result.points <= result.max_points
        json.dumps(answer, allow_nan=False)


def test_no_answer_gives_nothing_and_waits_for_nobody():
    for item in EVERY.values():
        result = score(item, None, "7")
        assert result.points == 0
        assert not result.needs_marker
        json.dumps(result.to_json())


FORMS = [
    ("w1-loc-01", [("value", "a")]),
    ("w1-loc-02", [("value", "b"), ("value", "a")]),
    ("w1-loc-03", [("value-l1", "r1"), ("value-l2", "r2"), ("value-l3", "")]),
    (
        "w1-loc-04",
        [
            ("value-s1", "1"),
            ("value-s2", "2"),
            ("value-s3", "3"),
            ("value-s4", "4"),
            ("value-s5", "5"),
            ("value-s6", "6"),
        ],
    ),
    ("w1-loc-05", [("value-g1", "a"), ("value-g2", "b")]),
    ("w1-loc-06", [("value", "12,5")]),
    ("w1-loc-07", [("value", "2026-12-07")]),
    ("w1-loc-08", [("value-basis", "tk-12")]),
    ("w1-loc-09", [("value", "p1"), ("value", "p3")]),
    ("s2.defects", [("value", "d1.4"), ("reason-d1.4", "proof"), ("value", "d1.6"), ("reason-d1.6", "")]),
    ("w1-loc-10", [("value", "Просим\r\nоформить")]),
    ("w1-loc-11", [("value", "-1")]),
    ("s6.position", [("value-issue", "Доказано ли отсутствие?")]),
]
FROM_FORM = ["a", ["a", "b"], {"l1": "r1", "l2": "r2"}, ["s1", "s2", "s3", "s4", "s5", "s6"], {"g1": "a", "g2": "b"}, "12.5", "2026-12-07",
             {"basis": "tk-12"}, {"p1": None, "p3": None}, {"d1.4": "proof", "d1.6": None}, "Просим\nоформить", -1,
             {"issue": "Доказано ли отсутствие?"}]  # fmt: skip


@pytest.mark.parametrize(("row", "answer"), list(zip(FORMS, FROM_FORM, strict=True)), ids=[row[0] for row in FORMS])
def test_a_form_gives_the_same_answer_as_json(row, answer):
    name, fields = row
    form = MultiDict([(f"{name}:{key}", value) for key, value in fields])
    assert parse_form(ITEMS[name], form, f"{name}:") == answer == parse_answer(ITEMS[name], answer)
    assert parse_form(ITEMS[name], MultiDict(), f"{name}:") is None


def test_an_order_with_a_place_taken_twice_is_refused():
    form = MultiDict([(f"value-s{n}", "1" if n < 3 else str(n)) for n in range(1, 7)])
    with pytest.raises(WrongShape, match="each_place_once"):
        parse_form(ITEMS["w1-loc-04"], form)


SECRETS = ("feedback", "mistake", "right", "correct", "key", "near", "strength", "model_answer", "defect", "accept", "traps", "rubric",
           "formula", "proof", "must_precede", "neutral", "decoys", "default_feedback", "panel", "comments", "levels")  # fmt: skip


def _keys(value):
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from _keys(child)
    elif isinstance(value, list):
        for child in value:
            yield from _keys(child)


@pytest.mark.parametrize("name", EVERY)
def test_what_a_learner_receives_holds_no_key(name):
    item = EVERY[name]
    for content in (*public_content(item).values(), public_view(item, "ru", "7"), public_view(item, "kk", "7")):
        keys = set(_keys(content)) - ({"right"} if item.type == "matching" else set())
        assert not keys & set(SECRETS)
        assert content["id"] == item.id


def test_secret_texts_are_not_in_the_public_content():
    for item in EVERY.values():
        shown = json.dumps(public_content(item), ensure_ascii=False)
        for part in explain(item, None, "ru", "7").parts:
            assert not part.feedback or part.feedback not in shown


@pytest.mark.parametrize("name", EVERY)
def test_the_stored_content_gives_the_same_item(name):
    item = EVERY[name]
    assert read_item(json.loads(canonical_json(item.dump()))) == item


def test_order_depends_on_the_seed_and_only_on_it():
    item = ITEMS["w1-loc-03"]
    orders = {json.dumps(public_view(item, "ru", str(seed))["right"]) for seed in range(30)}
    assert len(orders) > 5
    assert public_view(item, "ru", "4") == public_view(item, "ru", "4")


def test_an_item_without_kazakh_is_shown_in_russian_and_says_so():
    assert public_view(ITEMS["s1.conclusion"], "kk", "1")["lang"] == "ru"
    assert public_view(ITEMS["w1-loc-01"], "kk", "1")["lang"] == "kk"


def test_a_wrong_choice_is_told_its_mistake_in_the_language_of_the_learner():
    parts = {part.id: part for part in explain(ITEMS["w1-loc-01"], "b", "kk", "1").parts}
    assert (parts["b"].chosen, parts["b"].right, parts["b"].mistake) == (True, False, "Біреудің орнына үшеу")
    assert (parts["a"].chosen, parts["a"].right) == (False, True)


@pytest.mark.parametrize(
    ("name", "answer", "mistake", "expected"),
    [
        ("w1-loc-07", "2026-12-05", "Забыт перенос с выходного", "2026-12-07"),
        ("w1-loc-07", "2026-12-07", None, "2026-12-07"),
        ("w1-loc-06", "32", "Минимум вместо своего договора", "40"),
    ],
)
def test_a_near_value_names_its_mistake(name, answer, mistake, expected):
    said = explain(ITEMS[name], answer, "ru", "3")
    assert (said.mistake, said.expected) == (mistake, expected)
    assert said.feedback


def test_text_longer_than_the_field_is_refused():
    with pytest.raises(WrongShape, match="too_long"):
        parse_answer(ITEMS["s6.position"], {"issue": "я" * 401})
    assert parse_answer(ITEMS["s6.position"], {"issue": "я" * 400}) == {"issue": "я" * 400}


def test_a_marker_gives_points_by_level_and_a_ceiling_holds():
    essay = ITEMS["s6.position"]
    assert isinstance(essay, Essay)
    levels = {"r-issue": 3, "r-rule": 3, "r-evidence": 3, "r-procedure": 3, "r-conclusion": 2}
    assert rubric_score(essay, levels).points == 19
    assert rubric_score(essay, levels, "alt-opinion").points == 12
    for wrong in ({**levels, "r-issue": 4}, {"r-issue": 1}, {**levels, "x": 1}):
        with pytest.raises(WrongShape):
            rubric_score(essay, wrong)


def test_a_recorded_panel_gives_points_by_the_share_of_jurists():
    data = ITEMS["w1-loc-11"].dump()
    data["points"] = "2"
    data["panel"] = {"status": "recorded", "jurists_needed": 10, "answers": [-1] * 6 + [0] * 3 + [-2]}
    item = read_item(data)
    assert [score(item, value, "1").points for value in (-1, 0, -2, 1)] == [
        Decimal("2"),
        Decimal("1"),
        Decimal("0.33"),
        Decimal("0"),
    ]
