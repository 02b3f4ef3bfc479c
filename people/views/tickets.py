"""Links by which a password is set: help with signing in, resets and invitations."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import Ctx, needs
from access.permissions import Permission
from core import limits
from core.fields import takes
from people import resets, services, tickets
from people.cookies import network
from people.forms import NewPasswordForm, ResetForm
from people.logins import login_keys
from people.messages import why_refused
from people.models import Account, Person
from people.passwords import PasswordRefused, check_new
from people.sign_in import candidate_of, change_password, is_staff
from people.views import bp
from people.views.sign_in import database, entered, opened

RESETS = limits.Limit("reset", 5, 3600)


@bp.get("/sign-in/help", endpoint="help")
@needs(Permission.PUBLIC)
def show_help(ctx: Ctx) -> ResponseReturnValue:
    """What is in the way, and what helps."""
    return render_template("people/help.html", form=ResetForm(), sent=False)


@bp.post("/sign-in/help", endpoint="help_post")
@takes(ResetForm)
@needs(Permission.PUBLIC)
def send_link(ctx: Ctx) -> ResponseReturnValue:
    """Write a link to the address or number; the page is the same for any."""
    form = ResetForm()
    if not form.validate():
        return render_template("people/help.html", form=form, sent=False), 422
    limits.spend(ctx.session, RESETS, network(), ctx.now)
    resets.write_down(ctx.session, form.text("login"), ctx.settings.secret_key, ctx.now)
    return render_template("people/help.html", form=ResetForm(formdata=None), sent=True)


@bp.route("/reset/<token>", methods=["GET", "POST"], endpoint="reset")
@takes(NewPasswordForm)
@needs(Permission.PUBLIC, writes=False)
def reset(ctx: Ctx, token: str) -> ResponseReturnValue:
    """Set a new password by the link; everything signed in elsewhere ends."""
    ticket = tickets.reset_of(ctx.session, token, ctx.now)
    account = ctx.session.get_one(Account, ticket.account_id)
    form = NewPasswordForm()
    if request.method == "POST" and form.validate():
        try:
            with database().unit_of_work() as writing:
                mine = writing.get_one(Account, account.id)
                person = writing.get_one(Person, account.person_id)
                tickets.spend(writing, ticket, ctx.now)
                staff = is_staff(writing, person.id, ctx.now)
                about = (person.full_name, account.email_key or "", account.phone_key or "")
                change_password(writing, mine, form.text("password"), about=about, staff=staff, now=ctx.now)
            return redirect(url_for("people.sign_in"), code=303)
        except PasswordRefused as error:
            form.password.errors = [why_refused(error)]
    return render_template("people/new_password.html", form=form, person=None), 422 if form.errors else 200


@bp.route("/invitations/<token>", methods=["GET", "POST"], endpoint="invitation")
@takes(NewPasswordForm)
@needs(Permission.PUBLIC, writes=False)
def invitation(ctx: Ctx, token: str) -> ResponseReturnValue:
    """An invited person sets a password and is in."""
    ticket = tickets.invitation_of(ctx.session, token, ctx.now)
    person = ctx.session.get_one(Person, ticket.person_id)
    form = NewPasswordForm()
    if request.method == "POST" and form.validate():
        staff = is_staff(ctx.session, person.id, ctx.now)
        try:
            check_new(form.text("password"), staff=staff, about=(person.full_name, person.email, person.phone))
        except PasswordRefused as error:
            form.password.errors = [why_refused(error)]
        else:
            return accepted(ctx, ticket.id, person, services.hashed(form.text("password")), token)
    return render_template("people/new_password.html", form=form, person=person), 422 if form.errors else 200


def accepted(ctx: Ctx, ticket_id: int, person: Person, password_hash: str, token: str) -> ResponseReturnValue:
    """Open the account and the session in one unit of work with the spent link."""
    with database().unit_of_work() as writing:
        ticket = tickets.invitation_of(writing, token, ctx.now)
        tickets.spend(writing, ticket, ctx.now)
        email, phone = (login_keys(person.email)[0] if person.email else None), person.phone or None
        account = services.open_account(
            writing, person, password_hash=password_hash, email_key=email, phone_key=phone, now=ctx.now
        )
        candidate = candidate_of(writing, account, ctx.now)
        if candidate.staff and ctx.settings.second_factor:
            return redirect(url_for("people.sign_in"), code=303)
        secret = opened(writing, candidate, ctx.now, by_code=False)
    return entered(secret, account.language, "")
