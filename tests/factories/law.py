"""Makes acts, norms, their editions and pins for tests; keywords override."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import search
from law.models import Act, Norm, NormEdition, Pin, PinHolder

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
_numbers = count(1)


def make_act(session: Session, **given: Any) -> Act:
    """The Labour Code, or another act by its `code`; the same code twice is one act."""
    code = given.get("code", "TK")
    known = session.scalar(select(Act).where(Act.code == code))
    if known is not None:
        return known
    values = {
        "code": code,
        "position": next(_numbers),
        "kind": "кодекс",
        "title_ru": "Трудовой кодекс Республики Казахстан",
        "title_kk": "Қазақстан Республикасының Еңбек Кодексі",
        "official": "https://adilet.zan.kz/rus/docs/K1500000414",
        "in_force": "true",
        "content": {},
    }
    act = Act(**(values | given))
    session.add(act)
    session.flush()
    return act


def make_norm(session: Session, slug: str = "tk-27", **given: Any) -> NormEdition:
    """A norm that was read, and findable; `act`, `article`, `point` go to the norm, the rest to its edition."""
    act = given.pop("act", None) or make_act(session)
    place = {"article": given.pop("article", "27"), "point": given.pop("point", "")}
    norm = Norm(slug=slug, act_id=act.id, position=given.pop("position", next(_numbers)), **place)
    session.add(norm)
    session.flush()
    edition = make_edition(session, norm, **given)
    body = f"{edition.gist_ru} {act.title_ru} {norm.article} {norm.point}".strip()
    search.put(session, "norm", slug, "ru", edition.title, body, f"/law/{slug}")
    session.flush()
    return edition


def make_edition(session: Session, norm: Norm, **given: Any) -> NormEdition:
    """Another edition of a norm, as a correction of the register makes it."""
    values = {
        "number": 1,
        "hash": f"hash-{next(_numbers)}",
        "title": "Признаки трудовых отношений",
        "gist_ru": "Достаточно одного признака из трёх.",
        "edition_on": date(2026, 7, 1),
        "official": "https://adilet.zan.kz/rus/docs/K1500000414",
        "checked": True,
        "changes": [],
        "topics": ["contract"],
        "second_reading_on": date(2026, 11, 22),
        "second_reading_source": "same-copy",
        "loaded_at": NOW,
    }
    edition = NormEdition(norm_id=norm.id, **(values | given))
    session.add(edition)
    session.flush()
    return edition


def make_pin(session: Session, edition: NormEdition, **given: Any) -> Pin:
    """A lesson rests on the edition; `holder_kind` makes it a case or an item."""
    number = next(_numbers)
    values = {
        "norm_edition_id": edition.id,
        "holder_kind": PinHolder.LESSON,
        "holder_id": number,
        "holder_slug": f"lesson-{number}",
        "title_ru": "Трудовой или гражданский договор",
        "title_kk": "Еңбек шарты ма, азаматтық шарт па",
        "address": f"/learn/hr-and-law/lesson-{number}",
    }
    pin = Pin(**(values | given))
    session.add(pin)
    session.flush()
    return pin
