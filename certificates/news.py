"""What this package does on news from below (docs/wires.md)."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from certificates.errors import NameNotPrintable
from certificates.services import issue
from core import audit
from core.settings import Settings
from qualifications.models import Award


def on_award_made(session: Session, *, award: Award, now: datetime) -> None:
    """Receiver of `award_made`: a name that cannot be printed holds up the paper, never the award."""
    settings: Settings = current_app.extensions["settings"]
    try:
        issue(session, award, settings=settings, now=now)
    except NameNotPrintable as refused:
        audit.record(
            session,
            "certificate.refused",
            now=now,
            thing=f"award:{award.id}",
            result="refused",
            signs=refused.facts["signs"],
        )
