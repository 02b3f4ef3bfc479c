"""Pages of certificates: the public register, the own file, revocation by a registrar."""

from io import BytesIO

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from certificates import services
from certificates.access import keeps, load_in_charge, load_own
from certificates.forms import REASONS, RevokeForm
from certificates.guard import count_question
from certificates.models import Certificate
from certificates.queries import answer_of
from certificates.rules import Reason, State, grouped, is_number, plain_code
from core.fields import takes
from core.files import FileStore
from core.models import StoredFile

bp = Blueprint("certificates", __name__, template_folder="templates")

PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@bp.get("/verify")
@needs(Permission.PUBLIC)
def verify(ctx: Ctx) -> ResponseReturnValue:
    """Ask for a code; a number alone is explained, a code leads to its answer."""
    typed = request.args.get("code", "")[:200]
    code = plain_code(typed)
    if code and not is_number(typed):
        return redirect(url_for(".answer", code=grouped(code)), code=303)
    page = render_template("certificates/verify.html", typed=typed, number_only=is_number(typed))
    return page, 200, PRIVATE


@bp.get("/verify/<anything:code>")
@needs(Permission.PUBLIC)
def answer(ctx: Ctx, code: str) -> ResponseReturnValue:
    """What the register says to a code; unknown and impossible codes get the same page."""
    count_question(current_app.extensions["database"], request.remote_addr or "", ctx.now)
    found = answer_of(ctx.session, code, ctx.lang, ctx.now)
    if found is None:
        return render_template("certificates/unknown.html", typed=grouped(plain_code(code))), 404, PRIVATE
    reason = REASONS.get(Reason(found.reason_class)) if found.reason_class else ""
    page = render_template(
        "certificates/answer.html", answer=found, reason=reason, now=ctx.now,
        may_revoke=found.state is not State.REVOKED and keeps(ctx, found.number),
    )  # fmt: skip
    return page, 200, PRIVATE


@bp.get("/certificates/<number>.pdf")
@needs(Permission.CERTIFICATE_DOWNLOAD, on=load_own)
def download(ctx: Ctx, certificate: Certificate) -> ResponseReturnValue:
    """The own file as it was issued, or the page that says it is being made."""
    if certificate.file_id is None:
        page = render_template("certificates/preparing.html", number=certificate.number)
        return page, 202, {"Retry-After": "5", **PRIVATE}
    files: FileStore = current_app.extensions["files"]
    content = files.read(ctx.session.get_one(StoredFile, certificate.file_id))
    name = gettext("Сертификат %(number)s", number=certificate.number) + ".pdf"
    response = make_response(send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name))
    response.headers.update(PRIVATE)
    return response


@bp.post("/certificates", endpoint="issue_own")
@needs(Permission.CERTIFICATE_DOWNLOAD)
def issue_own(ctx: Ctx) -> ResponseReturnValue:
    """Issue what waited for a printable name."""
    for award in services.awards_without_certificate(ctx.session, ctx.me.person_id):
        services.issue(ctx.session, award, settings=ctx.settings, now=ctx.now)
    return redirect(url_for("qualifications.record") + "#h-z", code=303)


@bp.get("/certificates/<number>/revoke")
@needs(Permission.CERTIFICATE_REVOKE, on=load_in_charge)
def revoke(ctx: Ctx, certificate: Certificate) -> ResponseReturnValue:
    """What revoking means, and the question why."""
    return render_template("certificates/revoke.html", certificate=certificate, form=RevokeForm())


@bp.post("/certificates/<number>/revoke", endpoint="revoke_post")
@takes(RevokeForm)
@needs(Permission.CERTIFICATE_REVOKE, on=load_in_charge)
def revoke_now(ctx: Ctx, certificate: Certificate) -> ResponseReturnValue:
    """Revoke; the register shows it with the next question."""
    form = RevokeForm()
    if not form.validate():
        return render_template("certificates/revoke.html", certificate=certificate, form=form), 422
    chosen, reason = Reason(form.text("reason_class")), form.text("reason")
    services.revoke(ctx.session, certificate, by_id=ctx.me.person_id, reason_class=chosen, reason=reason, now=ctx.now)
    flash(gettext("Сертификат %(number)s отозван", number=certificate.number), "success")
    return redirect(url_for(".answer", code=grouped(certificate.code)), code=303)
