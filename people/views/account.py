"""One's own account: contacts, language, password, second step, signed-in browsers."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from core.audit import record
from core.errors import NotFound
from core.fields import takes
from core.forms import BaseForm
from core.languages import COOKIE
from core.views import remember
from people import passwords, second_factor, services, throttle
from people.cookies import network
from people.forms import ChangePasswordForm, CodeForm, PersonForm
from people.logins import email_key
from people.messages import why_refused
from people.models import Account, Person
from people.passwords import PasswordRefused
from people.queries import own_requests, own_sessions
from people.sign_in import change_password, sign_out
from people.views import bp
from people.views.sign_in import blocked, database


def page(ctx: Ctx, **refused: BaseForm) -> ResponseReturnValue:
    """The account page; a refused form stands in it with its errors, under the name `person`, `password` or `code`."""
    person = ctx.session.get_one(Person, ctx.me.person_id)
    account = ctx.session.get_one(Account, ctx.me.account_id)
    own = {"email": person.email, "latin_name": person.latin_name, "language": account.language}
    return render_template(
        "people/account.html",
        person=person,
        account=account,
        person_form=refused.get("person") or PersonForm(formdata=None, **own),
        password_form=refused.get("password") or ChangePasswordForm(formdata=None),
        code_form=refused.get("code") or CodeForm(formdata=None),
        codes_left=second_factor.codes_left(ctx.session, account) if account.totp_confirmed_at else 0,
        sessions=own_sessions(ctx.session, ctx.me, ctx.now),
        requests=own_requests(ctx.session, person.id),
    ), 422 if refused else 200


@bp.get("/account", endpoint="account")
@needs(Permission.ACCOUNT_OWN)
def show(ctx: Ctx) -> ResponseReturnValue:
    """What is known about one, and what one may change."""
    return page(ctx)


@bp.post("/account", endpoint="account_post")
@takes(PersonForm)
@needs(Permission.ACCOUNT_OWN, writes=False)
def change_contacts(ctx: Ctx) -> ResponseReturnValue:
    """Change the e-mail address, the Latin spelling of the name and the language; the address needs the password."""
    form = PersonForm()
    account = ctx.session.get_one(Account, ctx.me.account_id)
    key = email_key(form.text("email"))
    if form.validate() and key != account.email_key:
        refuse_new_address(ctx, form, account, key)
    if form.errors:
        return page(ctx, person=form)
    with database().unit_of_work() as writing:
        services.change_contacts(
            writing, ctx.me.account_id, email=form.text("email"), email_key=key, latin=form.text("latin_name"),
            language=form.text("language"), now=ctx.now,
        )  # fmt: skip
    flash(gettext("Сохранено"), "success")
    return remember(make_response(redirect(url_for("people.account"), code=303)), COOKIE, form.text("language"))


def refuse_new_address(ctx: Ctx, form: PersonForm, account: Account, key: str | None) -> None:
    """Write beside the fields why the address cannot be this one, if it cannot."""
    if form.text("email") and key is None:
        form.email.errors = [gettext("Такой почты не бывает. Пример: aigerim@example.kz")]
    elif key is None and account.phone_key is None:
        form.email.errors = [gettext("Это ваш единственный вход. Сначала попросите записать телефон")]
    elif not is_present_password(ctx, account, form.text("password_now")):
        form.password_now.errors = [gettext("Чтобы сменить почту, введите нынешний пароль")]
    elif key and services.is_login_taken(ctx.session, key, None):
        form.email.errors = [gettext("Эта почта уже у другой записи")]


def is_present_password(ctx: Ctx, account: Account, typed: str) -> bool:
    """Whether the password is right; guessing at it inside a session pauses as at the door.

    :raises TooMany: too many wrong ones
    """
    who = f"account:{account.id}"
    if refusal := blocked(ctx, who):
        raise refusal
    if passwords.matches(account.password_hash, typed):
        return True
    with database().unit_of_work() as writing:
        throttle.note_failure(writing, who, network(), ctx.now)
    return False


@bp.post("/account/password", endpoint="password")
@takes(ChangePasswordForm)
@needs(Permission.ACCOUNT_OWN, writes=False)
def set_password(ctx: Ctx) -> ResponseReturnValue:
    """A new password after the present one; all other browsers are signed out."""
    form = ChangePasswordForm()
    account = ctx.session.get_one(Account, ctx.me.account_id)
    person = ctx.session.get_one(Person, ctx.me.person_id)
    if form.validate() and not is_present_password(ctx, account, form.text("present")):
        form.present.errors = [gettext("Это не ваш пароль")]
    if form.errors:
        return page(ctx, password=form)
    about = (person.full_name, person.email, person.phone)
    try:
        with database().unit_of_work() as writing:
            mine = writing.get_one(Account, account.id)
            staff, keep = ctx.me.is_staff, ctx.me.session_id
            change_password(writing, mine, form.text("password"), about=about, staff=staff, now=ctx.now, keep=keep)
    except PasswordRefused as error:
        form.password.errors = [why_refused(error)]
        return page(ctx, password=form)
    flash(gettext("Пароль изменён. На других устройствах нужно войти заново"), "success")
    return redirect(url_for("people.account"), code=303)


@bp.post("/account/recovery-codes", endpoint="recovery_codes")
@takes(CodeForm)
@needs(Permission.ACCOUNT_OWN, writes=False)
def renew_codes(ctx: Ctx) -> ResponseReturnValue:
    """Ten new codes for paper, against a code from the application; the old sheet stops working."""
    form, who = CodeForm(), f"code:{ctx.me.account_id}"
    if refusal := blocked(ctx, who):
        raise refusal
    if form.validate():
        with database().unit_of_work() as writing:
            account = writing.get_one(Account, ctx.me.account_id, with_for_update=True)
            if account.totp_confirmed_at is None:
                raise NotFound
            if second_factor.accept_code(account, form.text("code"), ctx.settings.secret_key, ctx.now):
                codes = second_factor.new_recovery_codes(writing, account)
                record(writing, "recovery_codes_made", now=ctx.now, actor_id=ctx.me.person_id)
                return render_template("people/recovery_codes.html", codes=codes, next=url_for("people.account"))
        with database().unit_of_work() as writing:
            throttle.note_failure(writing, who, network(), ctx.now)
        form.code.errors = [gettext("Код не подошёл. Он меняется каждые 30 секунд, введите тот, что на экране сейчас")]
    return page(ctx, code=form)


@bp.post("/account/sessions/<int:session_id>", endpoint="end_session")
@needs(Permission.ACCOUNT_OWN)
def end_session(ctx: Ctx, session_id: int) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    if session_id not in {row.id for row in own_sessions(ctx.session, ctx.me, ctx.now)}:
        raise NotFound
    sign_out(ctx.session, session_id, person_id=ctx.me.person_id, now=ctx.now)
    flash(gettext("Вход на том устройстве завершён"), "success")
    return redirect(url_for("people.account"), code=303)
