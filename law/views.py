"""Pages of law: the register, one norm, the search over norms, lessons and cases."""

from datetime import date

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from core import clock
from core.addresses import page_of, words_of
from core.limits import Limit, spend_at_once
from core.search_marks import excerpt, marked
from law.queries import KINDS, listing, norm_page, search_page
from law.topics import TOPICS, topic_title
from law.wanted import wanted

bp = Blueprint("law", __name__, template_folder="templates")
SEARCHES = Limit("search", 60, 60)


@bp.get("/law")
@needs(Permission.PUBLIC)
def register(ctx: Ctx) -> ResponseReturnValue:
    """The norms in the order of the register, or those that were asked for."""
    asked = wanted(request.args, TOPICS)
    if asked.q:
        _count_search(ctx)
    found = listing(ctx.session, asked, _today(ctx), ctx.lang)
    return render_template(
        "law/register.html",
        asked=asked,
        found=found,
        topics=TOPICS,
        marked=marked,
        list_url=lambda page: asked.address("/law", page),
    )


@bp.get("/law/<norm>")
@needs(Permission.PUBLIC)
def norm(ctx: Ctx, norm: str) -> ResponseReturnValue:
    """One norm: gist, editions, caution, where it is taught."""
    page = norm_page(ctx.session, norm, _today(ctx), ctx.lang)
    return render_template("law/norm.html", norm=page, topic_title=topic_title)


@bp.get("/search")
@needs(Permission.PUBLIC)
def search(ctx: Ctx) -> ResponseReturnValue:
    """What was published and holds the words, whatever their form."""
    words = words_of(request.args)
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    if words:
        _count_search(ctx)
    found = search_page(ctx.session, words, kind, page_of(request.args), ctx.lang)

    def address(kind: str = "", page: int = 1) -> str:
        return url_for(".search", q=words, kind=kind or None, page=page if page > 1 else None)

    return render_template(
        "law/search.html",
        words=words,
        kind=kind,
        found=found,
        address=address,
        page_address=lambda page: address(kind, page),
        marked=marked,
        excerpt=excerpt,
    )


def _today(ctx: Ctx) -> date:
    return clock.local_day(ctx.now, ctx.settings.timezone)


def _count_search(ctx: Ctx) -> None:
    """Sixty searches a minute for a person or a network; counted apart, because a page only reads (security 11.1)."""
    who = f"person:{ctx.actor.person_id}" if ctx.actor else f"network:{request.remote_addr}"
    with current_app.extensions["database"].unit_of_work() as writing:
        spend_at_once(writing, SEARCHES, who, ctx.now)
