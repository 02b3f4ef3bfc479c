"""Checks 1, 5, 10, 14, 15 and 18: ids, addresses of paragraphs, and that everything belongs to something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessments.cases.checks.ground import ADDRESS, Ground, strings
from assessments.cases.read import ReadCase, StageItem
from assessments.items.evidence_board import EvidenceBoard
from assessments.items.mark_defect import MarkDefect
from assessments.items.matching import Matching
from core.content.problems import Fault
from core.content.source import Path


def unique_ids(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """1. Ids are unique."""
    case = read.case
    yield from _unique((each.id for each in case.dossier), "dossier")
    yield from _unique((each.id for each in case.facts.statements), "facts", "statements")
    yield from _unique((each.id for each in case.timeline.events), "timeline", "events")
    yield from _unique((each.id for each in case.timeline.periods), "timeline", "periods")
    yield from _unique((each.id for each in case.stages), "stages")
    yield from _unique((each.id for each in case.competencies), "competencies")
    yield from _unique((each.id for each in case.author.defects), "author", "defects")
    yield from _unique((str(each.n) for each in case.court.points), "court", "points")
    seen: set[str] = set()
    for each in read.items:
        if each.item.id in seen:
            yield Fault((*each.path, "id"), f"the item “{each.item.id}” stands twice", "an id of its own")
        seen.add(each.item.id)
        if not each.item.id.startswith(f"{each.stage}."):
            yield Fault((*each.path, "id"), "the id of an item begins with its stage", f"{each.stage}.…")


def _unique(ids: Iterable[str], *path: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if each in seen:
            yield Fault((*path, n), f"“{each}” stands twice", "an id of its own")
        seen.add(each)


def offices_and_competencies(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """1. Office and competencies are those of the framework; every competency scored is declared."""
    known = ground.framework.competencies()
    declared = {each.id for each in read.case.competencies}
    if read.case.role.id not in ground.framework.offices():
        yield Fault(("role", "id"), f"unknown office “{read.case.role.id}”", "an id of positions in competencies.yaml")
    for n, each in enumerate(read.case.competencies):
        if each.id not in known:
            yield Fault(("competencies", n), f"unknown competency “{each.id}”", "an id of competencies.yaml")
    for item in read.items:
        for name in item.item.competencies:
            if name not in declared:
                yield Fault(
                    (*item.path, "competencies"), f"“{name}” is not among the competencies of the case", "one of them"
                )


def paragraphs_numbered(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """5. Paragraphs are numbered without gaps."""
    for d, doc in enumerate(read.case.dossier):
        for n, paragraph in enumerate(doc.paragraphs):
            if paragraph.n != n + 1:
                path = ("dossier", d, "paragraphs", n)
                yield Fault(path, f"paragraph {doc.id}.{paragraph.n} stands in place {n + 1}", f"n: {n + 1}")
                break


def addresses_exist(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """5. Every `d4.3` named anywhere exists."""
    known = set(read.case.paragraphs())
    for path, text in strings(read.source.data):
        for address in ADDRESS.findall(text):
            if address not in known:
                yield Fault(path, f"there is no paragraph {address}", "a paragraph of the dossier")


def nothing_before_it_opens(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """5. Stages named exist, and no item uses a document that is not open yet on every way."""
    case = read.case
    branches = {stage.id for stage in case.stages if stage.branch}
    docs = {doc.id: case.stage_number(doc.opens) for doc in case.dossier}
    for n, doc in enumerate(case.dossier):
        if not 0 < docs[doc.id] <= len(case.stages):
            yield Fault(("dossier", n, "opens"), f"there is no stage “{doc.opens}”", "a stage of the case")
        elif doc.opens in branches:
            yield Fault(("dossier", n, "opens"), f"{doc.id} opens in the branch {doc.opens}", "a stage on every way")
    for n, event in enumerate(case.timeline.events):
        if event.doc is not None and event.doc not in docs:
            yield Fault(("timeline", "events", n, "doc"), f"there is no document “{event.doc}”", "d1, d2, …")
        if event.opens is not None and case.stage_number(event.opens) == 0:
            yield Fault(("timeline", "events", n, "opens"), f"there is no stage “{event.opens}”", "a stage, or court")
    for each in read.items:
        for doc_id in sorted(_docs_of(each)):
            if docs.get(doc_id, 0) > case.stage_number(each.stage):
                what = f"“{each.item.id}” uses {doc_id}, which opens at {case.dossier[list(docs).index(doc_id)].opens}"
                yield Fault(each.path, what, "a document that is open at this stage")


def _docs_of(each: StageItem) -> set[str]:
    """Documents an item points at in its own fields, not in the feedback that comes later."""
    item, found = each.item, set()
    if isinstance(item, Matching):
        found |= {place.split(".")[0] for pair in item.key for place in pair.where}
    if isinstance(item, MarkDefect):
        found |= set(item.docs)
    if isinstance(item, EvidenceBoard):
        found |= {card.ref for card in item.cards if card.ref}
    source = (getattr(item, "calc", None) or {}) if not hasattr(getattr(item, "calc", None), "period") else {}
    if isinstance(source, dict):
        found |= {str(place).split(".")[0] for place in source.get("source", [])}
    return found


def marks_in_open_documents(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """5, 16. Marks, neutral places and decoys lie in the documents of the item."""
    for each in read.items:
        item = each.item
        if not isinstance(item, MarkDefect):
            continue
        rows: list[tuple[Path, str]] = [((*each.path, "key", n), defect.at) for n, defect in enumerate(item.key)]
        rows += [((*each.path, "neutral", n), place) for n, place in enumerate(item.neutral)]
        rows += [((*each.path, "decoys", n), decoy.at) for n, decoy in enumerate(item.decoys)]
        for path, place in rows:
            if place not in item.places:
                yield Fault(path, f"{place} is not in the documents of the item", ", ".join(item.docs))


def court_answers_everything(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """10. Every court point has a norm, a paragraph and an item; every item outside branches is answered by a court point."""
    known = {each.item.id for each in read.items}
    answered: set[str] = set()
    for n, point in enumerate(read.case.court.points):
        path: Path = ("court", "points", n)
        for name in ("norms", "docs", "items"):
            if not getattr(point, name):
                yield Fault(path, f"the court point {point.n} has no {name}", f"{name}: [ … ]")
        for name in sorted(set(point.items) - known):
            yield Fault((*path, "items"), f"there is no item “{name}”", "an item of the case")
        answered |= set(point.items)
    for n, lost in enumerate(read.case.court.would_have_lost):
        for name in sorted(set(lost.items) - known):
            yield Fault(("court", "would_have_lost", n, "items"), f"there is no item “{name}”", "an item of the case")
    branches = {stage.id for stage in read.case.stages if stage.branch}
    for each in read.items:
        if each.item.id not in answered and each.stage not in branches:
            yield Fault(each.path, f"no court point answers “{each.item.id}”", "its id in court.points.items")


def statements_and_defects(read: ReadCase, _: Ground) -> Iterator[Fault]:
    """15. Statements, their key and the author's truth cover the same ids; every planted defect is used."""
    case = read.case
    known = {each.id for each in case.facts.statements}
    if {each.id for each in case.author.statement_truth} != known:
        yield Fault(("author", "statement_truth"), "not exactly the statements of the facts", ", ".join(sorted(known)))
    for each in read.items:
        left = {entry.id for entry in each.item.left} if isinstance(each.item, Matching) else set()
        if left & known and left != known:
            yield Fault((*each.path, "left"), "not exactly the statements of the facts", ", ".join(sorted(known)))
    marked = {defect.at for each in read.items if isinstance(each.item, MarkDefect) for defect in each.item.key}
    ids = {each.item.id for each in read.items}
    for n, planted in enumerate(case.author.defects):
        if planted.item is not None and planted.item not in ids:
            yield Fault(("author", "defects", n), f"there is no item “{planted.item}”", "an item of the case")
        elif planted.item is None and planted.doc not in marked:
            yield Fault(
                ("author", "defects", n), f"no item uses the planted defect {planted.doc}", "a mark, or item: …"
            )


def provenance(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """18. Basis and week are those of the pattern; what is real and what was added is said."""
    case = read.case
    pattern = ground.patterns.get(case.pattern)
    if pattern is None:
        yield Fault(("pattern",), f"unknown pattern “{case.pattern}”", "an id of patterns.yaml")
    else:
        if pattern.basis != case.basis:
            yield Fault(("basis",), f"the pattern {case.pattern} is {pattern.basis}", f"basis: {pattern.basis}")
        if pattern.week != case.programme.week:
            yield Fault(
                ("programme", "week"), f"the pattern {case.pattern} is of week {pattern.week}", f"week: {pattern.week}"
            )
    if case.basis != "norm-based" and not case.provenance.from_source:
        yield Fault(("provenance", "from_source"), "what the source shows is not said", "from_source: [ … ]")
    if not case.provenance.added_for_training:
        yield Fault(("provenance", "added_for_training"), "what was added is not said", "added_for_training: [ … ]")
    for n, digest in enumerate(case.provenance.digest_used):
        if digest.pattern not in ground.patterns:
            yield Fault(
                ("provenance", "digest_used", n), f"unknown pattern “{digest.pattern}”", "an id of patterns.yaml"
            )
