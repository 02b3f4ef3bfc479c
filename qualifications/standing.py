"""Where somebody stands with the qualification for which they have just passed the exam."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.models import Attempt, Exam
from assessments.queries.texts import Words, words
from assessments.standing import Stage, Standing, Unit
from courses.models import Enrolment, Programme
from qualifications import rules
from qualifications.evidence import required_steps, results_of
from qualifications.models import Award, QualificationRule
from qualifications.papers import Paper, papers_of
from qualifications.services import current_award, rule_of


def standing_of(session: Session, attempt: Attempt, lang: str, now: datetime) -> Standing | None:
    """The qualification of the person's programme that asks for this exam, and what is still missing; None without one."""
    found = _rule_for(session, attempt)
    if found is None:
        return None
    enrolment, rule = found
    award, title = current_award(session, attempt.person_id, rule.qualification_id), _title(rule, lang)
    if award is None:
        missing, levels = _missing(session, enrolment, rule, lang), _shown_by(session, attempt, rule)
        return Standing(title, Stage.MISSING if missing else Stage.AWARDED, levels, False, missing)
    paper = next(iter(papers_of(session, attempt.person_id, now).get(award.id, ())), Paper("waiting"))
    return Standing(title, _stage(paper), _confirmed(award, rule), confirmed=True, number=paper.number, code=paper.code)


def _rule_for(session: Session, attempt: Attempt) -> tuple[Enrolment, QualificationRule] | None:
    """The enrolment and the newest rule of a module whose certifying exam this is."""
    slug = session.scalar(select(Exam.slug).where(Exam.id == attempt.exam_id))
    own = (Enrolment.person_id == attempt.person_id, Enrolment.left_at.is_(None))
    modules = session.execute(
        select(Enrolment, QualificationRule.module_slug)
        .join(QualificationRule, QualificationRule.programme_id == Enrolment.programme_id)
        .where(*own)
        .distinct()
        .order_by(Enrolment.id.desc(), QualificationRule.module_slug)
    ).all()
    for enrolment, module in modules:
        rule = rule_of(session, enrolment.programme_id, module)
        if rule is not None and rule.content["requires"]["exam"] == slug:
            return enrolment, rule
    return None


def _title(rule: QualificationRule, lang: str) -> Words:
    return Words(rule.title_en, "en") if lang == "en" and rule.title_en else words(rule.title_ru, rule.title_kk, lang)


def _missing(session: Session, enrolment: Enrolment, rule: QualificationRule, lang: str) -> list[Unit]:
    programme = session.scalar(select(Programme.slug).where(Programme.id == enrolment.programme_id))
    return [
        Unit(words(step.title_ru, step.title_kk, lang), f"/learn/{programme}/{step.slug}")
        for step in required_steps(session, enrolment, rule.module_slug)
        if step.progress_id is None
    ]


def _shown_by(session: Session, attempt: Attempt, rule: QualificationRule) -> Mapping[str, int]:
    """The levels that the points of this exam alone show."""
    tallies = rules.tallies(proof.by_competency for proof in results_of(session, [attempt.id]))
    asked = {each["id"]: each["level"] for each in rule.content["competencies"]}
    return {code: rules.level_shown(level, tallies[code]) for code, level in asked.items() if code in tallies}


def _confirmed(award: Award, rule: QualificationRule) -> Mapping[str, int]:
    levels = {each["code"]: each["level"] for each in award.competencies}
    return {each["id"]: levels.get(each["id"], 0) for each in rule.content["competencies"]}


def _stage(paper: Paper) -> Stage:
    known = {"waiting": Stage.AWARDED, "refused": Stage.REFUSED, "valid": Stage.READY if paper.ready else Stage.MAKING}
    return known.get(paper.state, Stage.ENDED)
