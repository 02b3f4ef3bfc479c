"""What clients send: answers as strict JSON from the outbox, or as fields of a form without JavaScript."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from assessments.errors import WrongAnswer
from assessments.items import Item, WrongShape, field_names, type_of
from assessments.services import Place, Sent
from core.errors import BadRequest
from core.fields import refuse_unknown

KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")
TAB = re.compile(r"[A-Za-z0-9._:-]{1,40}")
COUNT = re.compile(r"[0-9]{1,7}")
MOST_SEQ = 1_000_000
ANSWERS = re.compile(r"a[1-9][0-9]{0,3}\.(key|base_seq|(value|reason)(-[A-Za-z0-9._:-]+)?)")
"""A field of an answer in a form: `a<number>.value`, `a<number>.key` …; which of them, the question's item knows."""
FIELDS = {"seq", "key", "value", "base_seq", "tab_id"}
DEEP = 50


def sent_as_json(item: Item) -> Sent:
    """The body of a save: `{seq, key, value}` with optional `base_seq` and `tab_id`; nothing else.

    `value` is the canonical answer of the item's type, or `{"form": {field: text or texts}}` with the fields of its form.

    :raises BadRequest: not this shape, NaN, a name twice, or too deep
    :raises WrongAnswer: the fields do not make an answer
    """
    body = _strict(request.get_data())
    if not isinstance(body, dict) or set(body) - FIELDS or not {"seq", "key", "value"} <= set(body):
        raise BadRequest(field="body")
    value = body["value"]
    if isinstance(value, dict) and set(value) == {"form"}:
        fields = _fields(value["form"])
        refuse_unknown(fields, field_names(item))
        value = from_fields(item, fields, "")
    base = body.get("base_seq")
    return Sent(
        seq=_count("seq", body["seq"], 1),
        key=_name("key", KEY, body["key"]),
        value=value,
        tab_id=_name("tab_id", TAB, body["tab_id"]) if body.get("tab_id") else "",
        base_seq=None if base is None else _count("base_seq", base, 0),
    )


def _strict(raw: bytes) -> Any:
    try:
        document = json.loads(raw, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadRequest(field="body") from None
    if _depth(document) > DEEP:
        raise BadRequest(field="body")
    return document


def _refuse(word: str) -> None:
    raise ValueError(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _depth(document: Any) -> int:
    if isinstance(document, dict):
        return 1 + max(map(_depth, document.values()), default=0)
    if isinstance(document, list):
        return 1 + max(map(_depth, document), default=0)
    return 0


def _count(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST_SEQ:
        raise BadRequest(field=name)
    return value


def _name(name: str, form: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadRequest(field=name)
    return value


def _fields(raw: Any) -> "MultiDict[str, str]":
    """Fields of a form as a script sends them: a text, a list of texts, or null."""
    if not isinstance(raw, Mapping):
        raise BadRequest(field="value")
    fields: MultiDict[str, str] = MultiDict()
    for name, value in raw.items():
        for each in value if isinstance(value, list) else [] if value is None else [value]:
            if not isinstance(each, str):
                raise BadRequest(field="value")
            fields.add(name, each)
    return fields


def from_fields(item: Item, fields: "MultiDict[str, str]", prefix: str) -> Any:
    """The answer as JSON from form fields.

    :raises WrongAnswer: the fields do not make an answer
    """
    try:
        return type_of(item).from_form(item, fields, prefix)
    except WrongShape as wrong:
        raise WrongAnswer(reason=wrong.code) from wrong


def only_about(places: Iterable[Place]) -> None:
    """Refuse a form that answers other questions than these, or has a field that none of them has.

    :raises BadRequest: names the field
    """
    known: set[str] = set()
    for place in places:
        prefix = prefix_of(place)
        known |= {f"{prefix}key", f"{prefix}base_seq", *field_names(place.item, prefix)}
    refuse_unknown(filter(ANSWERS.fullmatch, request.form), known)


def prefix_of(place: Place) -> str:
    """What the names of the fields of a question begin with."""
    return f"a{place.position}."


def sent_as_form(place: Place) -> Sent:
    """The answer to one question from the posted form, whose fields begin with `a<number>.`."""
    prefix = prefix_of(place)
    key, base = request.form.get(f"{prefix}key", ""), request.form.get(f"{prefix}base_seq", "0")
    tab = request.form.get("tab_id", "")
    if not (KEY.fullmatch(key) and TAB.fullmatch(tab or "none") and COUNT.fullmatch(base)) or int(base) >= MOST_SEQ:
        raise BadRequest(field="key")
    value = from_fields(place.item, request.form, prefix)
    return Sent(int(base) + 1, key, value, tab, base_seq=int(base))


def typed(place: Place) -> Any:
    """What stands in the form's fields, to be shown again beside what is wrong with it."""
    prefix = prefix_of(place)
    fields = {name[len(prefix) :]: value for name, value in request.form.items() if name.startswith(prefix)}
    parts = {name.removeprefix("value-"): value for name, value in fields.items() if name.startswith("value-")}
    return parts or (request.form.getlist(f"{prefix}value") if _several(place) else fields.get("value"))


def _several(place: Place) -> bool:
    return len(request.form.getlist(f"{prefix_of(place)}value")) > 1
