"""Signing in and out."""

from datetime import datetime

import segno
from flask import current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from access.guard import Ctx, needs
from access.permissions import Permission
from core import audit
from core.db import Database
from core.errors import TooMany
from core.fields import takes
from core.languages import COOKIE
from core.views import remember, safe_next
from people import second_factor, throttle
from people.cookies import (
    clear_session_cookie,
    device,
    forget_pending,
    network,
    pending_account,
    remember_pending,
    set_session_cookie,
)
from people.forms import CodeForm, SignInForm
from people.models import Account
from people.sessions import open_session
from people.sign_in import Candidate, candidate_of, find_candidate, rehash_if_outdated, sign_out
from people.views import bp


def database() -> Database:
    """The database, for short units of work of their own: a failed try must be kept although the page is refused."""
    found: Database = current_app.extensions["database"]
    return found


@bp.get("/sign-in", endpoint="sign_in")
@needs(Permission.PUBLIC)
def show(ctx: Ctx) -> ResponseReturnValue:
    """The form, or the way on for somebody who is in already."""
    if ctx.actor:
        return redirect(safe_next(request.args.get("next"), "/learn"), code=303)
    return render_template("people/sign_in.html", form=SignInForm(), next=safe_next(request.args.get("next"), ""))


@bp.post("/sign-in", endpoint="sign_in_post")
@takes(SignInForm, "next")
@needs(Permission.PUBLIC, writes=False)
def post(ctx: Ctx) -> ResponseReturnValue:
    """Check the password; staff go on to the second step."""
    form = SignInForm()
    target = safe_next(request.form.get("next"), "")
    if not form.validate():
        return render_template("people/sign_in.html", form=form, next=target), 422
    refusal = blocked(ctx, form.text("login"))
    if refusal:
        return too_many(form, target, refusal)
    candidate = find_candidate(ctx.session, form.text("login"), form.text("password"), ctx.now)
    if candidate is None:
        return failed(ctx, form, target)
    with database().unit_of_work() as writing:
        throttle.note_success(writing, form.text("login"), ctx.now)
        rehash_if_outdated(writing, candidate.account.id, candidate.account.password_hash, form.text("password"))
    if candidate.staff and ctx.settings.second_factor:
        remember_pending(candidate.account.id, ctx.now)
        return redirect(url_for("people.code", next=target or None), code=303)
    return admitted(ctx, candidate, target)


def blocked(ctx: Ctx, login: str) -> TooMany | None:
    """The pause that is in force for this name or network."""
    try:
        with database().unit_of_work() as writing:
            throttle.refuse_if_blocked(writing, login, network(), ctx.now)
    except TooMany as error:
        return error
    return None


def too_many(form: SignInForm, target: str, refusal: TooMany) -> ResponseReturnValue:
    """The form again, with the pause written out."""
    seconds = refusal.facts["retry_after"]
    form.password.errors = [gettext("Слишком много попыток. Подождите %(n)s с и попробуйте ещё раз", n=seconds)]
    response = make_response(render_template("people/sign_in.html", form=form, next=target), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def failed(ctx: Ctx, form: SignInForm, target: str) -> ResponseReturnValue:
    """The same answer for a wrong password and for a name that nobody has."""
    with database().unit_of_work() as writing:
        left = throttle.note_failure(writing, form.text("login"), network(), ctx.now)
        audit.record(writing, "sign_in", now=ctx.now, result="refused")
    words = gettext("Не подошло. Проверьте раскладку и регистр.")
    pause = gettext("Попыток без паузы осталось: %(n)s", n=left)
    form.password.errors = [f"{words} {pause}"]
    return render_template("people/sign_in.html", form=form, next=target), 422


def admitted(ctx: Ctx, candidate: Candidate, target: str) -> ResponseReturnValue:
    """Open the session: a new id, the account's language, and the page that was wanted."""
    with database().unit_of_work() as writing:
        token = opened(writing, candidate, ctx.now, by_code=False)
    return entered(token, candidate.account.language, target)


def opened(writing: Session, candidate: Candidate, now: datetime, *, by_code: bool) -> str:
    """The session's row and its secret."""
    account, staff = candidate.account, candidate.staff
    token = open_session(
        writing, account, staff=staff, device=device(), network=network(), now=now, second_factor=by_code
    )
    audit.record(writing, "sign_in", now=now, actor_id=account.person_id)
    return token


def entered(token: str, language: str, target: str) -> ResponseReturnValue:
    """Lead to the wanted page with the cookie; the account's language is taken where the browser has none yet."""
    session.clear()
    response = make_response(redirect(target or "/learn", code=303))
    if COOKIE not in request.cookies:
        remember(response, COOKIE, language)
    return set_session_cookie(response, token)


@bp.get("/sign-in/code", endpoint="code")
@needs(Permission.PUBLIC)
def ask_code(ctx: Ctx) -> ResponseReturnValue:
    """The second step of staff; the first time it leads to the setting up."""
    account_id = pending_account(ctx.now)
    if account_id is None:
        return redirect(url_for("people.sign_in"), code=303)
    if ctx.session.get_one(Account, account_id).totp_confirmed_at is None:
        return redirect(url_for("people.second_factor", next=request.args.get("next")), code=303)
    return render_template("people/code.html", form=CodeForm(), next=safe_next(request.args.get("next"), ""))


@bp.post("/sign-in/code", endpoint="code_post")
@takes(CodeForm, "next")
@needs(Permission.PUBLIC, writes=False)
def post_code(ctx: Ctx) -> ResponseReturnValue:
    """Accept a code from the application or one from paper; each is good once."""
    account_id = pending_account(ctx.now)
    if account_id is None:
        return redirect(url_for("people.sign_in"), code=303)
    form, target, who = CodeForm(), safe_next(request.form.get("next"), ""), f"code:{account_id}"
    if refusal := blocked(ctx, who):
        raise refusal
    if form.validate():
        found = try_code(ctx, account_id, form.text("code"))
        if found:
            forget_pending()
            return entered(*found, target)
        with database().unit_of_work() as writing:
            throttle.note_failure(writing, who, network(), ctx.now)
        form.code.errors = [gettext("Код не подошёл. Он меняется каждые 30 секунд, введите тот, что на экране сейчас")]
    return render_template("people/code.html", form=form, next=target), 422


def try_code(ctx: Ctx, account_id: int, typed: str) -> tuple[str, str] | None:
    """(session secret, language) when the code fits; one unit of work, so that a code is used up with the session it opens."""
    with database().unit_of_work() as writing:
        account = writing.get_one(Account, account_id, with_for_update=True)
        fits = second_factor.accept_code(account, typed, ctx.settings.secret_key, ctx.now)
        if not fits and not second_factor.accept_recovery_code(writing, account, typed, ctx.now):
            return None
        throttle.note_success(writing, f"code:{account_id}", ctx.now)
        return opened(writing, candidate_of(writing, account, ctx.now), ctx.now, by_code=True), account.language


@bp.route("/sign-in/second-factor", methods=["GET", "POST"], endpoint="second_factor")
@takes(CodeForm, "next")
@needs(Permission.PUBLIC, writes=False)
def set_up(ctx: Ctx) -> ResponseReturnValue:
    """The first sign-in of staff: a QR code for the application, then one code to prove it, then ten codes for paper."""
    account_id = pending_account(ctx.now)
    if account_id is None or ctx.session.get_one(Account, account_id).totp_confirmed_at is not None:
        return redirect(url_for("people.code"), code=303)
    target, form = safe_next(request.values.get("next"), ""), CodeForm()
    if request.method == "POST" and form.validate():
        with database().unit_of_work() as writing:
            account = writing.get_one(Account, account_id, with_for_update=True)
            if second_factor.accept_code(account, form.text("code"), ctx.settings.secret_key, ctx.now):
                codes = second_factor.confirm(writing, account, ctx.now)
                token = opened(writing, candidate_of(writing, account, ctx.now), ctx.now, by_code=True)
                forget_pending()
                return set_session_cookie(
                    make_response(render_template("people/recovery_codes.html", codes=codes, next=target)), token
                )
        form.code.errors = [gettext("Код не подошёл. Проверьте часы телефона и введите код ещё раз")]
    return render_template(
        "people/second_factor.html", form=form, next=target, **picture(ctx, account_id)
    ), 422 if form.errors else 200


def picture(ctx: Ctx, account_id: int) -> dict[str, str]:
    """The secret as text and as a QR code; the same one until it is confirmed."""
    with database().unit_of_work() as writing:
        account = writing.get_one(Account, account_id)
        secret = second_factor.secret_of(account, ctx.settings.secret_key) or second_factor.begin(
            account, ctx.settings.secret_key
        )
        name = account.email_key or account.phone_key or ""
    code = segno.make(second_factor.address(name, secret), error="m")
    return {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "qr": code.svg_data_uri(scale=5, border=4),
    }


@bp.post("/sign-out", endpoint="sign_out")
@needs(Permission.ACCOUNT_OWN)
def leave(ctx: Ctx) -> ResponseReturnValue:
    """End this browser's session."""
    sign_out(ctx.session, ctx.me.session_id, person_id=ctx.me.person_id, now=ctx.now)
    session.clear()
    response = make_response(redirect("/", code=303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return clear_session_cookie(response)
