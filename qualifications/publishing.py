"""The rule of a qualification in the database, in editions: what must be stored before an award may be made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.content.canonical import content_hash
from core.editions import Newest, newest_editions
from courses.models import ProgrammeEdition
from qualifications.models import Qualification, QualificationRule


def publish_rules(
    session: Session, *, edition: ProgrammeEdition, slug: str, content: Mapping[str, Any], now: datetime
) -> None:
    """Keep the rule of every qualification that the programme's file names, as a new edition where it changed.

    Receiver of `courses.signals.programme_published`.

    :param content: `programme.yaml` as JSON
    """
    newest = newest_editions(session, Qualification.slug, QualificationRule.qualification_id)
    for entry in content.get("qualifications", ()):
        known = newest.get(entry["id"])
        hash_ = content_hash([edition.programme_id, entry])
        if known is None or known.hash != hash_:
            _rule(session, edition, entry, hash_, known, now)


def _rule(
    session: Session,
    edition: ProgrammeEdition,
    entry: Mapping[str, Any],
    hash_: str,
    known: Newest | None,
    now: datetime,
) -> None:
    certificate, title = entry["certificate"], entry["title"]
    session.add(
        QualificationRule(
            qualification_id=known.thing_id if known else _qualification(session, entry["id"]),
            number=known.number + 1 if known else 1,
            hash=hash_,
            title_ru=title["ru"],
            title_kk=title["kk"],
            title_en=title.get("en", ""),
            programme_id=edition.programme_id,
            module_slug=f"week-{min(entry['requires']['weeks'])}",
            hours=certificate["hours"],
            validity_months=certificate["validity_months"],
            content=dict(entry),
            published_at=now,
        )
    )
    session.flush()


def _qualification(session: Session, slug: str) -> int:
    qualification = session.scalar(select(Qualification).where(Qualification.slug == slug))
    if qualification is None:
        qualification = Qualification(slug=slug)
        session.add(qualification)
        session.flush()
    return qualification.id
