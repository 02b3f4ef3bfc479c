"""The front page, the catalogue, a programme, and enrolling in it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from access.guard import Ctx, needs
from access.permissions import Permission
from core.errors import NotFound
from courses.access import Entry, load_entry, load_whole_entry
from courses.queries.catalogue import about, cards, norm_figures, weeks_of
from courses.queries.outline import outline
from courses.rules import minutes_of, next_step, share_done
from courses.services import enrol
from courses.views import bp


@bp.get("/")
@needs(Permission.PUBLIC)
def front(ctx: Ctx) -> ResponseReturnValue:
    """What the platform is for, what can be taken today, how a certificate is checked."""
    shown = cards(ctx.session, ctx.lang)
    norms, read = norm_figures(ctx.session)
    return render_template("courses/front.html", cards=shown, norms=norms, norms_read=read)


@bp.get("/programmes")
@needs(Permission.PUBLIC)
def index(ctx: Ctx) -> ResponseReturnValue:
    """Every programme."""
    return render_template("courses/index.html", cards=cards(ctx.session, ctx.lang))


@bp.get("/programmes/first-lesson")
@needs(Permission.PUBLIC)
def first_lesson(ctx: Ctx) -> ResponseReturnValue:
    """Lead to the lesson that is open without an account."""
    card = next(iter(cards(ctx.session, ctx.lang)), None)
    if card is None:
        raise NotFound
    return redirect(url_for(".unit", programme=card.slug, unit=card.open_lesson))


@bp.get("/programmes/<programme>")
@needs(Permission.PUBLIC, on=load_whole_entry)
def programme(ctx: Ctx, entry: Entry) -> ResponseReturnValue:
    """Weeks and units with their planned minutes; the way in, or where the learner stands."""
    steps = outline(ctx.session, [(entry.edition_id, entry.enrolment_id)], ctx.lang)[entry.edition_id]
    weeks = weeks_of(ctx.session, [entry.edition_id], ctx.lang)[entry.edition_id]
    parts = [(week, [step for step in steps if step.week == week.number]) for week in weeks]
    return render_template(
        "courses/programme.html", entry=entry, about=about(ctx.session, entry.edition_id, entry.content or {}, ctx.lang),
        parts=[(week, own, minutes_of(own, week.hours)) for week, own in parts], now=next_step(steps), steps=steps,
        share=share_done(steps), ready=sum(week.hours for week in weeks if week.ready), sign_in=ctx.actor is None,
    )  # fmt: skip


@bp.post("/programmes/<programme>/enrolment")
@needs(Permission.PROGRAMME_ENROL, on=load_entry)
def enrolment(ctx: Ctx, entry: Entry) -> ResponseReturnValue:
    """Take the programme in its newest edition."""
    enrol(
        ctx.session, person_id=ctx.me.person_id, programme_id=entry.programme_id, edition_id=entry.edition_id, now=ctx.now
    )  # fmt: skip
    if entry.enrolment_id is None:
        flash(_("Вы записаны. Программа закреплена за вами в нынешней редакции."), "success")
    return redirect(url_for(".learn"), code=303)
