"""What of a stored public case is open at a stage. Pages need no more than this: it reads plain JSON, not the format of cases."""

from typing import Any


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
