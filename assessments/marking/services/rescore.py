"""Applying a changed key or rubric that was looked at in a dry run: new marks, new versions of results, one reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.chains import append_event
from assessments.marking.errors import PreviewStale
from assessments.marking.models import Rescoring
from assessments.marking.queries.rescoring import Preview
from assessments.services.mark import make_result_again
from core import audit


def rescore(
    session: Session, seen: Preview, *, seal: str, reason: str, by_id: int, federation_id: int | None, now: datetime
) -> Rescoring:
    """Give every attempt of the list its new mark and the next version of its result.

    :param seal: of the list that the person looked at
    :raises PreviewStale: the list is another one now
    """
    if seal != seen.seal:
        raise PreviewStale
    done = Rescoring(
        from_edition_id=seen.old.id, to_edition_id=seen.new.id, federation_id=federation_id, by_id=by_id, reason=reason,
        moved=len(seen.moves), passed_now=seen.count("up"), failed_now=seen.count("down"), at=now,
    )  # fmt: skip
    session.add(done)
    session.flush()
    for move in seen.moves:
        session.add(move.mark)
        append_event(
            session, move.attempt, "rescored", now=now, actor_id=by_id, rescoring=done.id, edition=seen.new.number
        )
        make_result_again(session, move.attempt, reason=reason, actor_id=by_id, now=now)
    audit.record(
        session, "results.rescored", now=now, actor_id=by_id, thing=f"rescoring:{done.id}", scope_id=federation_id,
        moved=done.moved,
    )  # fmt: skip
    return done
