"""A written position in fields, marked by people on a rubric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from assessments.items.base import (
    ZERO,
    Answer,
    Explanation,
    FormData,
    Item,
    ItemType,
    Part,
    Place,
    Score,
    Text,
    WrongShape,
    get,
)
from assessments.items.shapes import MAX_TEXT, form_fields, one_of, part_fields, twice, unequal, written
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug, Whole


class EssayField(Shape):
    id: Slug
    label: Text
    hint: Text | None = None
    min: Whole = Field(0, ge=0)
    max: Whole = Field(ge=1, le=MAX_TEXT)


class Criterion(Shape):
    id: Slug
    title: Text
    competency: Slug
    points: Number = Field(gt=0)
    levels: list[Text]
    scores: Literal["norm", "conclusion"] | None = None


class Rubric(Shape):
    edition: Whole = Field(1, ge=1)
    points_by_level: list[Number]
    criteria: list[Criterion] = Field(min_length=1)


class Alternative(Shape):
    """Another lawful way, and the most that an essay on it can get."""

    id: Slug
    strength: Literal["strong", "good", "fair", "weak"]
    ceiling: Number = Field(ge=0)
    text: Text


class Essay(Item):
    type: Literal["essay"]
    marked_by: Literal["human"] = "human"
    fields: list[EssayField] = Field(min_length=1, max_length=8)
    rubric: Rubric
    alternatives: list[Alternative] = []
    model_answer: dict[Slug, Text]
    model_note: Text | None = None


class EssayType(ItemType[Essay]):
    """Answer: {field: text}; empty fields are left out."""

    name = "essay"
    model = Essay
    machine_marked = False

    def view(self, item: Essay, lang: str) -> dict[str, Any]:
        fields = [
            {
                "id": each.id,
                "label": each.label.get(lang),
                "hint": get(each.hint, lang),
                "min": each.min,
                "max": each.max,
            }
            for each in item.fields
        ]
        return {"fields": fields, "criteria": [each.title.get(lang) for each in item.rubric.criteria]}

    def parse(self, item: Essay, raw: Any) -> Answer:
        if not isinstance(raw, dict) or len(raw) > len(item.fields):
            raise WrongShape("not_a_mapping")
        for name in raw:
            one_of(name, [each.id for each in item.fields])
        texts = {each.id: written(raw[each.id], each.max) for each in item.fields if each.id in raw}
        return {name: text for name, text in texts.items() if text} or None

    def from_form(self, item: Essay, form: FormData, prefix: str) -> Any:
        return form_fields(form, prefix, [each.id for each in item.fields])

    def fields(self, item: Essay) -> list[str]:
        return part_fields(each.id for each in item.fields)

    def mark(self, item: Essay, answer: Answer, seed: str) -> Score:
        return Score(ZERO, item.max_points, needs_marker=True)

    def explain(self, item: Essay, answer: Answer, lang: str, seed: str) -> Explanation:
        given = answer or {}
        parts = tuple(
            Part(each.id, each.label.get(lang), chosen=each.id in given, given=given.get(each.id))
            for each in item.fields
        )
        model = {name: text.get(lang) for name, text in item.model_answer.items()}
        return Explanation(parts, feedback=get(item.model_note, lang), model_answer=model)

    def faults(self, item: Essay, place: Place) -> Iterator[Fault]:
        yield from twice((each.id for each in item.fields), "fields")
        for n, each in enumerate(item.fields):
            if each.min > each.max:
                yield Fault(("fields", n), "more characters at least than at most", "min below max")
        yield from self._rubric(item)
        yield from self._model_answer(item)
        for n, way in enumerate(item.alternatives):
            if way.ceiling > item.max_points:
                yield Fault(
                    ("alternatives", n), "the ceiling is above the points of the item", f"at most {item.max_points}"
                )

    def _rubric(self, item: Essay) -> Iterator[Fault]:
        rubric = item.rubric
        yield from twice((each.id for each in rubric.criteria), "rubric", "criteria")
        if len(rubric.points_by_level) != 4 or list(rubric.points_by_level) != sorted(rubric.points_by_level):
            yield Fault(("rubric", "points_by_level"), "a rubric has four rising levels", "[0, 1, 3, 4]")
        for n, each in enumerate(rubric.criteria):
            if len(each.levels) != 4:
                yield Fault(("rubric", "criteria", n), f"{len(each.levels)} levels", "four descriptions, level 0 to 3")
            if each.points != rubric.points_by_level[-1]:
                yield Fault(
                    ("rubric", "criteria", n),
                    "the points differ from the highest level",
                    f"points: {rubric.points_by_level[-1]}",
                )
        yield from unequal(item.max_points, sum((each.points for each in rubric.criteria), ZERO))
        sums = competency_sums(item)
        if isinstance(item.competencies, dict) and sums != dict(item.competencies):
            said = ", ".join(f"{name}: {points}" for name, points in sums.items())
            yield Fault(("competencies",), "the competencies differ from those of the rubric", said)

    def _model_answer(self, item: Essay) -> Iterator[Fault]:
        known = {each.id: each for each in item.fields}
        if set(item.model_answer) != set(known):
            yield Fault(("model_answer",), "the model answer does not fill exactly the fields", ", ".join(known))
        for name, text in item.model_answer.items():
            for said in filter(None, (text.ru, text.kk)):
                if name in known and not known[name].min <= len(said) <= known[name].max:
                    limits = f"{known[name].min} to {known[name].max} characters"
                    yield Fault(("model_answer", name), f"the model answer has {len(said)} characters", limits)


def competency_sums(item: Essay) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for each in item.rubric.criteria:
        sums[each.competency] = sums.get(each.competency, ZERO) + each.points
    return sums


def rubric_score(item: Essay, levels: Mapping[str, int], alternative: str | None = None) -> Score:
    """What a marker's levels give.

    :param levels: criterion id to level 0..3; every criterion once
    :param alternative: id of the way the essay took, whose ceiling then holds
    :raises WrongShape: a criterion is missing or unknown, a level does not exist
    """
    criteria = {each.id for each in item.rubric.criteria}
    if set(levels) != criteria or any(not 0 <= level < len(item.rubric.points_by_level) for level in levels.values()):
        raise WrongShape("unknown_level")
    ways = {way.id: way.ceiling for way in item.alternatives}
    if alternative is not None and alternative not in ways:
        raise WrongShape("unknown_alternative")
    by_part = {name: item.rubric.points_by_level[level] for name, level in levels.items()}
    ceiling = ways[alternative] if alternative else item.max_points
    return Score(min(ceiling, sum(by_part.values(), ZERO)), item.max_points, by_part)
