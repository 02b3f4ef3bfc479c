"""The framework of the profession in the database, in editions."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from competencies.framework import CompetencyEntry, FrameworkFile, Group
from competencies.models import Competency, Framework, Office, OfficeProfile
from core.content.canonical import content_hash, json_safe


def publish_framework(session: Session, file: FrameworkFile, *, now: datetime) -> bool:
    """Keep the framework as a new edition if it differs from the newest; says whether it does."""
    hash_ = content_hash(file.dump())
    newest = session.execute(select(Framework.number, Framework.hash).order_by(Framework.number.desc())).first()
    if newest is not None and newest.hash == hash_:
        return False
    levels = {str(number): sentence for number, sentence in file.meta.levels.items()}
    framework = Framework(number=newest.number + 1 if newest else 1, version=file.meta.version, hash=hash_)
    framework.levels, framework.loaded_at = levels, now
    session.add(framework)
    session.flush()
    offices = _offices(session, framework.id, file)
    position = 0
    for group in file.groups:
        for entry in group.competencies:
            position += 1
            _competency(session, framework.id, group, entry, position, offices)
    return True


def _offices(session: Session, framework_id: int, file: FrameworkFile) -> dict[str, int]:
    offices = {
        entry.id: Office(framework_id=framework_id, code=entry.id, title_ru=entry.title, title_kk=entry.title_kk)
        for entry in file.positions
    }
    session.add_all(offices.values())
    session.flush()
    return {code: office.id for code, office in offices.items()}


def _competency(
    session: Session, framework_id: int, group: Group, entry: CompetencyEntry, position: int, offices: dict[str, int]
) -> None:
    content = json_safe(entry.dump()) | {
        "group": {"ru": group.title, "kk": group.title_kk, "en": group.title_en},
    }
    competency = Competency(
        framework_id=framework_id,
        code=entry.id,
        group_code=group.id,
        position=position,
        title_ru=entry.title,
        title_kk=entry.title_kk,
        content=content,
    )
    session.add(competency)
    session.flush()
    session.add_all(
        OfficeProfile(office_id=offices[code], competency_id=competency.id, level=level)
        for code, level in entry.target_levels.items()
    )
