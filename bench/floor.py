"""The floor: the same kinds of page from the same rows with nothing but Flask, SQLAlchemy, Jinja and a signed cookie; no caching.

Each page is padded with plain text to the size of ours (`BENCH_PAD`, JSON of page → bytes), so that both send the same amount.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, abort, g, jsonify, render_template, request, session
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.models import Answer, Attempt, AttemptItem, ItemEdition
from core.db import make_engine
from courses.models import (
    Enrolment,
    Module,
    ModuleEdition,
    ModuleEditionUnit,
    Programme,
    ProgrammeEdition,
    ProgrammeEditionModule,
    ReadingPlace,
    Unit,
    UnitEdition,
    UnitNote,
    UnitProgress,
    UnitText,
)
from law.models import Act, Norm, NormEdition
from people.models import Person

PAD: dict[str, int] = json.loads(os.environ.get("BENCH_PAD", "{}"))
WORDS = "слова страницы, которые стоят вокруг её содержания: меню, подписи, подвал и подсказки. "


def create_floor() -> Flask:
    """The floor application on the database that TIREK_DATABASE_URL names."""
    app = Flask(__name__, template_folder="floor_templates", static_folder=None)
    app.secret_key = os.environ["TIREK_SECRET_KEY"]
    engine = make_engine(os.environ["TIREK_DATABASE_URL"])
    readers = engine.execution_options(read_only=True)

    @app.before_request
    def begin() -> None:
        g.db = Session(engine if request.method == "PUT" else readers)

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        g.db.close()

    app.add_url_rule("/healthz", "healthz", lambda: "ok")
    app.add_url_rule("/enter/<int:person_id>", "enter", enter)
    app.add_url_rule("/learn", "learn", learn)
    app.add_url_rule("/programme/<slug>", "programme", programme)
    app.add_url_rule("/lesson/<slug>", "lesson", lesson)
    app.add_url_rule("/exam/<ref>/<int:position>", "exam", exam)
    app.add_url_rule("/exam/<ref>/<int:position>", "save", save, methods=["PUT"])
    return app


def enter(person_id: int) -> str:
    """Put a person into the signed cookie."""
    session["person"] = person_id
    return "ok"


def person() -> Person:
    """The person of the signed cookie."""
    found = g.db.get(Person, session.get("person", 0))
    if found is None:
        abort(401)
    return found


def page(name: str, pad: str = "", **values: Any) -> str:
    """A page padded to the size of ours."""
    return render_template(f"{name}.html", person=person(), padding=padding(pad or name), **values)


def padding(name: str) -> str:
    """Plain text of the missing size."""
    size = max(0, PAD.get(name, 0))
    return (WORDS * (size // len(WORDS.encode()) + 1)).encode()[:size].decode(errors="ignore")


def outline(edition_id: int) -> list[Any]:
    """Modules and units of a programme edition, in order."""
    rows = (
        select(ModuleEdition, Module.slug, UnitEdition, Unit.slug)
        .join(ProgrammeEditionModule, ProgrammeEditionModule.module_edition_id == ModuleEdition.id)
        .join(Module, Module.id == ModuleEdition.module_id)
        .outerjoin(ModuleEditionUnit, ModuleEditionUnit.module_edition_id == ModuleEdition.id)
        .outerjoin(UnitEdition, UnitEdition.id == ModuleEditionUnit.unit_edition_id)
        .outerjoin(Unit, Unit.id == UnitEdition.unit_id)
        .where(ProgrammeEditionModule.programme_edition_id == edition_id)
        .order_by(ProgrammeEditionModule.position, ModuleEditionUnit.position)
    )
    return list(g.db.execute(rows).all())


def enrolled() -> tuple[Enrolment, ProgrammeEdition]:
    """The person's enrolment with its edition."""
    wanted = (
        select(Enrolment, ProgrammeEdition)
        .join(ProgrammeEdition, ProgrammeEdition.id == Enrolment.programme_edition_id)
        .where(Enrolment.person_id == session["person"], Enrolment.left_at.is_(None))
    )
    found = g.db.execute(wanted).first()
    if found is None:
        abort(404)
    return found[0], found[1]


def progress(enrolment_id: int) -> dict[int, str]:
    """Unit → opened or completed."""
    rows = g.db.execute(
        select(UnitProgress.unit_id, UnitProgress.type).where(UnitProgress.enrolment_id == enrolment_id)
    )
    return {row.unit_id: row.type for row in rows}


def learn() -> str:
    """What now."""
    enrolment, edition = enrolled()
    return page("learn", edition=edition, rows=outline(edition.id), done=progress(enrolment.id))


def programme(slug: str) -> str:
    """The outline of a programme."""
    enrolment, _ = enrolled()
    newest = ProgrammeEdition.number.desc()
    of_slug = (
        select(ProgrammeEdition)
        .join(Programme, Programme.id == ProgrammeEdition.programme_id)
        .where(Programme.slug == slug)
    )
    wanted = of_slug.order_by(newest).limit(1)
    edition = g.db.scalars(wanted).one()
    return page("programme", edition=edition, rows=outline(edition.id), done=progress(enrolment.id))


def lesson(slug: str) -> str:
    """A lesson with its norm panels."""
    _, edition = enrolled()
    rows = outline(edition.id)
    unit = next(row for row in rows if row[3] == slug)[2]
    body = g.db.scalars(select(UnitText).where(UnitText.unit_edition_id == unit.id, UnitText.lang == "ru")).one()
    norms = g.db.execute(
        select(NormEdition, Norm, Act)
        .join(Norm, Norm.id == NormEdition.norm_id)
        .join(Act, Act.id == Norm.act_id)
        .where(Norm.slug.in_(body.norms))
    ).all()
    mine = (ReadingPlace.person_id == session["person"], ReadingPlace.unit_id == unit.unit_id)
    note = g.db.scalar(
        select(UnitNote).where(UnitNote.person_id == session["person"], UnitNote.unit_id == unit.unit_id)
    )
    parts = [Markup(part["html"]) for part in body.segments if part.get("kind") == "html"]  # noqa: S704 - sanitised when published
    place = g.db.scalar(select(ReadingPlace).where(*mine))
    return page("lesson", unit=unit, parts=parts, norms=norms, note=note, place=place, toc=body.toc)


def exam(ref: str, position: int) -> str:
    """One question of an open exam."""
    attempt = g.db.scalars(select(Attempt).where(Attempt.ref == ref, Attempt.person_id == session["person"])).one()
    items = g.db.execute(
        select(AttemptItem.position, func.max(Answer.seq))
        .outerjoin(Answer, Answer.attempt_item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id == attempt.id)
        .group_by(AttemptItem.position)
        .order_by(AttemptItem.position)
    ).all()
    item = g.db.scalars(
        select(ItemEdition)
        .join(AttemptItem, AttemptItem.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == position)
    ).one()
    answer = g.db.scalar(
        select(Answer)
        .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == position)
        .order_by(Answer.seq.desc())
        .limit(1)
    )
    view = item.public.get("ru") or item.public
    shown = {"attempt": attempt, "items": items, "item": item, "view": view, "answer": answer, "position": position}
    return page("exam", f"exam {position}", **shown)


def save(ref: str, position: int) -> Any:
    """Store an answer as a new row and answer after the commit."""
    sent = request.get_json()
    found = g.db.execute(
        select(AttemptItem.id, Attempt.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(
            Attempt.ref == ref,
            Attempt.person_id == session["person"],
            Attempt.state == "open",
            AttemptItem.position == position,
        )
    ).first()
    if found is None:
        abort(404)
    now = datetime.now(UTC)
    row = Answer(
        attempt_item_id=found[0], attempt_id=found[1], seq=sent["seq"], key=sent["key"], value=sent["value"], received_at=now,
        prev_hash="", hash="", late=False, tab_id="",
    )  # fmt: skip
    g.db.add(row)
    g.db.commit()
    return jsonify({"seq": sent["seq"], "stored_at": now.isoformat()})
