"""Stages of a case lock behind and open where the way leads; after the last one the court speaks."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.errors import AttemptClosed, StageNotOpen
from assessments.models import Attempt, AttemptState, CaseEdition
from assessments.services.finish import submit
from assessments.walks.steps import add_closed, next_stage


def lock_stage(
    session: Session, attempt: Attempt, edition: CaseEdition, stage_no: int, *, person_id: int, now: datetime
) -> bool:
    """Close a stage for good and open the one that the way leads to; at its end the case is submitted and marked.

    Locking a stage that is locked already changes nothing.

    :return: whether the court has spoken
    :raises StageNotOpen: an earlier stage waits, or the way has passed this one by
    :raises DecisionNeeded: a decision of the stage is not taken
    """
    if stage_no < attempt.stage_no:
        return attempt.state != AttemptState.OPEN
    if attempt.state != AttemptState.OPEN:
        raise AttemptClosed
    if stage_no > attempt.stage_no:
        raise StageNotOpen(stage=stage_no, open_stage=attempt.stage_no)
    walk, after = next_stage(session, attempt)
    moved = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.stage_no == stage_no, Attempt.state == AttemptState.OPEN)
        .values(stage_no=walk.plan.number(after.stage))
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(attempt)
    if moved:
        step = add_closed(session, attempt, walk, after, stage_no, now=now)
        append_event(
            session,
            attempt,
            "stage_locked",
            now=now,
            actor_id=person_id,
            stage=stage_no,
            next=attempt.stage_no,
            step=step,
        )
        if attempt.stage_no > edition.stage_count:
            submit(session, attempt, person_id=person_id, now=now)
    return attempt.state != AttemptState.OPEN
