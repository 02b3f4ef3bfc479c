"""Texts and days that depend on the way: a variant by route or flag, `{placeholders}` with the days of the route."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

ROUTE = "route"
BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_RU = (
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
)
_KK = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан")  # fmt: skip


def variant(entry: Mapping[str, Any], flags: Mapping[str, str], name: str = "text") -> Any:
    """The text that stands after these decisions: that of the route, else of a flag, else the plain one."""
    by_route = entry.get("by_route") or {}
    if flags.get(ROUTE) in by_route:
        return by_route[flags[ROUTE]]
    for flag, texts in (entry.get("by_flag") or {}).items():
        if flags.get(flag) in texts:
            return texts[flags[flag]]
    return entry[name]


def names_of(clock: Mapping[str, Any] | None, flags: Mapping[str, str]) -> dict[str, Any]:
    """What the route of these flags gives for the placeholders."""
    found: dict[str, Any] = ((clock or {}).get("routes") or {}).get(flags.get(ROUTE, ""), {})
    return found


def day_of(clock: Mapping[str, Any] | None, flags: Mapping[str, str], name: str) -> str | None:
    """A day of the route, in ISO form; None where it gives none."""
    value = names_of(clock, flags).get(name)
    return value if isinstance(value, str) else None


def filled(value: Any, names: Mapping[str, Any], lang: str = "ru") -> Any:
    """The same text, or texts by language, with the values of the route in place of `{name}`; unknown names stay."""
    if not names:
        return value
    if isinstance(value, str):
        return BLANK.sub(lambda found: _said(names.get(found.group(1)), lang) or found.group(0), value)
    if isinstance(value, Mapping):
        return {key: filled(each, names, key if key in ("ru", "kk") else lang) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [filled(each, names, lang) for each in value]
    return value


def _said(value: Any, lang: str) -> str:
    """A day in words, a number in digits; nothing for no value."""
    if value is None:
        return ""
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    if lang == "kk":
        return f"{day.year} жылғы {day.day} {_KK[day.month - 1]}"
    return f"{day.day} {_RU[day.month - 1]} {day.year} года"
