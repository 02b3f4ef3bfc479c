"""The register and the calendar in the database: a changed norm is a new edition, an unchanged one is left alone."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import search
from core.content.canonical import content_hash, json_safe
from core.editions import Newest, newest_editions
from law.calendar import WorkingCalendar
from law.calendar_store import calendar_content
from law.models import Act, CalendarEdition, Norm, NormEdition
from law.register import Register, RegisteredAct, RegisteredNorm
from law.rules import Place, label


def publish_register(session: Session, register: Register, *, now: datetime) -> int:
    """Bring acts and norms up to date and return the number of new norm editions."""
    acts = _acts(session, register)
    newest = newest_editions(session, Norm.slug, NormEdition.norm_id)
    changed = 0
    for position, norm in enumerate(register.norms.values(), start=1):
        known = newest.get(norm.id)
        if known is None or known.hash != content_hash(norm.dump()):
            act = register.acts[norm.act]
            _norm(session, norm, act, acts[norm.act], position, known, now)
            changed += 1
    _positions(session, register)
    return changed


def _acts(session: Session, register: Register) -> dict[str, int]:
    """Code of every act → its id; what the register says of an act is kept as it stands there now."""
    known = {act.code: act for act in session.scalars(select(Act))}
    for position, entry in enumerate(register.acts.values(), start=1):
        content = json_safe(entry.dump())
        act = known.get(entry.code)
        if act is not None and (act.content, act.position) == (content, position):
            continue
        if act is None:
            act = known[entry.code] = Act(code=entry.code)
            session.add(act)
        act.position, act.kind, act.content, act.official = position, entry.kind, content, entry.official
        act.title_ru, act.title_kk, act.title_en = entry.title_ru, entry.title_kk, entry.title_en
        act.in_force = _in_force(entry)
    session.flush()
    return {code: act.id for code, act in known.items()}


def _in_force(entry: RegisteredAct) -> str:
    return entry.in_force if isinstance(entry.in_force, str) else str(entry.in_force).lower()


def _norm(
    session: Session,
    entry: RegisteredNorm,
    act: RegisteredAct,
    act_id: int,
    position: int,
    known: Newest | None,
    now: datetime,
) -> None:
    norm_id, number = (known.thing_id, known.number + 1) if known else (_new_norm(session, entry, act_id, position), 1)
    session.add(
        NormEdition(
            norm_id=norm_id,
            number=number,
            hash=content_hash(entry.dump()),
            title=entry.title,
            gist_ru=entry.gist,
            gist_kk=entry.gist_kk,
            edition_on=_day(entry.edition),
            official=entry.official or act.official,
            source=entry.source,
            checked=entry.checked,
            note=entry.note,
            changes=json_safe([change.dump() for change in entry.changed]),
            topics=list(entry.topics),
            second_reading_on=_day(entry.second_reading),
            second_reading_source=entry.second_reading_source,
            loaded_at=now,
        )
    )
    _findable(session, entry, act)


def _new_norm(session: Session, entry: RegisteredNorm, act_id: int, position: int) -> int:
    norm = Norm(slug=entry.id, act_id=act_id, position=position, article=entry.article, point=entry.point)
    session.add(norm)
    session.flush()
    return norm.id


def _day(text: str) -> date | None:
    """A full day; a bare year stays in the words of the note, where the register explains it."""
    return date.fromisoformat(text) if len(text) == len("2026-07-01") else None


def _findable(session: Session, entry: RegisteredNorm, act: RegisteredAct) -> None:
    """Put the norm into the search in each language that tells its gist; what is found begins with the citation."""
    for lang, gist, title in (("ru", entry.gist, act.title_ru), ("kk", entry.gist_kk, act.title_kk)):
        if gist:
            cited = label(Place(act.code, entry.article, entry.point, title), lang)
            search.put(session, "norm", entry.id, lang, entry.title, f"{cited}. {gist} ({title})", f"/law/{entry.id}")


def _positions(session: Session, register: Register) -> None:
    """Keep each norm in the place, and under the article and point, that the register gives it now."""
    norms = {norm.slug: norm for norm in session.scalars(select(Norm))}
    for position, entry in enumerate(register.norms.values(), start=1):
        norm = norms[entry.id]
        if (norm.position, norm.article, norm.point) != (position, entry.article, entry.point):
            norm.position, norm.article, norm.point = position, entry.article, entry.point


def publish_calendar(session: Session, calendar: WorkingCalendar, *, now: datetime) -> bool:
    """Keep the working calendar as a new edition if it differs from the newest; says whether it does."""
    content = calendar_content(calendar)
    hash_ = content_hash(content)
    newest = session.scalar(select(CalendarEdition.hash).order_by(CalendarEdition.id.desc()).limit(1))
    if newest == hash_:
        return False
    session.add(CalendarEdition(hash=hash_, content=content, loaded_at=now))
    return True
