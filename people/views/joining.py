"""Joining an organisation by its code."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from access.guard import Ctx, needs
from access.permissions import Permission
from core import limits
from core.fields import takes
from people import joining, services
from people.cookies import network
from people.forms import InviteForm, JoinAgainForm, JoinCodeForm, JoinForm
from people.joining import CodeUnknown
from people.logins import phone_key
from people.messages import why_refused
from people.models import JoinCode, Person
from people.offices import offices
from people.passwords import PasswordRefused, check_new
from people.queries import own_requests
from people.sign_in import candidate_of
from people.views import bp
from people.views.sign_in import database, entered, opened
from unions.models import Organisation

TRIES = limits.Limit("join-code", 30, 3600)


@bp.get("/join", endpoint="join")
@needs(Permission.PUBLIC)
def ask_code(ctx: Ctx) -> ResponseReturnValue:
    """The code first; nothing personal is asked before it is known."""
    return render_template("people/join_code.html", form=JoinCodeForm())


@bp.post("/join", endpoint="join_post")
@takes(JoinCodeForm)
@needs(Permission.PUBLIC, writes=False)
def check_code(ctx: Ctx) -> ResponseReturnValue:
    """Lead on to the form of the code's organisation."""
    form = JoinCodeForm()
    if form.validate():
        try:
            return redirect(url_for("people.join_form", code=load_code(ctx, form.text("code")).code), code=303)
        except CodeUnknown:
            form.code.errors = [gettext("Такого кода нет. Проверьте знаки или попросите новый")]
    return render_template("people/join_code.html", form=form), 422


def load_code(ctx: Ctx, code: str) -> JoinCode:
    """The code of the address, if it works now; a wrong one counts as a try, as in the form.

    :raises CodeUnknown: it does not work
    :raises TooMany: this network has tried too many
    """
    try:
        return joining.code_in_force(ctx.session, code, ctx.now)
    except CodeUnknown:
        with database().unit_of_work() as writing:
            limits.spend(writing, TRIES, network(), ctx.now)
        raise


def member_word() -> str:
    """The office of somebody without one."""
    return str(gettext("Член профсоюза, без должности"))


def page(ctx: Ctx, code: JoinCode, form: JoinForm | JoinAgainForm) -> ResponseReturnValue:
    """The form with the organisation that the code names."""
    organisation = ctx.session.get_one(Organisation, code.organisation_id)
    return render_template(
        "people/join.html", form=form, organisation=organisation, code=code.code
    ), 422 if form.errors else 200


@bp.get("/join/<code>", endpoint="join_form")
@needs(Permission.PUBLIC, on=load_code)
def show(ctx: Ctx, code: JoinCode) -> ResponseReturnValue:
    """Who are you; somebody who is signed in is asked for the office only."""
    choices = offices(ctx.session, ctx.lang, member_word())
    return page(ctx, code, JoinAgainForm(choices) if ctx.actor else JoinForm(choices, language=ctx.lang))


@bp.post("/join/<code>", endpoint="join_form_post")
@takes(JoinForm, JoinAgainForm)
@needs(Permission.PUBLIC, on=load_code, writes=False)
def post(ctx: Ctx, code: JoinCode) -> ResponseReturnValue:
    """Send the request; a new person gets an account with it."""
    choices = offices(ctx.session, ctx.lang, member_word())
    if ctx.actor:
        return ask_again(ctx, code, JoinAgainForm(choices))
    form = JoinForm(choices)
    if not form.validate():
        return page(ctx, code, form)
    phone = phone_key(form.text("phone")) or ""
    if services.is_login_taken(ctx.session, None, phone):
        form.phone.errors = [gettext("С этим номером уже есть запись. Войдите и введите код ещё раз")]
        return page(ctx, code, form)
    try:
        check_new(form.text("password"), staff=False, about=(form.text("family_name"), form.text("given_name"), phone))
    except PasswordRefused as error:
        form.password.errors = [why_refused(error)]
        return page(ctx, code, form)
    return join_anew(ctx, code, form, phone, services.hashed(form.text("password")))


def ask_again(ctx: Ctx, code: JoinCode, form: JoinAgainForm) -> ResponseReturnValue:
    """A person with an account asks at one more organisation."""
    if not form.validate():
        return page(ctx, code, form)
    with database().unit_of_work() as writing:
        person = writing.get_one(Person, ctx.me.person_id)
        joining.ask(writing, person, code, office=form.text("office"), now=ctx.now)
    return redirect(url_for("people.pending"), code=303)


def names_of(form: JoinForm | InviteForm) -> services.Names:
    """The three parts of the name as typed."""
    return services.Names(form.text("family_name"), form.text("given_name"), form.text("patronymic"))


def join_anew(ctx: Ctx, code: JoinCode, form: JoinForm, phone: str, password_hash: str) -> ResponseReturnValue:
    """Person, account, consent, request and session in one unit of work."""
    names = names_of(form)
    with database().unit_of_work() as writing:
        person = services.register_person(writing, names, language=form.text("language"), phone=phone, now=ctx.now)
        account = services.open_account(writing, person, password_hash=password_hash, phone_key=phone, now=ctx.now)
        joining.consent(writing, person, language=ctx.lang, now=ctx.now)
        joining.ask(writing, person, code, office=form.text("office"), now=ctx.now)
        secret = opened(writing, candidate_of(writing, account, ctx.now), ctx.now, by_code=False)
    return entered(secret, account.language, url_for("people.pending"))


@bp.get("/join/requests", endpoint="pending")
@needs(Permission.ACCOUNT_OWN)
def pending(ctx: Ctx) -> ResponseReturnValue:
    """Where one's own requests stand, and what can be done meanwhile."""
    return render_template("people/join_pending.html", requests=own_requests(ctx.session, ctx.me.person_id))
