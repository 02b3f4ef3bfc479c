"""Awards: made on stored evidence, once; a renewal is a new award that names the old one."""

import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt, Exam, Result
from competencies.models import Competency, Framework
from core import audit
from core.clock import local_day
from courses.models import Enrolment
from people.models import Person
from qualifications import rules
from qualifications.errors import EvidenceMissing
from qualifications.evidence import Proof, Step, passed_exams, required_steps, results_of
from qualifications.models import Award, AwardEvidence, EvidenceKind, QualificationRule
from qualifications.signals import award_made

log = logging.getLogger("tirek.qualifications")


@dataclass(frozen=True)
class Ground:
    """What an award rests on: the required steps, all completed, the passed exam, and the results of the cases."""

    steps: tuple[Step, ...]
    exam: Proof
    cases: tuple[Proof, ...]


def consider_award(session: Session, enrolment: Enrolment, module_slug: str, *, now: datetime) -> Award | None:
    """Award the qualification of a module if everything that its newest rule asks for is stored.

    Asked again, it returns the same award. A newer pass near or after the end of the old award makes a renewal.
    None when no rule covers the module.

    :raises EvidenceMissing: required units are not completed, or there is no passed attempt at the certifying exam
    """
    rule = rule_of(session, enrolment.programme_id, module_slug)
    if rule is None:
        return None
    session.scalar(select(Person.id).where(Person.id == enrolment.person_id).with_for_update())
    old = current_award(session, enrolment.person_id, rule.qualification_id)
    ground = ground_of(session, enrolment, rule)
    if old is not None and not _is_renewal(session, old, ground, now):
        return old
    return _make(session, enrolment, rule, ground, replaces=old, now=now)


def rule_of(session: Session, programme_id: int, module_slug: str) -> QualificationRule | None:
    """The newest edition of the rule that covers a module."""
    of_module = (QualificationRule.programme_id == programme_id, QualificationRule.module_slug == module_slug)
    newest_first = (QualificationRule.published_at.desc(), QualificationRule.number.desc())
    return session.scalar(select(QualificationRule).where(*of_module).order_by(*newest_first).limit(1))


def current_award(session: Session, person_id: int, qualification_id: int) -> Award | None:
    """The person's newest award of a qualification, whether it still holds or not."""
    own = (Award.person_id == person_id, QualificationRule.qualification_id == qualification_id)
    rule = QualificationRule.id == Award.rule_id
    return session.scalar(select(Award).join(QualificationRule, rule).where(*own).order_by(Award.id.desc()).limit(1))


def ground_of(session: Session, enrolment: Enrolment, rule: QualificationRule) -> Ground:
    """What is stored, complete.

    :raises EvidenceMissing: something is not
    """
    steps = required_steps(session, enrolment, rule.module_slug)
    exam_slug = rule.content["requires"]["exam"]
    passed = passed_exams(session, enrolment.person_id, exam_slug)
    missing = [step.slug for step in steps if step.progress_id is None]
    if missing or not steps or not passed:
        raise EvidenceMissing(units=missing, exam="" if passed else exam_slug)
    cases = [step.attempt_id for step in steps if step.kind == "case" and step.attempt_id is not None]
    return Ground(tuple(steps), passed[0], tuple(results_of(session, cases)))


def _is_renewal(session: Session, old: Award, ground: Ground, now: datetime) -> bool:
    """Whether the newest pass is not the one under the old award, and the old one is due."""
    under = session.scalars(select(AwardEvidence.result_id).where(AwardEvidence.award_id == old.id))
    newer = ground.exam.submitted_at is not None and ground.exam.submitted_at > old.made_at
    return newer and ground.exam.id not in set(under) and rules.may_renew(old.valid_until, local_day(now))


def _make(
    session: Session, enrolment: Enrolment, rule: QualificationRule, ground: Ground, *, replaces: Award | None, now: datetime
) -> Award:  # fmt: skip
    today = local_day(now)
    award = Award(
        ref=secrets.token_hex(16), person_id=enrolment.person_id, rule_id=rule.id,
        programme_edition_id=enrolment.programme_edition_id, made_at=now, valid_from=today,
        valid_until=rules.last_day(today, rule.validity_months), replaces_id=replaces.id if replaces else None,
        competencies=_competencies(session, rule, ground),
    )  # fmt: skip
    session.add(award)
    session.flush()
    session.add_all(_evidence(award, ground))
    session.flush()
    audit.record(session, "award.made", now=now, thing=f"award:{award.id}", rule=rule.id, renewal=replaces is not None)
    award_made.send(session, award=award, now=now)
    return award


def _evidence(award: Award, ground: Ground) -> Iterable[AwardEvidence]:
    for proof in (ground.exam, *ground.cases):
        yield AwardEvidence(award_id=award.id, kind=EvidenceKind.RESULT, result_id=proof.id)
    for step in ground.steps:
        yield AwardEvidence(award_id=award.id, kind=EvidenceKind.UNIT, unit_progress_id=step.progress_id)


def _competencies(session: Session, rule: QualificationRule, ground: Ground) -> list[dict[str, Any]]:
    """The confirmed competencies with the level shown and the results it rests on."""
    proofs = (ground.exam, *ground.cases)
    tallies = rules.tallies(proof.by_competency for proof in proofs)
    titles = _titles(session)
    confirmed = []
    for asked in rule.content["competencies"]:
        code, tally = asked["id"], tallies.get(asked["id"])
        level = rules.level_shown(asked["level"], tally) if tally else 0
        if tally and level:
            why = [
                {"result": proof.id, **_parts(proof.by_competency[code])}
                for proof in proofs
                if code in proof.by_competency
            ]
            confirmed.append(
                {"code": code, "title": titles.get(code, {"ru": code}), "level": level, "asked": asked["level"],
                 "points": str(tally.points), "max": str(tally.most), "why": why}
            )  # fmt: skip
    return confirmed


def _parts(of_result: Mapping[str, Any]) -> dict[str, str]:
    return {"points": str(of_result["points"]), "max": str(of_result["max"])}


def _titles(session: Session) -> dict[str, dict[str, str]]:
    """Competency code → titles in the newest framework."""
    newest = select(Framework.id).order_by(Framework.number.desc()).limit(1).scalar_subquery()
    rows = session.execute(
        select(Competency.code, Competency.title_ru, Competency.title_kk, Competency.content).where(
            Competency.framework_id == newest
        )
    )
    return {row.code: {"ru": row.title_ru, "kk": row.title_kk, "en": row.content.get("title_en", "")} for row in rows}


def on_module_completed(session: Session, *, enrolment: Enrolment, module_slug: str, now: datetime) -> None:
    """Receiver of `module_completed`: what is missing refuses the award, never the learner's own step."""
    try:
        consider_award(session, enrolment, module_slug, now=now)
    except EvidenceMissing as missing:
        log.info("no award for enrolment %s: %s", enrolment.id, missing.facts)


def on_attempt_marked(session: Session, *, attempt: Attempt, result: Result, now: datetime) -> None:
    """Receiver of `attempt_marked`: a newly passed certifying exam may renew an award that is due."""
    if not result.passed or attempt.exam_id is None:
        return
    slug = session.scalar(select(Exam.slug).where(Exam.id == attempt.exam_id))
    own = (Enrolment.person_id == attempt.person_id, Enrolment.left_at.is_(None))
    for enrolment, rule in session.execute(
        select(Enrolment, QualificationRule).join(QualificationRule, QualificationRule.programme_id == Enrolment.programme_id).where(*own)
    ):  # fmt: skip
        held = current_award(session, attempt.person_id, rule.qualification_id)
        if held and rule.content["requires"]["exam"] == slug and rules.may_renew(held.valid_until, local_day(now)):
            on_module_completed(session, enrolment=enrolment, module_slug=rule.module_slug, now=now)
