"""The learner's home."""

from flask import render_template
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from core.clock import local_day
from courses.queries.catalogue import cards
from courses.queries.learning import home
from courses.views import bp


@bp.get("/learn")
@needs(Permission.LEARN)
def learn(ctx: Ctx) -> ResponseReturnValue:
    """What now, and where the reading stopped; without a programme, the way to one."""
    today = local_day(ctx.now, ctx.settings.timezone)
    own = home(ctx.session, ctx.me.person_id, today, ctx.lang)
    offered = cards(ctx.session, ctx.lang) if not own.taken else []
    return render_template("courses/learn.html", home=own, cards=offered, today=today)
