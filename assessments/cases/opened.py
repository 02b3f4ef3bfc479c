"""What of a stored public case is open at a stage, on the way that was taken. Pages need no more than this: it reads plain
JSON, not the format of cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.cases.variants import day_of, filled, names_of, variant

MISSED, MET, RUNNING, HIDDEN = "missed", "met", "running", "hidden"


def at_stage(
    public: dict[str, Any], number: int, *, flags: Mapping[str, str] | None = None, way: Sequence[int] | None = None
) -> dict[str, Any]:
    """The public case as it is while stage `number` is open (1-based): later papers, events, dates and stages are absent.

    A period whose day is not revealed yet has no `ends`; an event of a later stage is not there, and a period that
    runs from it is not there either. Days and texts are those of the way taken.

    :param flags: what earlier decisions set; as at the beginning when left out
    :param way: numbers of the stages entered; all up to `number` when left out
    """
    clock = public.get("clock") or {}
    now = dict(flags) if flags else initial_flags(public)
    entered = set(way) if way is not None else set(range(1, number + 1))
    names = names_of(clock, now)
    branches = {stage["number"] for stage in public["stages"] if stage.get("branch")} - entered

    def is_open(opens: int) -> bool:
        return opens <= number and opens not in branches

    events = [_dated(event, clock, now) for event in public["timeline"]["events"] if is_open(event["opens"])]
    known = {event["id"] for event in events}
    periods = [
        _ended(period, clock, now, shown=period["reveal"] <= number)
        for period in public["timeline"]["periods"]
        if period["from"] in known
    ]
    stages = [_stage(stage, number, entered, names) for stage in public["stages"]]
    return {
        **{name: value for name, value in public.items() if name != "clock"},
        "dossier": [_paper(each, clock, now, names) for each in public["dossier"] if is_open(each["opens"])],
        "timeline": {**public["timeline"], "events": events, "periods": periods},
        "stages": stages,
        "kk": {**public["kk"], "stages": _first(public, number, entered, names)},
    }


def initial_flags(public: Mapping[str, Any]) -> dict[str, str]:
    """The flags before the first decision."""
    return {name: flag["initial"] for name, flag in ((public.get("clock") or {}).get("flags") or {}).items()}


def _dated(event: dict[str, Any], clock: Mapping[str, Any], flags: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in event.items() if name != "date_by_route"}
    if "date_by_route" in event and (day := day_of(clock, flags, event["date_by_route"])):
        kept["date"] = day
    return kept


def _ended(
    period: dict[str, Any], clock: Mapping[str, Any], flags: Mapping[str, str], *, shown: bool
) -> dict[str, Any]:
    kept = {name: value for name, value in period.items() if name not in ("ends", "ends_by_route")}
    if not shown:
        return kept
    end = period.get("ends") or day_of(clock, flags, period.get("ends_by_route", ""))
    return {**kept, "ends": end} if end else kept


def _paper(
    document: dict[str, Any], clock: Mapping[str, Any], flags: Mapping[str, str], names: Mapping[str, Any]
) -> dict[str, Any]:
    paragraphs = [{"n": each["n"], "text": filled(variant(each, flags), names)} for each in document["paragraphs"]]
    return {**_dated(document, clock, flags), "paragraphs": paragraphs}


def _stage(stage: dict[str, Any], number: int, entered: set[int], names: Mapping[str, Any]) -> dict[str, Any]:
    """A later stage shows its title and points only; which one follows is not told."""
    if stage["number"] > number or stage["number"] not in entered:
        names_kept = ("id", "number", "title", "points", "branch")
        kept: dict[str, Any] = {name: stage[name] for name in names_kept if name in stage}
        return {**kept, "items": []}
    shown = {name: value for name, value in stage.items() if name not in ("next", "day_by_route")}
    return {**shown, "prompt": filled(stage["prompt"], names)}


def _first(public: dict[str, Any], number: int, entered: set[int], names: Mapping[str, Any]) -> dict[str, str]:
    opened = {stage["id"] for stage in public["stages"] if stage["number"] <= number and stage["number"] in entered}
    return {name: filled(text, names, "kk") for name, text in public["kk"]["stages"].items() if name in opened}


def watched(
    public: Mapping[str, Any], shown: Mapping[str, Any], *, flags: Mapping[str, str], day: dt.date
) -> list[dict[str, Any]]:
    """The watched periods that run by now, each with its `state`: running, met, missed, or hidden while its day is still
    the learner's to find. A missed one has `if_missed` and `recovery`.

    :param shown: the same case from `at_stage`
    """
    periods = {period["id"]: period for period in shown["timeline"]["periods"]}
    happened = {event["id"]: event.get("date") for event in shown["timeline"]["events"]}
    rows = []
    for each in (public.get("clock") or {}).get("watched", []):
        if period := periods.get(each["period"]):
            state = _state(period, happened, flags, day)
            row = {"period": each["period"], "title": period["title"], "ends": period.get("ends"), "state": state}
            told = {name: each[name] for name in ("if_missed", "recovery")} if state == MISSED else {}
            rows.append({**row, **told})
    return rows


def _state(
    period: Mapping[str, Any], happened: Mapping[str, str | None], flags: Mapping[str, str], day: dt.date
) -> str:
    if not period.get("ends"):
        return HIDDEN
    end, by_flag = dt.date.fromisoformat(period["ends"]), period.get("kept_by_flag", {})
    if any(flags.get(name) in values for name, values in by_flag.items()):
        return MET
    done = happened.get(period.get("kept_by", ""))
    if done:
        return MET if dt.date.fromisoformat(done) <= end else MISSED
    return MISSED if day > end else RUNNING
