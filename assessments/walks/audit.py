"""The steps of cases beside the event log: each event carries the digest of its step, so that a changed, moved or deleted
step is found.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.chains import Break
from assessments.models import Attempt, AttemptEvent
from assessments.walks.models import CaseStep
from core.hashing import digest


def step_digest(step: CaseStep) -> str:
    """The hash of everything that a step says."""
    return digest(
        {
            "attempt": step.attempt_id, "n": step.n, "kind": str(step.kind), "mode": str(step.mode), "stage": step.stage_no,
            "to": step.to_stage_no, "place": step.attempt_item_id, "item": step.item or "", "choice": step.choice or "",
            "told": step.told or {}, "flags": step.flags, "day": step.day.isoformat() if step.day else None, "at": step.at.isoformat(),
        }
    )  # fmt: skip


def step_breaks(session: Session) -> Iterator[Break]:
    """Every attempt whose steps are not those that its events tell of."""
    events = (
        select(AttemptEvent, Attempt.ref)
        .join(Attempt, Attempt.id == AttemptEvent.attempt_id)
        .where(Attempt.case_id.is_not(None))
        .order_by(AttemptEvent.attempt_id, AttemptEvent.n)
    )
    rows = session.execute(events).all()
    steps = session.scalars(select(CaseStep).order_by(CaseStep.attempt_id, CaseStep.n)).all()
    stored = {attempt: list(group) for attempt, group in groupby(steps, key=lambda step: step.attempt_id)}
    for attempt, group in groupby(rows, key=lambda row: row[0].attempt_id):
        found = list(group)
        yield from _of_attempt(found[0][1], [row[0] for row in found], stored.pop(attempt, []))
    for attempt, left in stored.items():
        ref = session.scalar(select(Attempt.ref).where(Attempt.id == attempt)) or ""
        yield Break(ref, "step", left[0].id, "steps without an event")


def _of_attempt(ref: str, events: Sequence[AttemptEvent], steps: Sequence[CaseStep]) -> Iterator[Break]:
    told = [event for event in events if event.payload.get("step")]
    for event, step in zip(told, steps, strict=False):
        if event.payload["step"] != step_digest(step):
            yield Break(ref, "step", step.id, f"step {step.n} was changed")
            return
    if len(told) > len(steps):
        yield Break(ref, "step", told[len(steps)].id, f"{len(told) - len(steps)} steps are gone")
    elif len(steps) > len(told):
        yield Break(ref, "step", steps[len(told)].id, f"step {steps[len(told)].n} has no event")
