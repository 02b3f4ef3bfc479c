"""Changed keys and rubrics: the list, the dry run, and with a reason the act."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from assessments.marking.queries.rescoring import Preview, changed_items, preview
from assessments.marking.services.rescore import rescore
from assessments.marking.views import bp
from assessments.models import ItemEdition
from core.clock import local_day
from core.errors import NotFound
from core.fields import takes
from core.forms import clean

LEAST, LONGEST = 20, 1000


@bp.get("/marking/rescoring", endpoint="rescoring")
@needs(Permission.RESULT_RESCORE)
def show(ctx: Ctx) -> ResponseReturnValue:
    """Items whose key or rubric changed after people had answered them."""
    rows = changed_items(ctx.session, ctx.me, local_day(ctx.now))
    return render_template("marking/rescoring.html", rows=rows)


def load_preview(ctx: Ctx, edition_id: int) -> Preview:
    """The dry run of the address.

    :raises NotFound: there is no such edition, nothing newer, or nobody of the actor's federation had it
    """
    edition = ctx.session.get(ItemEdition, edition_id)
    on = local_day(ctx.now)
    if edition is None or edition_id not in {each.edition_id for each in changed_items(ctx.session, ctx.me, on)}:
        raise NotFound
    found = preview(ctx.session, ctx.me, edition, on, ctx.now)
    if found is None:
        raise NotFound
    return found


@bp.get("/marking/rescoring/<int:edition_id>", endpoint="dry_run")
@needs(Permission.RESULT_RESCORE, on=load_preview)
def look(ctx: Ctx, seen: Preview) -> ResponseReturnValue:
    """Who moves, by how much, who crosses the line."""
    return _page(seen)


def _page(seen: Preview, **said: Any) -> str:
    return render_template("marking/dry_run.html", p=seen, **{"error": "", "typed": "", **said})


@bp.post("/marking/rescoring/<int:edition_id>", endpoint="rescore")
@takes("seal", "reason")
@needs(Permission.RESULT_RESCORE, on=load_preview)
def act(ctx: Ctx, seen: Preview) -> ResponseReturnValue:
    """Apply what was looked at, with a reason."""
    reason = clean(request.form.get("reason"))
    if not LEAST <= len(reason) <= LONGEST or seen.obstacle:
        error = gettext("Назовите причину, от %(least)s до %(most)s знаков", least=LEAST, most=LONGEST)
        return _page(seen, error=error, typed=reason), 422
    done = rescore(
        ctx.session, seen, seal=request.form.get("seal", ""), reason=reason, by_id=ctx.me.person_id,
        federation_id=ctx.me.federation_id, now=ctx.now,
    )  # fmt: skip
    flash(gettext("Пересчитано. Новых версий результата: %(n)s", n=done.moved), "success")
    return redirect(url_for("marking.rescoring"), code=303)
