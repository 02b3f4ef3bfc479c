"""The audit log shows its first break."""

from sqlalchemy.orm import Session

from core import audit, clock
from core.hashing import ZERO
from core.models import AuditEvent


def test_a_whole_log_has_no_break(session: Session):
    for n in range(3):
        audit.record(session, "test", now=clock.now(), n=n)
    assert list(audit.breaks(session)) == []


def test_a_forged_event_is_found(session: Session):
    audit.record(session, "test", now=clock.now())
    session.add(AuditEvent(at=clock.now(), action="forged", details={}, prev_hash=ZERO, hash="f" * 64))
    session.flush()
    assert len(list(audit.breaks(session))) == 1
