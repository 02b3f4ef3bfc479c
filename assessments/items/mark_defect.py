"""Mark the weak places of a document, or of the dossier of a case with a reason for each."""

from __future__ import annotations

from collections.abc import Iterator
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
    share,
)
from assessments.items.shapes import explained, one_of, twice, unequal
from core.content.problems import Fault
from core.content.shapes import Number, Shape, Slug, Truth, Whole


class Paragraph(Shape):
    id: Slug
    text: Text
    defect: Truth = False
    mistake: Text | None = None
    feedback: Text | None = None


class Document(Shape):
    title: Text
    paragraphs: list[Paragraph] = Field(min_length=2, max_length=40)


class Reason(Shape):
    id: Slug
    text: Text


class Defect(Shape):
    """A planted place: `at`, the paragraph it is laid beside (`with`), accepted reasons."""

    id: Slug
    at: str
    beside: str | list[str] | None = Field(None, alias="with")
    reasons: list[Slug] = []
    feedback: Text | None = None


class Decoy(Shape):
    at: str
    feedback: Text | None = None


class MarkScoring(Shape):
    place: Number = Field(gt=0)
    reason: Number = Field(ZERO, ge=0)
    wrong_mark: Number = Field(ZERO, le=0)
    neutral_mark: Number = Field(ZERO, le=0)
    floor: Number = Field(ZERO, ge=0, le=0)


class MarkDefect(Item):
    type: Literal["mark_defect"]
    document: Document | None = None
    scoring: Literal["partial", "all-or-nothing"] | MarkScoring = "partial"
    docs: list[Slug] = []
    places: list[str] = []
    """Addresses of all paragraphs of `docs`; filled in from the dossier when a case is read."""
    max_marks: Whole | None = Field(None, ge=1)
    reasons: list[Reason] = []
    key: list[Defect] = []
    neutral: list[str] = []
    decoys: list[Decoy] = []

    def known(self) -> list[str]:
        return [each.id for each in self.document.paragraphs] if self.document else list(self.places)

    def defects(self) -> list[str]:
        if self.document:
            return [each.id for each in self.document.paragraphs if each.defect]
        return [defect.at for defect in self.key]


class MarkDefectType(ItemType[MarkDefect]):
    """Answer: {paragraph: reason id or null}. A form sends `value` for each mark and `reason-<paragraph>`."""

    name = "mark_defect"
    model = MarkDefect

    def view(self, item: MarkDefect, lang: str) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "reasons": [{"id": each.id, "text": each.text.get(lang)} for each in item.reasons],
            "max_marks": item.max_marks,
            "docs": list(item.docs),
        }
        if item.document:
            paragraphs = [{"id": each.id, "text": each.text.get(lang)} for each in item.document.paragraphs]
            shown["document"] = {"title": item.document.title.get(lang), "paragraphs": paragraphs}
        return shown

    def parse(self, item: MarkDefect, raw: Any) -> Answer:
        if isinstance(raw, list):
            raw = {each if isinstance(each, str) else "": None for each in raw}
        if not isinstance(raw, dict) or len(raw) > (item.max_marks or len(item.known())):
            raise WrongShape("too_many_marks")
        reasons = [each.id for each in item.reasons]
        for place, reason in raw.items():
            one_of(place, item.known())
            if reason is not None:
                one_of(reason, reasons)
        return {place: raw[place] for place in item.known() if place in raw} or None

    def from_form(self, item: MarkDefect, form: FormData, prefix: str) -> Any:
        marks = form.getlist(f"{prefix}value")
        return {place: form.get(f"{prefix}reason-{place}") or None for place in marks} or None

    def fields(self, item: MarkDefect) -> list[str]:
        return ["value", *(f"reason-{place}" for place in item.known())]

    def mark(self, item: MarkDefect, answer: Answer, seed: str) -> Score:
        defects = item.defects()
        mistakes = tuple(f"mark:{place}" for place in answer if place not in defects and place not in item.neutral)
        missed = tuple(f"missed:{place}" for place in defects if place not in answer)
        by_part = self._by_part(item, answer)
        return Score(self._points(item, answer, by_part), item.max_points, by_part, mistakes + missed)

    def _by_part(self, item: MarkDefect, answer: dict[str, str | None]) -> dict[str, Decimal]:
        scoring = item.scoring
        if not isinstance(scoring, MarkScoring):
            return {}
        result: dict[str, Decimal] = {}
        reasons = {defect.at: defect.reasons for defect in item.key}
        for place, reason in answer.items():
            if place in reasons:
                result[place] = scoring.place + (scoring.reason if reason in reasons[place] else ZERO)
            else:
                result[place] = scoring.neutral_mark if place in item.neutral else scoring.wrong_mark
        return result

    def _points(self, item: MarkDefect, answer: dict[str, str | None], by_part: dict[str, Decimal]) -> Decimal:
        if isinstance(item.scoring, MarkScoring):
            return max(item.scoring.floor, sum(by_part.values(), ZERO))
        defects = item.defects()
        if item.scoring == "all-or-nothing":
            return item.max_points if set(defects) == set(answer) else ZERO
        hits = sum(place in defects for place in answer)
        return share(item.max_points, hits - (len(answer) - hits), len(defects))

    def explain(self, item: MarkDefect, answer: Answer, lang: str, seed: str) -> Explanation:
        given = answer or {}
        if item.document:
            return Explanation(tuple(_paragraph(each, each.id in given, lang) for each in item.document.paragraphs))
        reasons = {each.id: each.text.get(lang) for each in item.reasons}
        parts = [_defect(defect, given, reasons, lang) for defect in item.key]
        parts += [_decoy(decoy, lang) for decoy in item.decoys if decoy.at in given]
        shown = {part.id for part in parts}
        parts += [Part(at, chosen=True, right=None if at in item.neutral else False) for at in given if at not in shown]
        return Explanation(tuple(parts))

    def faults(self, item: MarkDefect, place: Place) -> Iterator[Fault]:
        if (item.document is None) == (not item.docs):
            yield Fault(
                (),
                "a mark_defect item carries a document, or in a case points at docs",
                "document: {title, paragraphs}",
            )
        elif item.document:
            yield from self._own_document(item, item.document)
        else:
            yield from self._dossier(item)

    def _own_document(self, item: MarkDefect, document: Document) -> Iterator[Fault]:
        paragraphs = document.paragraphs
        yield from twice((each.id for each in paragraphs), "document", "paragraphs")
        if not 0 < len(item.defects()) < len(paragraphs):
            yield Fault(("document", "paragraphs"), "all paragraphs are defects, or none is", "at least one of each")
        for n, each in enumerate(paragraphs):
            yield from explained(each.feedback, each.mistake, each.defect, "document", "paragraphs", n)

    def _dossier(self, item: MarkDefect) -> Iterator[Fault]:
        if not isinstance(item.scoring, MarkScoring):
            yield Fault(
                ("scoring",),
                "marks in the dossier need points",
                "scoring: {place: 1, reason: 1, wrong_mark: -0.5, floor: 0}",
            )
            return
        yield from twice((each.id for each in item.key), "key")
        yield from twice([each.at for each in item.key] + item.neutral + [each.at for each in item.decoys], "key")
        reasons = {each.id for each in item.reasons}
        for n, defect in enumerate(item.key):
            if defect.feedback is None:
                yield Fault(("key", n), "no feedback", "feedback: what is wrong here")
            if set(defect.reasons) - reasons or (reasons and not defect.reasons):
                yield Fault(("key", n), "the reasons do not fit", f"some of: {', '.join(sorted(reasons))}")
        for n, decoy in enumerate(item.decoys):
            if decoy.feedback is None:
                yield Fault(("decoys", n), "no feedback", "feedback: why this place is lawful")
        if item.max_marks is not None and item.max_marks < len(item.key):
            yield Fault(("max_marks",), "fewer marks than defects", f"max_marks: {len(item.key)} or more")
        each = item.scoring.place + (item.scoring.reason if reasons else ZERO)
        yield from unequal(item.max_points, each * len(item.key))


def _paragraph(paragraph: Paragraph, chosen: bool, lang: str) -> Part:
    return Part(
        paragraph.id,
        paragraph.text.get(lang),
        chosen=chosen,
        right=paragraph.defect,
        mistake=get(paragraph.mistake, lang),
        feedback=get(paragraph.feedback, lang),
    )


def _defect(defect: Defect, given: dict[str, str | None], reasons: dict[str, str], lang: str) -> Part:
    reason = given.get(defect.at)
    return Part(
        defect.at,
        chosen=defect.at in given,
        right=True,
        feedback=get(defect.feedback, lang),
        expected=", ".join(reasons[each] for each in defect.reasons),
        given=reasons[reason] if reason else None,
    )


def _decoy(decoy: Decoy, lang: str) -> Part:
    return Part(decoy.at, chosen=True, right=False, feedback=get(decoy.feedback, lang))
