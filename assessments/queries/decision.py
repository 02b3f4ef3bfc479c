"""The court's page: read only after the last stage is locked. Point by point beside what the learner answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.cases.variants import filled, variant
from assessments.item_store import item_of
from assessments.items import Explanation, explain, present
from assessments.items.essay import Essay
from assessments.models import Attempt, AttemptItem, Case, CaseEdition, CaseKey, Mark
from assessments.queries.norms import NormLine, norm_lines, with_norms
from assessments.queries.receipt import with_sheets
from assessments.queries.result import MOST_LESSONS, Lesson, Reached, marks_of, newest_result, reached, spent
from assessments.queries.texts import Words, said, words
from assessments.queries.way import Clock, Taken, clock_of, taken
from assessments.rules import match
from assessments.services.mark import answered_places
from assessments.walks.state import Walk, walk_of
from core.errors import NotFound
from law.models import Norm, NormEdition, Pin, PinHolder

ZERO = Decimal(0)
PARTED = frozenset({"part", "bad"})


@dataclass(frozen=True)
class Own:
    """One question of the case as the learner answered it."""

    id: str
    number: int
    view: dict[str, Any]
    value: Any
    points: Decimal | None
    """None while it waits for a marker."""
    max_points: Decimal
    explanation: Explanation
    parts: Mapping[str, Decimal]
    """Criterion of a marked essay → its share of the points."""

    @property
    def waits(self) -> bool:
        return self.points is None

    @property
    def verdict(self) -> str:
        """ok, part, bad, or wait: all points, some, none, not marked yet."""
        if self.points is None:
            return "wait"
        return "ok" if self.points >= self.max_points else "part" if self.points else "bad"


@dataclass(frozen=True)
class Point:
    """One point of the court beside the answers it is about."""

    number: int
    title: Words
    court: Words
    why: Words
    standing: str
    standing_note: Words
    norms: Sequence[tuple[str, str]]
    """Slug and where it stands."""
    papers: Sequence[Words]
    verdict: str
    """ok, part, bad, or wait."""
    points: Decimal
    max_points: Decimal
    own: Sequence[Own]


@dataclass(frozen=True)
class Lost:
    """What would have turned the result, and whether the learner saw it."""

    text: Words
    seen: bool | None


@dataclass(frozen=True)
class ThenNow:
    """How the law of the case differs from today's."""

    norm: str
    where: str
    then: Words
    now: Words
    changes_result: bool
    caution: Words


@dataclass(frozen=True)
class DecisionPage:
    """Everything the court's page shows."""

    slug: str
    edition: int
    title: Words
    label: Words
    outcome: Words
    text: Words
    honesty: Words
    fictional: Words
    basis: str
    points: Sequence[Point]
    pairs: Sequence[Words]
    band: Words | None
    lost: Sequence[Lost]
    then_now: Sequence[ThenNow]
    own: Sequence[Own]
    reached: Decimal
    max_points: Decimal
    waiting: Decimal
    passed: bool | None
    line: Decimal
    competencies: Sequence[Reached]
    lessons: Sequence[Lesson]
    minutes: int
    provenance: Mapping[str, Sequence[Words]]
    sources: Sequence[str]
    law_note: Words
    amount: Decimal | None
    """What the court awarded on this way, in tenge."""
    fatal: Sequence[Words]
    """Why the case is not passed whatever the points."""
    replay: Sequence[Taken]
    clock: Clock | None
    hints: Decimal
    """What the hints cost."""

    @property
    def whole(self) -> Decimal:
        return self.max_points + self.waiting

    def count(self, verdict: str) -> int:
        """How many points of the court came out so."""
        return sum(point.verdict == verdict for point in self.points)

    @property
    def written(self) -> Sequence[Own]:
        """Answers with a model answer beside them, for comparing oneself."""
        return [own for own in self.own if own.explanation.model_answer]


def decision_page(session: Session, attempt: Attempt, *, lang: str) -> DecisionPage:
    """The decision of a case that is closed; the caller has made sure that it is."""
    query = (
        select(CaseEdition, CaseKey.content, Case.slug)
        .join(CaseKey, CaseKey.case_edition_id == CaseEdition.id)
        .join(Case, Case.id == CaseEdition.case_id)
        .where(CaseEdition.id == attempt.case_edition_id)
    )
    edition, key, slug = session.execute(query).one()
    walk = walk_of(session, attempt, to_read=True)
    if walk is None:
        raise NotFound
    key = filled(_of_route(key, walk.state.flags), walk.names())
    public, court = walk.shown(), key["court"]
    own = _own(session, attempt, public, walk)
    lines = norm_lines(session, _norms(court), lang)
    result = newest_result(session, attempt.id)
    language, outcome = attempt.language, court["outcome"]
    points = [_point(point, key, own, lines, public, language) for point in court["points"]]
    return DecisionPage(
        slug=slug, edition=edition.number, title=said(public["title"], language), label=said(court["label"], language),
        outcome=_outcome(key, language), text=said(outcome["text"], language), honesty=said(court["honesty"], language),
        fictional=said(public.get("fictional_note"), language), basis=str(public.get("basis", "")),
        points=points,
        pairs=list(_pairs(key["scoring"]["norm_and_conclusion"], own, language)),
        band=_band(key["scoring"], result.points, edition.points, result.waiting_points, language),
        lost=[Lost(said(each["text"], language), _seen(each["items"], own)) for each in court["would_have_lost"]],
        then_now=[_then_now(each, lines, language) for each in court.get("law_then_now", [])],
        own=list(own.values()), reached=result.points, max_points=result.max_points, waiting=result.waiting_points,
        passed=result.passed, line=Decimal(result.rule["total"]), competencies=reached(session, result, lang),
        lessons=_lessons(session, points, lang), minutes=spent(attempt),
        provenance={name: [said(each, language) for each in entries] for name, entries in key["provenance"].items()
                    if name != "digest_used"},
        sources=key["sources"], law_note=said(key.get("law_note"), language),
        amount=Decimal(str(outcome["amount"])) if outcome.get("amount") else None,
        fatal=_fatal(key["scoring"]["pass"].get("fatal") or [], walk, language), replay=taken(session, attempt, walk),
        clock=clock_of(walk, public, language), hints=Decimal(str(result.rule.get("hints", 0))),
    )  # fmt: skip


def _of_route(key: dict[str, Any], flags: Mapping[str, str]) -> dict[str, Any]:
    """The court as it speaks on this way: its outcome, the amount and each point by route and flag."""
    court, route, kk = key["court"], flags.get("route", ""), key["kk"].get("court", {})
    outcome = (court.get("outcome_by_route") or {}).get(route) or court["outcome"]
    by_route = outcome.get("amount_by_route") or {}
    if route in by_route:
        outcome = {**outcome, "amount": by_route[route]}
    points = [_point_of_route(point, flags) for point in court["points"]]
    told = (kk.get("outcome_by_route") or {}).get(route) or kk.get("outcome", "")
    varied = {str(point["n"]) for point in points if point.get("varied")}
    said_kk = {n: text for n, text in kk.get("points", {}).items() if str(n) not in varied}
    return {
        **key, "court": {**court, "outcome": outcome, "points": points},
        "kk": {**key["kk"], "court": {**kk, "outcome": told, "points": said_kk}},
    }  # fmt: skip


def _point_of_route(point: dict[str, Any], flags: Mapping[str, str]) -> dict[str, Any]:
    """The point with the text of this way; its short Kazakh side belongs to the plain text only."""
    court = variant(point, flags, "court")
    return point if court is point["court"] else {**point, "court": court, "varied": True}


def _fatal(rule: Sequence[dict[str, str]], walk: Walk, lang: str) -> list[Words]:
    set_here = walk.fatal(list(rule))
    return [
        words(each["ru"], each.get("kk") or "", lang) for each in rule if f"{each['flag']}={each['value']}" in set_here
    ]


def _own(session: Session, attempt: Attempt, public: dict[str, Any], walk: Walk) -> dict[str, Own]:
    """Id of the item in the case → the learner's answer with its explanation."""
    marks, by_part = marks_of(session, attempt.id), _parts(session, attempt.id)
    own = {}
    for row in answered_places(session, attempt.id):
        item = walk.on_the_way(item_of(row.hash, row.content))
        view = with_sheets(present(row.public, attempt.language, attempt.seed), public, attempt.language)
        view["prompt"] = filled(view["prompt"], walk.names(), view["lang"])
        points, most = marks.get(row.id, (None, row.points))
        told = explain(item, row.value, attempt.language, attempt.seed)
        criteria = item.rubric.criteria if isinstance(item, Essay) else []
        shares = {
            each.id: by_part[row.id][each.id] / each.points for each in criteria if each.id in by_part.get(row.id, {})
        }
        own[item.id] = Own(item.id, row.position, view, row.value, points, most, told, shares)
    with_norms(session, *(each.view for each in own.values()))
    return own


def _parts(session: Session, attempt_id: int) -> dict[int, dict[str, Decimal]]:
    """Place → points by part of its newest mark."""
    query = (
        select(Mark.attempt_item_id, Mark.by_part)
        .join(AttemptItem, AttemptItem.id == Mark.attempt_item_id)
        .where(AttemptItem.attempt_id == attempt_id)
        .order_by(Mark.id)
    )
    return {
        place: {name: Decimal(str(points)) for name, points in (parts.get("parts") or {}).items()}
        for place, parts in session.execute(query)
    }


def _norms(court: dict[str, Any]) -> list[str]:
    named = [norm for point in court["points"] for norm in point.get("norms", [])]
    return named + [each["norm"] for each in court.get("law_then_now", [])]


def _outcome(key: dict[str, Any], lang: str) -> Words:
    outcome = key["court"]["outcome"]
    kk = outcome.get("kk") or key["kk"].get("court", {}).get("outcome", "")
    return said({"ru": outcome["ru"], "kk": kk}, lang)


def _point(
    point: dict[str, Any],
    key: dict[str, Any],
    own: Mapping[str, Own],
    lines: Mapping[str, NormLine],
    public: dict[str, Any],
    lang: str,
) -> Point:
    mine = [own[name] for name in point.get("items", []) if name in own]
    marked = [each for each in mine if each.points is not None]
    points = sum((each.points for each in marked if each.points is not None), ZERO)
    most = sum((each.max_points for each in marked), ZERO)
    kk = key["kk"].get("court", {}).get("points", {}).get(str(point["n"]), "")
    court = point["court"] if isinstance(point["court"], dict) else {"ru": point["court"]}
    shares = key["court"]["match"]
    verdict = match(points, most, Decimal(str(shares["matched"])), Decimal(str(shares["partial"]))) if most else "wait"
    return Point(
        number=point["n"], title=said(point["title"], lang), court=said({"kk": kk, **court}, lang), why=said(point["why"], lang),
        standing=point["standing"], standing_note=said(point.get("standing_note"), lang),
        norms=[(norm, lines[norm].where if norm in lines else norm) for norm in point.get("norms", [])],
        papers=_papers(point.get("docs", []), public, lang),
        verdict=verdict, points=points, max_points=most, own=mine,
    )  # fmt: skip


def _lessons(session: Session, points: Sequence[Point], lang: str) -> list[Lesson]:
    """Lessons that stand on the norms of the points where the ways parted, the most useful first."""
    parted = {norm for point in points if point.verdict in PARTED for norm, _ in point.norms}
    query = (
        select(Pin.title_ru, Pin.title_kk, Pin.address, Norm.slug)
        .join(NormEdition, NormEdition.id == Pin.norm_edition_id)
        .join(Norm, Norm.id == NormEdition.norm_id)
        .where(Pin.holder_kind == PinHolder.LESSON, Pin.superseded_at.is_(None), Pin.address != "")
        .where(Norm.slug.in_(sorted(parted)))
        .order_by(Pin.address)
    )
    found: dict[str, tuple[Words, set[int]]] = {}
    for row in session.execute(query):
        numbers = found.setdefault(row.address, (words(row.title_ru, row.title_kk, lang), set()))[1]
        numbers.update(p.number for p in points if p.verdict in PARTED and row.slug in dict(p.norms))
    lessons = [Lesson(title, address, sorted(numbers)) for address, (title, numbers) in found.items()]
    return sorted(lessons, key=lambda lesson: -len(lesson.questions))[:MOST_LESSONS]


def _papers(addresses: Sequence[str], public: dict[str, Any], lang: str) -> list[Words]:
    """«Приказ № 44, 3, 7» for the addresses d3.3 and d3.7."""
    titles = {each["id"]: said(each["title"], lang) for each in public["dossier"]}
    named: dict[str, list[str]] = {}
    for address in addresses:
        document, _, number = address.partition(".")
        named.setdefault(document, []).append(number)
    found = [(titles.get(name, Words(name)), numbers) for name, numbers in named.items()]
    return [Words(", ".join([title.text, *filter(None, numbers)]), title.lang) for title, numbers in found]


def _pairs(rule: dict[str, Any], own: Mapping[str, Own], lang: str) -> list[Words]:
    """Norm and conclusion apart: a right result on a wrong norm is said to be that. A pair that waits is left out."""
    shares = {each.id: _share(each) for each in own.values() if not each.waits}
    shares |= {name: share for each in own.values() for name, share in each.parts.items() if not each.waits}
    strong, told = Decimal(str(rule["strong_from"])), []
    for pair in rule["pairs"]:
        if pair["norm"] in shares and pair["conclusion"] in shares:
            found = (shares[pair["norm"]] >= strong, shares[pair["conclusion"]] >= strong)
            name = {(True, True): "both", (True, False): "norm_only", (False, True): "conclusion_only"}.get(
                found, "neither"
            )
            told.append(said(rule["messages"][name], lang))
    return list(dict.fromkeys(told))


def _share(own: Own) -> Decimal:
    return (own.points or ZERO) / own.max_points if own.max_points else ZERO


def _band(scoring: dict[str, Any], points: Decimal, total: Decimal, waiting: Decimal, lang: str) -> Words | None:
    """The word for the whole score, once all of it is known."""
    if waiting or not total:
        return None
    share = points * 100 / total
    fitting = [band for band in scoring["bands"] if Decimal(str(band["from"])) <= share]
    return said(max(fitting, key=lambda band: Decimal(str(band["from"]))), lang) if fitting else None


def _seen(names: Sequence[str], own: Mapping[str, Own]) -> bool | None:
    """Whether the learner got the questions right on which the result hung; None while one waits."""
    mine = [own[name] for name in names if name in own and (own[name].max_points or own[name].waits)]
    if any(each.waits for each in mine):
        return None
    return all(_share(each) >= Decimal("0.5") for each in mine)


def _then_now(each: dict[str, Any], lines: Mapping[str, NormLine], lang: str) -> ThenNow:
    return ThenNow(
        each["norm"], lines[each["norm"]].where if each["norm"] in lines else each["norm"], said(each["then"], lang),
        said(each["now"], lang), bool(each["changes_result"]), said(each.get("caution"), lang),
    )  # fmt: skip
