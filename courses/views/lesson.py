"""A unit: the lesson reader with its checks, note and place, or the page before a case, a check or an exam."""

import re
from collections.abc import Mapping
from decimal import Decimal
from math import ceil

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from access.guard import Ctx, needs
from access.permissions import Permission
from core.errors import BadRequest, NotFound, SignInNeeded
from core.fields import takes
from courses import checks, services
from courses.access import Place, load_own_place, load_place
from courses.forms import NOTE_LIMIT, NoteForm, PlaceForm
from courses.models import Enrolment, UnitKind
from courses.queries.catalogue import said
from courses.queries.lesson import Own, lesson, own
from courses.queries.sittings import made, sitting
from courses.rules import neighbours
from courses.views import bp
from law.models import PinHolder
from law.queries import pinned_panels

CHECK = re.compile(r"[A-Za-z0-9._-]+-(value|reason)(-[A-Za-z0-9._:-]+)?")
"""A field of a check-yourself question; which of them, its item knows."""


@bp.get("/learn/<programme>/<unit>")
@needs(Permission.UNIT_READ, on=load_place)
def unit(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """The unit, for those who take the programme; the first lesson for anybody."""
    away = _away(ctx, place)
    if away is not None:
        return away
    return _lesson_page(ctx, place) if place.step.kind == UnitKind.LESSON else _sitting_page(ctx, place)


def _away(ctx: Ctx, place: Place) -> ResponseReturnValue | None:
    """Where somebody is led who may not read this unit: to the sign-in, or to the programme to enrol."""
    if place.is_open or place.entry.enrolment_id is not None:
        return None
    if ctx.actor is None:
        raise SignInNeeded
    flash(_("Чтобы открыть занятие, запишитесь на программу."), "info")
    return redirect(url_for(".programme", programme=place.entry.slug))


def _lesson_page(
    ctx: Ctx, place: Place, answered: Mapping[str, checks.Answered] | None = None, note: NoteForm | None = None
) -> str:
    step = place.step
    previous, following = neighbours(place.steps, step.slug)
    mine = own(ctx.session, step.unit_id, ctx.actor.person_id) if ctx.actor else Own()
    return render_template(
        "courses/lesson.html", place=place, step=step, lesson=lesson(ctx.session, step.unit_edition_id, ctx.lang),
        panels=pinned_panels(ctx.session, PinHolder.LESSON, step.unit_edition_id, ctx.lang), own=mine,
        answered=answered or {}, note=note, note_limit=NOTE_LIMIT, previous=previous, next=following,
        week=[each for each in place.steps if each.week == step.week], base=url_for(".unit", programme=place.entry.slug, unit=step.slug),
    )  # fmt: skip


@bp.get("/learn/<programme>/<unit>/norms")
@needs(Permission.UNIT_READ, on=load_place)
def norms(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """The panels of the lesson's norms, in the editions it was written on."""
    away = _away(ctx, place)
    if away is not None:
        return away
    if place.step.kind != UnitKind.LESSON:
        raise NotFound
    return render_template(
        "courses/norms.html", step=place.step, base=url_for(".unit", programme=place.entry.slug, unit=place.step.slug),
        panels=pinned_panels(ctx.session, PinHolder.LESSON, place.step.unit_edition_id, ctx.lang),
    )  # fmt: skip


def _sitting_page(ctx: Ctx, place: Place) -> str:
    step = place.step
    about = sitting(ctx.session, step.unit_edition_id, step.kind)
    previous, following = neighbours(place.steps, step.slug)
    wait = about.content.get("wait_hours")
    return render_template(
        "courses/sitting.html", place=place, step=step, about=about, said=lambda words: said(words, ctx.lang),
        made=made(ctx.session, ctx.me.person_id, step.kind, about.thing_id), previous=previous, next=following,
        week=[each for each in place.steps if each.week == step.week], wait=ceil(Decimal(wait)) if wait else 0,
    )  # fmt: skip


@bp.post("/learn/<programme>/<unit>/checks/<check>")
@takes(CHECK)
@needs(Permission.UNIT_READ, on=load_place)
def check(ctx: Ctx, place: Place, check: str) -> ResponseReturnValue:
    """Answer a check-yourself question: the same page, at that question, with what each option means."""
    away = _away(ctx, place)
    if away is not None:
        return away
    if place.step.kind != UnitKind.LESSON:
        raise NotFound
    text = lesson(ctx.session, place.step.unit_edition_id, ctx.lang).text
    segment = next((each for each in text.segments if each["kind"] == "check" and each["id"] == check), None)
    if segment is None:
        raise NotFound
    said_ = checks.answer(
        ctx.session, segment["edition"], request.form, f"{check}-", text.lang, place.step.slug,
        reader_id=ctx.actor.person_id if ctx.actor else None,
    )  # fmt: skip
    return _lesson_page(ctx, place, {check: said_}), 422 if said_.error else 200


@bp.post("/learn/<programme>/<unit>/place")
@takes(PlaceForm)
@needs(Permission.LEARN, on=load_own_place)
def place(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Remember where the reading is; sent quietly by the page."""
    form = PlaceForm(request.form)
    if not form.validate():
        raise BadRequest(fields=sorted(form.errors))
    step, entry = place.step, place.entry
    share = Decimal(form.share.data or 0) / 100
    services.remember_place(
        ctx.session, person_id=ctx.me.person_id, unit_id=step.unit_id, anchor=form.text("section"), share=share, now=ctx.now
    )  # fmt: skip
    services.open_unit(
        ctx.session, enrolment_id=entry.enrolment_id or 0, unit_id=step.unit_id, unit_edition_id=step.unit_edition_id,
        now=ctx.now,
    )  # fmt: skip
    return "", 204, {"Content-Type": "text/plain"}


@bp.post("/learn/<programme>/<unit>/note")
@takes(NoteForm)
@needs(Permission.LEARN, on=load_own_place)
def note(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Keep the private note."""
    form = NoteForm(request.form)
    if not form.validate():
        return _lesson_page(ctx, place, note=form), 422
    services.keep_note(
        ctx.session, person_id=ctx.me.person_id, unit_id=place.step.unit_id, text=form.text("note"), now=ctx.now
    )
    return redirect(url_for(".unit", programme=place.entry.slug, unit=place.step.slug, _anchor="note"), code=303)


@bp.post("/learn/<programme>/<unit>/done")
@needs(Permission.LEARN, on=load_own_place)
def done(ctx: Ctx, place: Place) -> ResponseReturnValue:
    """Read to the end: the lesson is complete, and the next unit opens."""
    step, entry = place.step, place.entry
    if step.kind != UnitKind.LESSON:
        raise BadRequest
    enrolment = ctx.session.get_one(Enrolment, entry.enrolment_id)
    services.complete_unit(
        ctx.session, enrolment, unit_id=step.unit_id, unit_edition_id=step.unit_edition_id, now=ctx.now
    )
    following = neighbours(place.steps, step.slug)[1]
    if following is None:
        return redirect(url_for(".learn"), code=303)
    return redirect(url_for(".unit", programme=entry.slug, unit=following.slug), code=303)
