"""Pages of qualifications: the own record, its public link, and what a guest sees."""

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from core.clock import local_day
from core.fields import takes
from people.models import Person
from qualifications import links, public, queries
from qualifications.errors import LinkRefused
from qualifications.forms import NOTES, WORDS, LinkForm

bp = Blueprint("qualifications", __name__, template_folder="templates")

PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
MONTH = timedelta(days=30)


@bp.get("/record")
@needs(Permission.RECORD_READ)
def record(ctx: Ctx) -> ResponseReturnValue:
    """Everything that the person was awarded, does and did, and the link to a part of it."""
    return _page(ctx)


def _page(ctx: Ctx, refused: bool = False) -> ResponseReturnValue:
    session, me, today = ctx.session, ctx.me.person_id, local_day(ctx.now, ctx.settings.timezone)
    awards = queries.awards_of(session, me, ctx.lang, ctx.now)
    works = queries.works_of(session, me, ctx.lang)
    asked = queries.needs_of(session, me, today, ctx.lang)
    skills = queries.skills_of(awards, works, {code: level for code, (_, level) in asked.items()}, ctx.lang)
    shown = {skill.code: skill.level for skill in skills}
    link = links.live_link(session, me, ctx.now)
    page = render_template(
        "qualifications/record.html",
        person=session.get_one(Person, me), today=today, awards=awards, works=works, skills=skills,
        gaps=[(title, level) for code, (title, level) in asked.items() if shown.get(code, 0) < level], asked=len(asked),
        courses=queries.courses_of(session, me, ctx.lang),
        posts=queries.posts_of(session, me, ctx.lang, gettext("Член профсоюза"), today),
        link=link, link_until=links.last_day_of(link, ctx.settings.timezone) if link else today + MONTH,
        chosen=set(link.fields) if link else set(links.USUAL), words=WORDS, notes=NOTES, refused=refused,
    )  # fmt: skip
    return page, 422 if refused else 200


@bp.post("/record/link", endpoint="share")
@takes(LinkForm)
@needs(Permission.RECORD_SHARE)
def share(ctx: Ctx) -> ResponseReturnValue:
    """Make the public link or change what it shows."""
    form = LinkForm()
    try:
        if not form.validate():
            raise LinkRefused
        links.share(
            ctx.session, ctx.me.person_id, fields=form.fields.data or [], until=form.until.data,
            zone_name=ctx.settings.timezone, now=ctx.now,
        )  # fmt: skip
    except LinkRefused:
        return _page(ctx, refused=True)
    flash(gettext("Ссылка показывает то, что вы отметили"), "success")
    return redirect(url_for(".record") + "#h-pub", code=303)


@bp.post("/record/link/end", endpoint="unshare")
@needs(Permission.RECORD_SHARE)
def unshare(ctx: Ctx) -> ResponseReturnValue:
    """End the public link."""
    links.end(ctx.session, ctx.me.person_id, now=ctx.now)
    flash(gettext("Ссылка отключена. Её адрес больше не откроется"), "success")
    return redirect(url_for(".record") + "#h-pub", code=303)


@bp.get("/p/<token>", endpoint="guest")
@needs(Permission.PUBLIC)
def guest(ctx: Ctx, token: str) -> ResponseReturnValue:
    """What a guest sees of a record: the chosen fields."""
    page = public.shown(
        ctx.session,
        token,
        lang=ctx.lang,
        member=gettext("Член профсоюза"),
        zone_name=ctx.settings.timezone,
        now=ctx.now,
    )
    response = make_response(render_template("qualifications/guest.html", shown=page, now=ctx.now, path=request.path))
    response.headers.update(PRIVATE)
    return response
