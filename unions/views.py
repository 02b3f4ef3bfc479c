"""Pages of organisations, as far as administrators need them to take people in."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, may, needs
from access.permissions import Permission
from core.addresses import page_of, words_of
from core.clock import local_day
from unions.access import load_organisation
from unions.models import Organisation, OrganisationKind
from unions.naming import named
from unions.queries import PAGE, children, organisations, parents

bp = Blueprint("unions", __name__, template_folder="templates")
bp.add_app_template_filter(named)


def kind_words() -> dict[OrganisationKind, str]:
    """The kinds of organisations in the reader's language."""
    return {
        OrganisationKind.FEDERATION: gettext("федерация"),
        OrganisationKind.CONFEDERATION: gettext("конфедерация"),
        OrganisationKind.SECTORAL: gettext("отраслевой профсоюз"),
        OrganisationKind.TERRITORIAL: gettext("территориальное объединение"),
        OrganisationKind.LOCAL: gettext("местный профсоюз"),
        OrganisationKind.PRIMARY: gettext("первичная организация"),
    }


@bp.get("/unions")
@needs(Permission.ORGANISATION_READ)
def index(ctx: Ctx) -> ResponseReturnValue:
    """The organisations in one's scope."""
    search, page = words_of(request.args, 80), page_of(request.args)
    rows, total = organisations(ctx.session, ctx.me, local_day(ctx.now), search=search, page=page)
    pages = list(range(1, (total + PAGE - 1) // PAGE + 1))
    return render_template(
        "unions/index.html", rows=rows, total=total, search=search, number=page, pages=pages, kinds=kind_words()
    )


@bp.get("/unions/<ref>")
@needs(Permission.ORGANISATION_READ, on=load_organisation)
def organisation(ctx: Ctx, body: Organisation) -> ResponseReturnValue:
    """One organisation: its two parents with their days, and what lies below."""
    today = local_day(ctx.now)
    above = {parent.axis: parent for parent in parents(ctx.session, body, today)}
    below = children(ctx.session, body, today)
    return render_template(
        "unions/organisation.html", body=body, above=above, below=below, today=today, kinds=kind_words(),
        reads_people=may(ctx, Permission.PEOPLE_READ),
    )  # fmt: skip
