"""What of a case a learner may receive: nothing of court, keys, author; a document and a date when their stage opens.

`public_case` is stored beside the key; `at_stage` cuts it to the stage that is open. The court is `court_content`,
read only after the last stage is locked.
"""

from __future__ import annotations

from typing import Any

from assessments.cases.read import ReadCase
from assessments.items import public_content
from core.content.canonical import json_safe

_HEADER = (
    "id", "slug", "edition", "title", "subtitle", "programme", "law_as_of", "facts_from", "facts_to", "difficulty",
    "planned_minutes", "fictional", "fictional_note", "role", "basis", "pattern", "facts", "dossier",
)  # fmt: skip
_KEPT_BACK = frozenset({"norm", "document"})
"""Of a period: which norm sets it is often asked."""


def public_case(read: ReadCase) -> dict[str, Any]:
    """JSON of everything a learner may ever see before the court; `opens` and `reveal` say from which stage (1-based)."""
    case = read.case
    dump = case.dump()
    shown: dict[str, Any] = {name: dump[name] for name in _HEADER if name in dump}
    for document in shown["dossier"]:
        document["opens"] = case.stage_number(document["opens"])
    shown["competencies"] = dump["competencies"]
    shown["timeline"] = _timeline(read, dump["timeline"])
    shown["stages"] = [_stage(read, n, stage) for n, stage in enumerate(dump["stages"], start=1)]
    shown["total"] = case.scoring.total
    shown["pass_total"] = case.scoring.pass_rule.total
    shown["kk"] = {"role": case.kk.role, "stages": dict(case.kk.stages)}
    result: dict[str, Any] = json_safe(shown)
    return result


def _timeline(read: ReadCase, dump: dict[str, Any]) -> dict[str, Any]:
    case = read.case
    docs = {document.id: case.stage_number(document.opens) for document in case.dossier}
    events = [
        {**event, "opens": case.stage_number(event["opens"]) if "opens" in event else docs.get(event.get("doc", ""), 1)}
        for event in dump["events"]
    ]
    periods = [
        {
            **{name: value for name, value in period.items() if name not in _KEPT_BACK},
            "reveal": case.stage_number(period["reveal"]),
        }
        for period in dump.get("periods", [])
    ]
    given: dict[str, Any] = {name: dump[name] for name in ("given_years", "given_days_off") if name in dump}
    return {"events": events, "periods": periods, **given}


def _stage(read: ReadCase, number: int, stage: dict[str, Any]) -> dict[str, Any]:
    items = [{"id": item.id, "content": public_content(item)} for item in read.of_stage(stage["id"])]
    kept: dict[str, Any] = {name: stage[name] for name in ("id", "title", "prompt", "points", "hint") if name in stage}
    return {**kept, "number": number, "items": items}


def at_stage(public: dict[str, Any], number: int) -> dict[str, Any]:
    """The public case as it is while stage `number` is open (1-based): later papers, events, dates and stages are absent.

    A period whose day is not revealed yet has no `ends`; an event of a later stage is not there, and a period that
    runs from it is not there either.
    """
    events = [event for event in public["timeline"]["events"] if event["opens"] <= number]
    known = {event["id"] for event in events}
    periods = [
        period if period["reveal"] <= number else {name: value for name, value in period.items() if name != "ends"}
        for period in public["timeline"]["periods"]
        if period["from"] in known
    ]
    return {
        **public,
        "dossier": [document for document in public["dossier"] if document["opens"] <= number],
        "timeline": {**public["timeline"], "events": events, "periods": periods},
        "stages": [_closed(stage) if stage["number"] > number else stage for stage in public["stages"]],
        "kk": {**public["kk"], "stages": _first(public, number)},
    }


def _closed(stage: dict[str, Any]) -> dict[str, Any]:
    """A later stage shows its title and points only."""
    return {name: stage[name] for name in ("id", "number", "title", "points")} | {"items": []}


def _first(public: dict[str, Any], number: int) -> dict[str, str]:
    opened = {stage["id"] for stage in public["stages"] if stage["number"] <= number}
    return {name: text for name, text in public["kk"]["stages"].items() if name in opened}


def court_content(read: ReadCase) -> dict[str, Any]:
    """What opens after the last stage: the court, the scoring, the Kazakh block, what is real and what was added."""
    dump = read.case.dump()
    names = ("court", "scoring", "kk", "norms", "law_note", "provenance", "sources")
    result: dict[str, Any] = json_safe({name: dump[name] for name in names})
    return result
