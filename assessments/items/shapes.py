"""Small steps that the types share: reading raw answers, order by seed, choices with feedback."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from pydantic import Field

from assessments.items.base import FormData, Place, Text, WrongShape
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug, Truth

MAX_TEXT = 20_000
"""Characters in one written answer unless a type says less."""


class Choice(Shape):
    """An option. In the bank `right` marks the key; in a case `points` or `correct` does."""

    id: Slug
    text: Text
    right: Truth = False
    correct: Truth | None = None
    points: Number | None = Field(None, ge=0)
    strength: str | None = None
    mistake: Text | None = None
    feedback: Text | None = None

    @property
    def is_right(self) -> bool:
        return self.right or bool(self.correct)


def one_of(raw: Any, known: Collection[str]) -> str:
    if not isinstance(raw, str) or raw not in known:
        raise WrongShape("unknown_choice")
    return raw


def some_of(raw: Any, known: Sequence[str]) -> list[str]:
    """Distinct known ids, in the order of the item."""
    if not isinstance(raw, list) or len(raw) > len(known):
        raise WrongShape("not_a_list")
    chosen = {one_of(each, known) for each in raw}
    if len(chosen) != len(raw):
        raise WrongShape("chosen_twice")
    return [each for each in known if each in chosen]


def mapped(raw: Any, keys: Sequence[str], values: Collection[str]) -> dict[str, str]:
    """Known key to known value; keys may be missing."""
    if not isinstance(raw, dict) or len(raw) > len(keys):
        raise WrongShape("not_a_mapping")
    for key in raw:
        one_of(key, keys)
    return {key: one_of(raw[key], values) for key in keys if key in raw}


def written(raw: Any, limit: int = MAX_TEXT) -> str:
    """A text a database can keep: composed, with plain line ends, no NUL and no half characters."""
    if not isinstance(raw, str):
        raise WrongShape("not_a_text")
    if len(raw) > 2 * limit:
        raise WrongShape("too_long")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > limit:
        raise WrongShape("too_long")
    if any(_unstorable(letter) for letter in text):
        raise WrongShape("unreadable_characters")
    return text


def _unstorable(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs"}


def part_fields(parts: Iterable[str]) -> list[str]:
    """The names that `form_fields` reads, without the prefix."""
    return [f"value-{part}" for part in parts]


def form_fields(form: FormData, prefix: str, parts: Iterable[str]) -> dict[str, str] | None:
    """`prefix`value-<part> for each part that was filled in; None when none was."""
    found = {part: value for part in parts if (value := form.get(f"{prefix}value-{part}"))}
    return found or None


def public_choices(choices: Sequence[Choice], lang: str) -> list[dict[str, str]]:
    """Options as a learner sees them: id and text."""
    return [{"id": choice.id, "text": choice.text.get(lang)} for choice in choices]


def twice(ids: Iterable[str], *path: str | int) -> Iterator[Fault]:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            yield Fault(path, f"the id “{each}” stands twice", "ids unique inside the item")
        seen.add(each)


def unexplained(choices: Iterable[Choice], place: Place, *path: str | int) -> Iterator[Fault]:
    """Every option says why; outside cases a wrong one also names the mistake."""
    for n, choice in enumerate(choices):
        yield from explained(choice.feedback, choice.mistake, choice.is_right or place == "case", *path, n)


def explained(feedback: Text | None, mistake: Text | None, needs_no_name: bool, *path: str | int) -> Iterator[Fault]:
    if feedback is None:
        yield Fault(path, "no feedback", "feedback: why, and where to look")
    if mistake is None and not needs_no_name:
        yield Fault(path, "the wrong choice does not name its mistake", "mistake: two to seven words")


def unequal(declared: Decimal, possible: Decimal, *path: str | int) -> Iterator[Fault]:
    """Check 8: the points an item declares equal what its key can give."""
    if declared != possible:
        yield Fault(
            (*path, "points"), f"the item declares {declared} points, its key gives {possible}", f"points: {possible}"
        )
