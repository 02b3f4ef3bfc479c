"""Every type of item can be asked, answered by a plain form, said again and reviewed; no page of it carries the key."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from assessments.items import ITEM_TYPES, explain, parse_answer, parse_form, public_view, read_item
from core.content.canonical import json_safe

ANY = '{% from "assessments/items/any.html" import render, review, said %}'
SEED = "5eed"
TEXT = {"ru": "Текст", "kk": "Мәтін"}


def told(word):
    return {"ru": word, "kk": word}


ITEMS: dict[str, dict[str, Any]] = {
    "single": {"options": [{"id": "a", "text": TEXT, "mistake": told("KEYa"), "feedback": told("KEYb")}, {"id": "b", "text": TEXT, "right": True, "feedback": told("KEYc")}]},
    "multiple": {"options": [{"id": "a", "text": TEXT, "right": True, "feedback": told("KEYa")}, {"id": "b", "text": TEXT, "feedback": told("KEYb")}]},
    "matching": {
        "left": [{"id": "l1", "text": TEXT}, {"id": "l2", "text": TEXT}], "right": [{"id": "r1", "text": TEXT}, {"id": "r2", "text": TEXT}],
        "key": [{"left": "l1", "right": "r1", "feedback": told("KEYa")}, {"left": "l2", "right": "r2", "feedback": told("KEYb")}],
    },
    "ordering": {
        "elements": [{"id": "e1", "text": TEXT}, {"id": "e2", "text": TEXT}, {"id": "e3", "text": TEXT}], "key": ["e2", "e1", "e3"],
        "feedback": {"right": told("KEYa"), "other": told("KEYb")},
    },
    "cloze": {
        "text": {"ru": "До {{g1}} после", "kk": "Дейін {{g1}} кейін"},
        "gaps": {"g1": [{"id": "a", "text": TEXT, "right": True, "feedback": told("KEYa")}, {"id": "b", "text": TEXT, "feedback": told("KEYb")}]},
    },
    "number": {"unit": told("дней"), "key": "4217", "near": [{"value": "4218", "mistake": told("KEYa"), "feedback": told("KEYb")}]},
    "date": {"key": "2026-12-09", "near": [{"value": "2026-12-10", "mistake": told("KEYa"), "feedback": told("KEYb")}], "feedback": {"right": told("KEYc")}},
    "norm_pick": {
        "pool": ["tk-1", "tk-2", "tk-3"], "slots": [{"id": "s1", "key": {"tk-1": {"right": True, "feedback": told("KEYa")}}}], "default_feedback": told("KEYb"),
    },
    "mark_defect": {
        "document": {"title": TEXT, "paragraphs": [{"id": "p1", "text": TEXT, "defect": True, "feedback": told("KEYa")}, {"id": "p2", "text": TEXT, "mistake": told("KEYb")}]},
    },
    "short_text": {
        "words": {"min": 1, "max": 50}, "elements": [{"id": "e1", "points": "2", "what": told("KEYa"), "accept": {"ru": ["KEYb"]}, "missing": told("KEYc")}],
        "model_answer": told("KEYd"),
    },
    "essay": {
        "fields": [{"id": "f1", "label": TEXT, "max": 500}], "model_answer": {"f1": told("KEYa")},
        "rubric": {"points_by_level": ["0", "1", "1.5", "2"], "criteria": [{"id": "c1", "title": TEXT, "competency": "x", "points": "2", "levels": [told("KEYb")] * 4}]},
    },
    "concordance": {"scale": [-2, -1, 0, 1, 2], "panel": {"status": "not-recorded", "jurists_needed": 10}, "comments": [{"value": n, "feedback": told("KEYa")} for n in range(-2, 3)]},
    "decision": {
        "options": [
            {"id": "a", "text": TEXT, "points": "2", "cost_days": 0, "consequence": told("KEYa"), "feedback": told("KEYb")},
            {"id": "b", "text": TEXT, "points": "0", "cost_days": 4, "consequence": told("KEYc"), "feedback": told("KEYd")},
        ],
    },
    "evidence_board": {
        "relevance": [{"id": "r1", "text": TEXT}, {"id": "r2", "text": TEXT}], "reliability": [{"id": "w1", "text": TEXT}, {"id": "w2", "text": TEXT}],
        "scoring": {"relevance": "0.5", "reliability": "0.5"},
        "cards": [
            {"id": "c1", "text": TEXT, "key": {"relevance": {"r1": "0.5"}, "reliability": {"w1": "0.5"}}, "feedback": told("KEYa")},
            {"id": "c2", "text": TEXT, "key": {"relevance": {"r2": "0.5"}, "reliability": {"w2": "0.5"}}, "feedback": told("KEYb")},
        ],
    },
}  # fmt: skip
ANSWERS = {
    "single": "b", "multiple": ["a"], "matching": {"l1": "r1", "l2": "r1"}, "ordering": ["e3", "e1", "e2"], "cloze": {"g1": "b"}, "number": "4218",
    "date": "2026-12-10", "norm_pick": {"s1": "tk-2"}, "mark_defect": {"p1": None}, "short_text": "Слово", "essay": {"f1": "Позиция"}, "concordance": -1,
    "decision": "b", "evidence_board": {"c1": {"relevance": "r1", "reliability": "w2"}},
}  # fmt: skip


def item_of(kind):
    common = {
        "id": "it1",
        "type": kind,
        "difficulty": 2,
        "competencies": ["x"],
        "points": "2",
        "prompt": told("Вопрос?"),
    }
    return read_item(common | ITEMS[kind])


class Fields(HTMLParser):
    """The fields that a browser would send."""

    def __init__(self):
        super().__init__()
        self.sent, self.select, self.area = [], None, None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "input" and (values.get("type") not in {"radio", "checkbox"} or "checked" in values):
            self.sent.append((values["name"], values.get("value", "")))
        if tag == "select":
            self.select = values["name"]
        if tag == "option" and "selected" in values:
            self.sent.append((self.select, values["value"]))
        if tag == "textarea":
            self.area = values["name"]

    def handle_data(self, data):
        if self.area:
            self.sent.append((self.area, data))
            self.area = None


def rendered(app, template, **values):
    with app.test_request_context():
        return render_template_string(ANY + template, **values)


def test_every_type_has_an_example_here_and_a_macro_file():
    assert set(ITEMS) == set(ANSWERS) == set(ITEM_TYPES)
    folder = Path("assessments/templates/assessments/items")
    assert {f"{kind}.html" for kind in ITEM_TYPES} <= {path.name for path in folder.glob("*.html")}


@pytest.mark.parametrize("kind", ITEMS)
def test_the_form_of_an_answered_item_sends_that_answer_back(app, kind):
    item = item_of(kind)
    value = parse_answer(item, ANSWERS[kind])
    fields = Fields()
    fields.feed(rendered(app, "{{ render(view, 'a7.', value, '') }}", view=public_view(item, "ru", SEED), value=value))
    assert parse_form(item, MultiDict(fields.sent), "a7.") == value


@pytest.mark.parametrize("kind", ITEMS)
def test_an_open_item_carries_neither_key_nor_feedback(app, kind):
    item = item_of(kind)
    page = rendered(app, "{{ render(view, 'a7.', none, '') }}", view=public_view(item, "ru", SEED))
    secret = set(re.findall(r"KEY\w", json.dumps(json_safe(item.dump())))) | {"4217", "2026-12-09"}
    assert secret
    assert not [word for word in secret if word in page]


@pytest.mark.parametrize("kind", ITEMS)
def test_a_stored_answer_can_be_said_and_reviewed(app, kind):
    item = item_of(kind)
    value = parse_answer(item, ANSWERS[kind])
    view = public_view(item, "ru", SEED)
    assert rendered(app, "{{ said(view, value) }}", view=view, value=value).strip()
    review = rendered(app, "{{ review(view, value, e) }}", view=view, value=value, e=explain(item, value, "ru", SEED))
    assert re.search(r"KEY\w", review)
    assert rendered(app, "{{ said(view, none) }}", view=view).strip() == ""


def test_the_example_items_of_the_programme_render(app):
    shown = 0
    for path in sorted(Path("curricula/hr-and-law/week-1/items").glob("*.yaml")):
        for content in yaml.safe_load(path.read_text())["items"]:
            item = read_item(json.loads(json.dumps(content, default=str)))
            for lang in ("ru", "kk"):
                assert rendered(app, "{{ render(view, 'a1.', none, '') }}", view=public_view(item, lang, SEED))
                shown += 1
    assert shown >= 120
