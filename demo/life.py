"""Learning that has happened: people who enrolled, worked through cases, passed the examination and hold certificates.

Everything goes through the services that the pages use, with the moments of the past; nothing is written beside them.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.items.decision import Decision
from assessments.items.matching import Matching
from assessments.items.multiple import Multiple
from assessments.items.norm_pick import NormPick
from assessments.items.number import NumberItem, worked
from assessments.items.ordering import Ordering, example_order
from assessments.models import Attempt, AttemptItem, AttemptState, CaseEdition, ExamEdition, ItemEdition, ItemKey
from assessments.services.finish import submit
from assessments.services.lock import lock_stage
from assessments.services.save import Place, Sent, save_answer
from assessments.services.start import start_attempt
from assessments.walks.state import walk_of
from assessments.walks.steps import take_decision
from certificates import services as certificates
from certificates.models import Certificate
from certificates.rules import Reason
from core.settings import Settings
from courses.models import Enrolment, Programme, ProgrammeEdition, UnitEdition, UnitKind
from courses.queries.outline import outline
from courses.services import complete_unit, enrol, open_unit
from demo.chance import number
from people.models import Person

SENTENCE = re.compile(r"(?:\w{4,}|[)»])\.(?= [А-ЯЁ«])")
"""The end of a sentence; the dot of an initial or of an abbreviation ends none."""


@dataclass(frozen=True)
class Story:
    """How far somebody has come: when they began, how many units they took, what became of the certificate."""

    began: timedelta
    units: int = 99
    fate: str = ""


STORIES = (
    Story(timedelta(days=24)), Story(timedelta(days=60), fate="superseded"),
    Story(timedelta(days=90), fate="revoked"), Story(timedelta(days=1500)), Story(timedelta(days=14), 5), Story(timedelta(days=9), 3),
    Story(timedelta(days=3), 1),
)  # fmt: skip


def live(session: Session, people: list[Person], administrator: Person, settings: Settings, now: datetime) -> int:
    """Let the stories happen to people in their order; return how many did. None without published content."""
    edition = session.scalar(
        select(ProgrammeEdition).join(Programme).order_by(Programme.position, ProgrammeEdition.number.desc())
    )
    if edition is None:
        return 0
    for person, story in zip(people, STORIES, strict=False):
        _learn(session, person, edition, story, now - story.began)
        _decide(session, person, administrator, story, settings, now)
    return min(len(people), len(STORIES))


def _learn(session: Session, person: Person, edition: ProgrammeEdition, story: Story, at: datetime) -> None:
    enrolment = enrol(session, person_id=person.id, programme_id=edition.programme_id, edition_id=edition.id, now=at)
    steps = outline(session, [(edition.id, enrolment.id)], "ru")[edition.id]
    units = {
        row.unit_id: row
        for row in session.scalars(select(UnitEdition).where(UnitEdition.id.in_([s.unit_edition_id for s in steps])))
    }
    for turn, step in enumerate(steps[: story.units]):
        _take(session, person, enrolment, units[step.unit_id], at + timedelta(hours=2 * turn))


def _take(session: Session, person: Person, enrolment: Enrolment, unit: UnitEdition, at: datetime) -> None:
    """Open the unit and do what it asks for."""
    open_unit(session, enrolment_id=enrolment.id, unit_id=unit.unit_id, unit_edition_id=unit.id, now=at)
    if unit.case_edition_id:
        work_case(session, person, session.get_one(CaseEdition, unit.case_edition_id), at)
    elif unit.exam_edition_id:
        _sit(session, person, session.get_one(ExamEdition, unit.exam_edition_id), at)
    elif unit.kind == UnitKind.LESSON:
        done = at + timedelta(minutes=20)
        complete_unit(session, enrolment, unit_id=unit.unit_id, unit_edition_id=unit.id, now=done)


def _sit(session: Session, person: Person, edition: ExamEdition, at: datetime) -> None:
    attempt = start_attempt(session, edition, person_id=person.id, language=person.language, now=at)
    _answer(session, attempt, at)
    submit(session, attempt, person_id=person.id, now=at + timedelta(minutes=25))


def work_case(session: Session, person: Person, edition: CaseEdition, at: datetime, *, written: int = 0) -> Attempt:
    """Walk through a case to the court.

    :param written: how much of the model answer stands in the written position, in percent; 0: nothing is written
    """
    attempt = start_attempt(session, edition, person_id=person.id, language=person.language, now=at)
    for turn in range(1, edition.stage_count + 1):
        if attempt.state != AttemptState.OPEN:
            break
        stage, then = attempt.stage_no, at + timedelta(minutes=6 * turn)
        _answer(session, attempt, then, stage, written)
        lock_stage(session, attempt, edition, stage, person_id=person.id, now=then + timedelta(minutes=5))
    return attempt


def _answer(session: Session, attempt: Attempt, at: datetime, stage: int = 1, written: int = 0) -> None:
    """Answer what has a short right answer; in cases every twelfth is left out, and decisions are taken."""
    walk = walk_of(session, attempt)
    rows = session.execute(
        select(AttemptItem, ItemEdition.hash, ItemKey.content)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.stage_no == stage)
    )
    for row, hash_, content in rows:
        item = walk.on_the_way(item_of(hash_, content)) if walk else item_of(hash_, content)
        value = right_answer(item, attempt.seed) or part_of_model(item, attempt.language, written)
        may_be_left = attempt.case_id and item.type != "essay" and not item.irrevocable
        if value is None or (may_be_left and number(f"{attempt.person_id} {item.id}", 12) == 0):
            continue
        place = Place(
            attempt.id, attempt.ref, row.id, row.position, attempt.state, attempt.deadline_at, attempt.submitted_at,
            attempt.stage_no, row.stage_no, attempt.tab_id, item,
        )  # fmt: skip
        save_answer(
            session, place, Sent(1, secrets.token_hex(16), value), now=at + timedelta(seconds=20 * row.position)
        )
        if isinstance(item, Decision):
            then = at + timedelta(seconds=20 * row.position + 5)
            take_decision(session, attempt, row.id, item, str(value), person_id=attempt.person_id, now=then)


def right_answer(item: Any, seed: str) -> Any:
    """The right answer in the form in which a page sends it, or None for types that a person marks."""
    match item:
        case NumberItem():
            return str(worked(item, seed).key)
        case Multiple():
            return [option.id for option in item.options if option.is_right]
        case Matching():
            return item.right_of()
        case Ordering():
            return example_order(item)
        case NormPick():
            return {
                slot.id: max(slot.key, key=lambda norm: (slot.key[norm].right, slot.key[norm].points or 0))
                for slot in item.slots
            }
    return _simple(item)


def part_of_model(item: Any, lang: str, percent: int) -> dict[str, str] | None:
    """The beginning of the model answer, field by field, as whole sentences; None for all but written answers."""
    if item.type != "essay" or not percent:
        return None
    texts = {field.id: item.model_answer[field.id].get(lang) for field in item.fields}
    return {name: cut for name, text in texts.items() if (cut := _cut(text, percent))}


def _cut(text: str, percent: int) -> str:
    """As many sentences from the beginning as lie within the share; at least one."""
    ends = [found.end() for found in SENTENCE.finditer(text)] or [len(text)]
    return text[: max([end for end in ends if end <= len(text) * percent // 100], default=ends[0])]


def _simple(item: Any) -> Any:
    match item.type:
        case "single":
            return next((option.id for option in item.options if option.is_right), None)
        case "decision":
            return max(item.options, key=lambda act: act.points or act.bonus or 0).id
        case "evidence_board":
            sides = ("relevance", "reliability")
            return {
                card.id: {side: max(card.key.of(side), key=card.key.of(side).__getitem__) for side in sides}
                for card in item.cards
            }
        case "mark_defect":
            return item.defects()[: item.max_marks]
        case "date":
            return item.key.isoformat()
        case "cloze":
            return {gap: item.right_of(gap).id for gap in item.gaps}
    return None


def _decide(
    session: Session, person: Person, administrator: Person, story: Story, settings: Settings, now: datetime
) -> None:
    """What became of the certificate, if there is one."""
    held = session.scalar(select(Certificate).where(Certificate.person_id == person.id))
    if held is None:
        return
    if story.fate == "revoked":
        certificates.revoke(
            session, held, by_id=administrator.id, reason_class=Reason.ISSUED_IN_ERROR, now=now - timedelta(days=10),
            reason="Демонстрация отзыва",
        )  # fmt: skip
    elif story.fate == "superseded":
        person.patronymic = ""
        certificates.correct(
            session,
            held,
            by_id=administrator.id,
            reason="Демонстрация исправления имени",
            settings=settings,
            now=now - timedelta(days=5),
        )
