"""Units of a module: a lesson with its texts, or the way to a case, a check or an exam."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy.orm import Session

from assessments.items import Item
from core import search
from core.content.canonical import content_hash, json_safe
from core.editions import Newest, newest_editions
from courses.content.editions import unit_editions
from courses.content.module_check import unit_minutes
from courses.content.module_tree import LessonPair, ModuleTree
from courses.content.programme import UnitEntry
from courses.content.programme_tree import Module
from courses.models import Unit, UnitEdition, UnitKind, UnitText
from courses.publishing.texts import TextWriter, words_of
from law.models import PinHolder
from law.pins import Holder, pin_norms


@dataclass(frozen=True)
class Shelf:
    """What units point at: editions of items, cases, exams and norms, by slug, and the writer of texts."""

    items: Mapping[str, int]
    cases: Mapping[str, int]
    exams: Mapping[str, int]
    norms: Mapping[str, int]
    texts: TextWriter


@dataclass(frozen=True)
class Published:
    """A unit edition that stands in a module, in its order."""

    slug: str
    edition_id: int
    hash: str
    required: bool


class UnitPublisher:
    """Publishes the units of one programme."""

    def __init__(self, session: Session, programme_id: int, slug: str, shelf: Shelf, now: datetime) -> None:
        self.session, self.programme_id, self.slug, self.shelf, self.now = session, programme_id, slug, shelf, now
        self.newest = newest_editions(session, Unit.slug, UnitEdition.unit_id, Unit.programme_id == programme_id)

    def of_module(self, module: Module) -> list[Published]:
        """All units of a module, in its order; only what differs from the newest edition is written."""
        hashes = {name: edition.hash for name, edition in unit_editions(module.tree, module.file).items()}
        return [self._unit(unit, module.tree, hashes[unit.id]) for unit in module.file.units]

    def _unit(self, unit: UnitEntry, tree: ModuleTree, content: str) -> Published:
        texts = self._texts(tree.lessons[unit.id], tree) if unit.kind == "lesson" else []
        # Where links lead and how checks are shown belongs to what a learner saw, so it is part of the hash.
        hash_ = content_hash([content, [[text.lang, text.segments] for text in texts]])
        known = self.newest.get(unit.id)
        if known is not None and known.edition_id is not None and known.hash == hash_:
            return Published(unit.id, known.edition_id, hash_, unit.required)
        edition = self._edition(unit, tree, hash_, known)
        for text in texts:
            text.unit_edition_id = edition.id
        self.session.add_all(texts)
        self._tell(unit, tree, edition)
        return Published(unit.id, edition.id, hash_, unit.required)

    def _edition(self, unit: UnitEntry, tree: ModuleTree, hash_: str, known: Newest | None) -> UnitEdition:
        edition = UnitEdition(
            unit_id=known.thing_id if known else self._new_unit(unit.id),
            number=known.number + 1 if known else 1,
            hash=hash_,
            kind=UnitKind(unit.kind),
            planned_minutes=max(1, ceil(unit_minutes(tree, unit))),
            case_edition_id=self.shelf.cases[unit.id] if unit.kind == "case" else None,
            exam_edition_id=self.shelf.exams[unit.id] if unit.kind in ("exam", "check") else None,
            published_at=self.now,
            **_words(unit, tree),
        )
        self.session.add(edition)
        self.session.flush()
        return edition

    def _new_unit(self, slug: str) -> int:
        unit = Unit(programme_id=self.programme_id, slug=slug)
        self.session.add(unit)
        self.session.flush()
        return unit.id

    def _texts(self, pair: LessonPair, tree: ModuleTree) -> list[UnitText]:
        own: dict[str, tuple[str, Item]] = {item.id: (f"{pair.id}/{item.id}", item) for item in pair.checks}
        bank = {name: (name, each.item) for name, each in tree.bank.items()}
        sides = [lesson for lesson in (pair.ru, pair.kk) if lesson is not None]
        return [self.shelf.texts.text(lesson, {**bank, **own}) for lesson in sides]

    def _tell(self, unit: UnitEntry, tree: ModuleTree, edition: UnitEdition) -> None:
        """Make the unit findable, and let a lesson rest on its norms; cases do so where they are published."""
        address = f"/learn/{self.slug}/{unit.id}"
        if unit.kind == "lesson":
            pair = tree.lessons[unit.id]
            for lesson in filter(None, (pair.ru, pair.kk)):
                body = f"{lesson.head.summary} {words_of(lesson)}"
                search.put(self.session, "lesson", address, lesson.head.lang, lesson.head.title, body, address)
            uses = dict.fromkeys([*pair.ru.pins, *(pair.kk.pins if pair.kk else ())], "key")
            holder = Holder(PinHolder.LESSON, edition.id, address, edition.title_ru, edition.title_kk, address)
            pin_norms(self.session, holder, uses, self.shelf.norms, now=self.now)
        elif unit.kind == "case":
            case = tree.cases[unit.id].case
            for lang in ("ru", "kk") if case.title.kk else ("ru",):
                body = f"{case.subtitle.get(lang) if case.subtitle else ''} {case.facts.told_by.get(lang)}"
                search.put(self.session, "case", address, lang, case.title.get(lang), body, address)


def _words(unit: UnitEntry, tree: ModuleTree) -> dict[str, Any]:
    """Titles, summaries, law day and what else the pages of the unit say."""
    if unit.kind == "lesson":
        return _lesson_words(tree.lessons[unit.id])
    if unit.kind == "case":
        return _case_words(tree, unit.id)
    exam = tree.exams[unit.id].exam
    kept = ("wait_hours", "feedback", "attempts", "minutes", "pass_line", "competencies", "intro")
    return {
        "title_ru": exam.title.ru,
        "title_kk": exam.title.kk,
        "summary_ru": exam.intro.ru,
        "summary_kk": exam.intro.kk,
        "law_as_of": exam.law_as_of,
        "content": json_safe(
            {name: each for name, each in exam.dump().items() if name in kept} | {"items": exam.count}
        ),
    }


def _lesson_words(pair: LessonPair) -> dict[str, Any]:
    heads = {lesson.head.lang: lesson.head for lesson in (pair.ru, pair.kk) if lesson is not None}
    kk = heads.get("kk")
    return {
        "title_ru": heads["ru"].title,
        "title_kk": kk.title if kk else "",
        "summary_ru": heads["ru"].summary,
        "summary_kk": kk.summary if kk else "",
        "law_as_of": heads["ru"].law_as_of,
        "content": json_safe({"heads": {lang: head.dump() for lang, head in heads.items()}}),
    }


def _case_words(tree: ModuleTree, slug: str) -> dict[str, Any]:
    case = tree.cases[slug].case
    content = {
        "subtitle": case.subtitle.dump() if case.subtitle else None,
        "role": {"ru": case.role.ru, "kk": case.kk.role},
        "fictional_note": case.fictional_note.dump(),
        "basis": case.basis,
        "difficulty": case.difficulty,
        "stages": len(case.stages),
        "documents": len(case.dossier),
        "points": case.scoring.total,
        "pass_total": case.scoring.pass_rule.total,
        "competencies": [each.id for each in case.competencies],
    }
    return {
        "title_ru": case.title.get("ru"),
        "title_kk": case.title.kk or "",
        "summary_ru": case.subtitle.get("ru") if case.subtitle else "",
        "summary_kk": (case.subtitle.kk or "") if case.subtitle else "",
        "law_as_of": case.law_as_of,
        "content": json_safe(content),
    }
