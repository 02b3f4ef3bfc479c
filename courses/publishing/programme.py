"""A programme that was read without a problem becomes an edition with its modules, if anything in it is new."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assessments.models import ExamKind
from assessments.publishing import NewCase, NewExam, NewItem, publish_cases, publish_exams, publish_items
from core.content.canonical import content_hash, json_safe
from core.editions import newest_editions
from core.models import SearchEntry
from courses.content.editions import case_edition, exam_edition, item_edition, programme_edition
from courses.content.module_tree import ModuleTree
from courses.content.programme import ExamFile, Week
from courses.content.programme_tree import Module, ProgrammeTree
from courses.models import (
    Module as ModuleRow,
)
from courses.models import (
    ModuleEdition,
    ModuleEditionUnit,
    ModuleStatus,
    Programme,
    ProgrammeEdition,
    ProgrammeEditionModule,
    Unit,
    UnitEdition,
)
from courses.publishing.texts import TextWriter
from courses.publishing.units import Published, Shelf, UnitPublisher
from courses.signals import programme_published
from law.models import PinHolder
from law.pins import supersede_pins
from law.register import Register


def publish_programme(
    session: Session, tree: ProgrammeTree, register: Register, norms: Mapping[str, int], position: int, *, now: datetime
) -> bool:
    """Write what is new of a programme; says whether that made a new edition of it.

    :param norms: from `law.pins.current_norms`
    :param position: place in the catalogue, 1-based
    """
    programme = _programme(session, tree.programme.id, position)
    shelf = _shelf(session, tree, register, norms, now)
    units = UnitPublisher(session, programme.id, programme.slug, shelf, now)
    modules = _Modules(session, programme.id, now)
    editions = [modules.publish(week, tree.modules.get(week.number), units) for week in tree.programme.weeks]
    return _edition(session, programme, tree, editions, now)


def _programme(session: Session, slug: str, position: int) -> Programme:
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        programme = Programme(slug=slug, position=position)
        session.add(programme)
        session.flush()
    if programme.position != position:
        programme.position = position
    return programme


def _shelf(session: Session, tree: ProgrammeTree, register: Register, norms: Mapping[str, int], now: datetime) -> Shelf:
    """Items, cases and exams first: units point at them."""
    trees = [module.tree for module in tree.modules.values()]
    slug = tree.programme.id
    items = publish_items(session, [new for each in trees for new in _items(each)], norms, now=now)
    cases = publish_cases(session, [new for each in trees for new in _cases(each, slug)], items, norms, now=now)
    exams = publish_exams(session, [new for each in trees for new in _exams(each)], items, now=now)
    return Shelf(items, cases, exams, norms, TextWriter(_addresses(trees, slug), items, register))


def _items(tree: ModuleTree) -> Iterator[NewItem]:
    owned = [("", [each.item for each in tree.bank.values()])]
    owned += [(pair.id, list(pair.checks)) for pair in tree.lessons.values()]
    owned += [(read.case.id, [each.item for each in read.items]) for read in tree.cases.values()]
    for owner, items in owned:
        for item in items:
            edition = item_edition(item, owner)
            yield NewItem(edition.slug, edition.hash, item)


def _cases(tree: ModuleTree, programme: str) -> Iterator[NewCase]:
    for read in tree.cases.values():
        edition = case_edition(read)
        yield NewCase(read, edition.hash, edition.content, f"/learn/{programme}/{read.case.id}")


def _exams(tree: ModuleTree) -> Iterator[NewExam]:
    for read in tree.exams.values():
        exam: ExamFile = read.exam
        yield NewExam(
            slug=exam.id,
            hash=exam_edition(tree, exam).hash,
            kind=ExamKind(exam.kind),
            title_ru=exam.title.ru,
            title_kk=exam.title.kk,
            limit_minutes=exam.minutes,
            attempts_allowed=exam.attempts,
            pass_percent=exam.pass_line.total,
            content=json_safe(exam.dump()),
            pool=exam.pool,
        )


def _addresses(trees: Sequence[ModuleTree], programme: str) -> Any:
    """The function that tells where a lesson, or the case made from a pattern, stands."""
    known = {("lesson", name): name for tree in trees for name in tree.lessons}
    known |= {("case", read.case.pattern): name for tree in trees for name, read in tree.cases.items()}
    known |= {("case", name): name for tree in trees for name in tree.cases}

    def address_of(kind: str, name: str) -> str | None:
        unit = known.get((kind, name))
        return f"/learn/{programme}/{unit}" if unit else None

    return address_of


class _Modules:
    """Publishes the modules of one programme: a week each, ready or being prepared."""

    def __init__(self, session: Session, programme_id: int, now: datetime) -> None:
        self.session, self.programme_id, self.now = session, programme_id, now
        own = ModuleRow.programme_id == programme_id
        self.newest = newest_editions(session, ModuleRow.slug, ModuleEdition.module_id, own)

    def publish(self, week: Week, module: Module | None, units: UnitPublisher) -> tuple[int, str]:
        """Id and hash of the week's module edition."""
        placed = units.of_module(module) if module else []
        content = json_safe({"week": week.dump(), "module": module.file.dump() if module else None})
        hash_ = content_hash([content, [[each.slug, each.hash, each.required] for each in placed]])
        slug = f"week-{week.number}"
        known = self.newest.get(slug)
        if known is not None and known.edition_id is not None and known.hash == hash_:
            return known.edition_id, hash_
        edition = ModuleEdition(
            module_id=known.thing_id if known else self._new(slug),
            number=known.number + 1 if known else 1,
            hash=hash_,
            status=ModuleStatus(week.status),
            title_ru=week.title.ru,
            title_kk=week.title.kk,
            hours=week.hours,
            content=content,
            published_at=self.now,
        )
        self.session.add(edition)
        self.session.flush()
        self._place(edition.id, placed)
        return edition.id, hash_

    def _new(self, slug: str) -> int:
        module = ModuleRow(programme_id=self.programme_id, slug=slug)
        self.session.add(module)
        self.session.flush()
        return module.id

    def _place(self, edition_id: int, placed: Sequence[Published]) -> None:
        rows = [
            {
                "module_edition_id": edition_id,
                "unit_edition_id": each.edition_id,
                "position": position,
                "required": each.required,
            }
            for position, each in enumerate(placed, start=1)
        ]
        if rows:
            self.session.execute(insert(ModuleEditionUnit), rows)


def _edition(
    session: Session, programme: Programme, tree: ProgrammeTree, modules: Sequence[tuple[int, str]], now: datetime
) -> bool:
    hash_ = content_hash([programme_edition(tree).hash, [hash_ for _, hash_ in modules]])
    own = newest_editions(session, Programme.slug, ProgrammeEdition.programme_id, Programme.id == programme.id)
    known = own[programme.slug]
    if known.hash == hash_:
        return False
    file = tree.programme
    edition = ProgrammeEdition(
        programme_id=programme.id,
        number=known.number + 1,
        hash=hash_,
        title_ru=file.title.ru,
        title_kk=file.title.kk,
        hours=file.hours.total,
        law_as_of=file.law_as_of,
        content=json_safe(file.dump()),
        published_at=now,
    )
    session.add(edition)
    session.flush()
    places = [
        {"programme_edition_id": edition.id, "module_edition_id": module_id, "position": position}
        for position, (module_id, _) in enumerate(modules, start=1)
    ]
    session.execute(insert(ProgrammeEditionModule), places)
    if known.edition_id is not None:
        _retire(session, programme.slug, units_of(session, known.edition_id) - units_of(session, edition.id), now)
    programme_published.send(session, edition=edition, slug=programme.slug, content=edition.content, now=now)
    return True


def units_of(session: Session, programme_edition_id: int) -> set[str]:
    """The addresses, within the programme, of all units of a programme edition."""
    statement = (
        select(Unit.slug)
        .join(UnitEdition, UnitEdition.unit_id == Unit.id)
        .join(ModuleEditionUnit, ModuleEditionUnit.unit_edition_id == UnitEdition.id)
        .join(ProgrammeEditionModule, ProgrammeEditionModule.module_edition_id == ModuleEditionUnit.module_edition_id)
        .where(ProgrammeEditionModule.programme_edition_id == programme_edition_id)
    )
    return set(session.scalars(statement))


def _retire(session: Session, programme: str, slugs: set[str], now: datetime) -> None:
    """What the new edition no longer holds is neither found nor named as a user of norms; its rows stay."""
    for slug in slugs:
        address = f"/learn/{programme}/{slug}"
        supersede_pins(session, PinHolder.LESSON, address, now=now)
        supersede_pins(session, PinHolder.CASE, slug, now=now)
        session.execute(delete(SearchEntry).where(SearchEntry.address == address))
