"""What of a case a learner may receive: nothing of court, keys, author; a document and a date when their stage opens.

`public_case` is stored beside the key; `at_stage` (assessments.cases.opened) cuts it to the stage that is open and to the way
taken. The court is `court_content`, read only after the last stage is locked.
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
    if "clock" in dump:
        shown["clock"] = dump["clock"]
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
    names = ("id", "title", "prompt", "points", "hint", "branch", "next", "day_by_route")
    kept: dict[str, Any] = {name: stage[name] for name in names if name in stage}
    return {**kept, "number": number, "items": items}


def court_content(read: ReadCase) -> dict[str, Any]:
    """What opens after the last stage: the court, the scoring, the Kazakh block, what is real and what was added."""
    dump = read.case.dump()
    names = ("court", "scoring", "kk", "norms", "law_note", "provenance", "sources")
    result: dict[str, Any] = json_safe({name: dump[name] for name in names})
    return result
