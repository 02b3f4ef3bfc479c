"""What an answer chose, for every type of item: read from its explanation, so that a new type needs nothing here."""

from collections.abc import Iterator

from assessments.items import Answer, Explanation, Item, Part, explain, score, type_of
from assessments.statistics.sheet import Choice

RIGHT, OTHER = "=", "~"
"""Keys of "the right answer" and of "any other", where an answer is not put together from options."""


def offered(item: Item) -> list[Choice]:
    """Options that can be chosen even if nobody did, in the order of the content; none for slots and written answers."""
    texts = explain(item, None, "kk", "").parts
    return [
        Choice(part.id, _words(part.text, kk.text), part.right)
        for part, kk in zip(explain(item, None, "ru", "").parts, texts, strict=True)
        if part.expected is None and part.text and part.right is not None
    ]


def chosen(item: Item, answer: Answer, seed: str) -> list[Choice]:
    """The choices in one answer: its options, the values of its slots, or its named mistake."""
    ru, kk = (explain(item, answer, lang, seed) for lang in ("ru", "kk"))
    found = list(_parts(ru, kk))
    if found:
        return found
    if score(item, answer, seed).points == type_of(item).max_points(item):
        return [Choice(RIGHT, {} if is_varied(item) else _words(ru.expected, kk.expected), True)]
    if ru.mistake:
        return [Choice(ru.mistake, _words(ru.mistake, kk.mistake), False)]
    return [Choice(OTHER, {}, False)]


def countable(item: Item) -> bool:
    """Whether the program can say what an answer chose: a person reads what is written at length."""
    return type_of(item).machine_marked


def is_varied(item: Item) -> bool:
    """Whether the right answer depends on the seed of the attempt."""
    return getattr(item, "params", None) is not None


def _parts(ru: Explanation, kk: Explanation) -> Iterator[Choice]:
    for part, other in zip(ru.parts, kk.parts, strict=True):
        if part.chosen:
            yield Choice(_key(part), _words(_said(part), _said(other)), part.right)


def _key(part: Part) -> str:
    return part.id if part.given is None else f"{part.id}={part.given}"


def _said(part: Part) -> str:
    """«slot: value», or the option itself."""
    if part.given is None:
        return part.text or part.mistake or part.id
    return f"{part.text}: {part.given}" if part.text else part.given


def _words(ru: str | None, kk: str | None) -> dict[str, str]:
    return {"ru": ru or "", "kk": kk or ru or ""}
