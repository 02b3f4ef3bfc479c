"""One's own account: contacts, password, signed-in browsers."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from core.errors import NotFound
from people import passwords, services
from people.forms import ChangePasswordForm, PersonForm
from people.logins import email_key
from people.messages import why_refused
from people.models import Account, Person
from people.passwords import PasswordRefused
from people.queries import own_requests, own_sessions
from people.sign_in import change_password, sign_out
from people.views import bp
from people.views.sign_in import database


def page(
    ctx: Ctx, person_form: PersonForm | None = None, password_form: ChangePasswordForm | None = None
) -> ResponseReturnValue:
    """The account page; a refused form stands in it with its errors."""
    person = ctx.session.get_one(Person, ctx.me.person_id)
    account = ctx.session.get_one(Account, ctx.me.account_id)
    refused = bool((person_form and person_form.errors) or (password_form and password_form.errors))
    return render_template(
        "people/account.html",
        person=person,
        account=account,
        person_form=person_form or PersonForm(formdata=None, email=person.email, latin_name=person.latin_name),
        password_form=password_form or ChangePasswordForm(formdata=None),
        sessions=own_sessions(ctx.session, ctx.me, ctx.now),
        requests=own_requests(ctx.session, person.id),
    ), 422 if refused else 200


@bp.get("/account", endpoint="account")
@needs(Permission.ACCOUNT_OWN)
def show(ctx: Ctx) -> ResponseReturnValue:
    """What is known about one, and what one may change."""
    return page(ctx)


@bp.post("/account", endpoint="account_post")
@needs(Permission.ACCOUNT_OWN)
def change_contacts(ctx: Ctx) -> ResponseReturnValue:
    """Change the e-mail address and the Latin spelling of the name."""
    form = PersonForm()
    if form.text("email") and email_key(form.text("email")) is None:
        form.validate()
        form.email.errors = [gettext("Такой почты не бывает. Пример: aigerim@example.kz")]
        return page(ctx, person_form=form)
    key = email_key(form.text("email")) if form.text("email") else None
    account = ctx.session.get_one(Account, ctx.me.account_id)
    if not form.validate():
        return page(ctx, person_form=form)
    if key and key != account.email_key and services.is_login_taken(ctx.session, key, None):
        form.email.errors = [gettext("Эта почта уже у другой записи")]
        return page(ctx, person_form=form)
    if key is None and account.phone_key is None:
        form.email.errors = [gettext("Это ваш единственный вход. Сначала попросите записать телефон")]
        return page(ctx, person_form=form)
    person = ctx.session.get_one(Person, ctx.me.person_id)
    person.email, person.latin_name, account.email_key = form.text("email"), form.text("latin_name"), key
    flash(gettext("Сохранено"), "success")
    return redirect(url_for("people.account"), code=303)


@bp.post("/account/password", endpoint="password")
@needs(Permission.ACCOUNT_OWN, writes=False)
def set_password(ctx: Ctx) -> ResponseReturnValue:
    """A new password after the present one; all other browsers are signed out."""
    form = ChangePasswordForm()
    account = ctx.session.get_one(Account, ctx.me.account_id)
    person = ctx.session.get_one(Person, ctx.me.person_id)
    if form.validate() and not passwords.matches(account.password_hash, form.text("present")):
        form.present.errors = [gettext("Это не ваш пароль")]
    if form.errors:
        return page(ctx, password_form=form)
    about = (person.full_name, person.email, person.phone)
    try:
        with database().unit_of_work() as writing:
            mine = writing.get_one(Account, account.id)
            staff, keep = ctx.me.is_staff, ctx.me.session_id
            change_password(writing, mine, form.text("password"), about=about, staff=staff, now=ctx.now, keep=keep)
    except PasswordRefused as error:
        form.password.errors = [why_refused(error)]
        return page(ctx, password_form=form)
    flash(gettext("Пароль изменён. На других устройствах нужно войти заново"), "success")
    return redirect(url_for("people.account"), code=303)


@bp.post("/account/sessions/<int:session_id>", endpoint="end_session")
@needs(Permission.ACCOUNT_OWN)
def end_session(ctx: Ctx, session_id: int) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    if session_id not in {row.id for row in own_sessions(ctx.session, ctx.me, ctx.now)}:
        raise NotFound
    sign_out(ctx.session, session_id, person_id=ctx.me.person_id, now=ctx.now)
    flash(gettext("Вход на том устройстве завершён"), "success")
    return redirect(url_for("people.account"), code=303)
