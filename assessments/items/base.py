"""What every item type shares: texts in two languages, shapes of a score, and the contract of a type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from core.content.canonical import json_safe
from core.content.problems import Fault
from core.content.shapes import Line, Number, Shape, Slug, Whole

Answer = Any  # JSON: each type states the canonical form of its answer; None means "not answered"
Place = Literal["bank", "lesson", "case"]
ZERO = Decimal(0)


class WrongShape(Exception):
    """The value sent is not an answer to this item; `code` chooses the message."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Text(Shape):
    """A text in Russian and Kazakh; a plain string is read as the language of its file."""

    ru: Line | None = None
    kk: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str):
            return {(info.context or {}).get("lang", "ru"): value}
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if self.ru is None and self.kk is None:
            raise ValueError("the text is empty")
        return self

    def get(self, lang: str) -> str:
        return (self.kk if lang == "kk" else self.ru) or self.ru or self.kk or ""


def get(text: Text | None, lang: str) -> str | None:
    return text.get(lang) if text is not None else None


class Item(Shape):
    """Fields common to all types. `norms` is every norm that an explanation leans on."""

    irrevocable: ClassVar[bool] = False
    """Whether the answer is taken once and for good, with consequences."""

    id: Slug
    type: str
    difficulty: Whole | None = Field(None, ge=1, le=5)
    competencies: list[Slug] | dict[Slug, Number] = Field(min_length=1)
    norms: list[Slug] = []
    basis: Line | None = None
    points: Number | None = Field(None, ge=0, le=100)
    prompt: Text
    scores: Literal["norm", "conclusion"] | None = None
    status: Literal["draft", "reviewed", "published"] | None = None
    note: Line | None = None
    """For authors only."""

    @property
    def max_points(self) -> Decimal:
        return self.points if self.points is not None else Decimal(1)

    def by_competency(self) -> dict[str, Decimal]:
        """How the points of the item are shared among its competencies; equal shares unless the item says so."""
        if isinstance(self.competencies, dict):
            return dict(self.competencies)
        return {name: self.max_points / len(self.competencies) for name in self.competencies}


I = TypeVar("I", bound=Item)  # noqa: E741 - the usual name for "an item type's own model"


@dataclass(frozen=True)
class Score:
    """Points of one answer. `mistakes` are stable codes of the wrong parts, for statistics."""

    points: Decimal
    max_points: Decimal
    by_part: Mapping[str, Decimal] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()
    needs_marker: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "points": json_safe(self.points),
            "max_points": json_safe(self.max_points),
            "by_part": json_safe(dict(self.by_part)),
            "mistakes": list(self.mistakes),
            "needs_marker": self.needs_marker,
        }


@dataclass(frozen=True)
class Part:
    """One option, pair, slot or paragraph, as the learner may see it after release."""

    id: str
    text: str = ""
    chosen: bool = False
    """The learner chose or marked it."""
    right: bool | None = None
    """Whether choosing it is right; None where neither is."""
    mistake: str | None = None
    feedback: str | None = None
    expected: str | None = None
    """The right value of a slot or pair."""
    given: str | None = None


@dataclass(frozen=True)
class Explanation:
    """What is shown after release: the parts with feedback, one overall text, the right value."""

    parts: tuple[Part, ...] = ()
    feedback: str | None = None
    mistake: str | None = None
    expected: str | None = None
    model_answer: str | dict[str, str] | None = None


class FormData(Protocol):
    """A form as sent by a browser without JavaScript (werkzeug's MultiDict fits)."""

    def get(self, key: str) -> str | None: ...
    def getlist(self, key: str) -> list[str]: ...


class ItemType(ABC, Generic[I]):
    """One type of item. Instances hold no state; the registry has one of each."""

    name: ClassVar[str]
    model: type[I]
    machine_marked: ClassVar[bool] = True
    shuffled: ClassVar[tuple[str, ...]] = ()
    """Fields of the view whose order depends on the seed."""

    @abstractmethod
    def view(self, item: I, lang: str) -> dict[str, Any]:
        """Fields of the public content beyond the common ones: nothing of key, feedback or points of parts."""

    @abstractmethod
    def parse(self, item: I, raw: Any) -> Answer:
        """The canonical answer; `raw` is any JSON value but None.

        :raises WrongShape: for anything else
        """

    @abstractmethod
    def from_form(self, item: I, form: FormData, prefix: str) -> Any:
        """The same answer as JSON from form fields named `prefix`value and `prefix`value-<part>."""

    def fields(self, item: I) -> Iterable[str]:
        """Names of the fields that its form may send, without the prefix."""
        return ("value",)

    @abstractmethod
    def mark(self, item: I, answer: Answer, seed: str) -> Score:
        """Points of a canonical answer that is not None."""

    @abstractmethod
    def explain(self, item: I, answer: Answer, lang: str, seed: str) -> Explanation:
        """Feedback after release; `answer` may be None."""

    @abstractmethod
    def faults(self, item: I, place: Place) -> Iterator[Fault]:
        """What the shape alone cannot see: keys, sums, missing feedback."""

    def max_points(self, item: I) -> Decimal:
        return item.max_points


def texts_of(model: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every text inside, with its path in the data."""
    for name, info in type(model).model_fields.items():
        yield from _texts_in(getattr(model, name), (*path, info.alias or name))


def _texts_in(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from texts_of(value, path)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts_in(child, (*path, key))
    elif isinstance(value, list | tuple):
        for n, child in enumerate(value):
            yield from _texts_in(child, (*path, n))


def language_of(model: BaseModel, lang: str) -> str:
    """The language in which the whole can be shown: `lang` if every text has it, Russian otherwise."""
    wanted = "kk" if lang == "kk" else "ru"
    return wanted if all(getattr(text, wanted) for _, text in texts_of(model)) else _fallback(model)


def _fallback(model: BaseModel) -> str:
    return "ru" if all(text.ru for _, text in texts_of(model)) else "kk"


def rounded(points: Decimal) -> Decimal:
    """Points to the hundredth, half up."""
    return points.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + ZERO


def share(points: Decimal, gained: int | Decimal, parts: int) -> Decimal:
    """`gained` of `parts` equal shares of `points`, never below zero."""
    return rounded(max(ZERO, points * gained / parts)) if parts else ZERO
