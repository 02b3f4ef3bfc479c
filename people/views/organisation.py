"""The people of an organisation: requests to join, the join code, invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from access.guard import Ctx, needs
from access.permissions import Permission
from core.addresses import words_of
from core.clock import local_day
from core.fields import takes
from people import joining, services, tickets
from people.access import load_request
from people.forms import DeclineForm, InviteForm
from people.letters import write_decision, write_invitation
from people.logins import login_keys
from people.models import Basis, JoinCode, JoinRequest, Person
from people.offices import offices
from people.queries import people_of, waiting_requests
from people.views import bp
from people.views.joining import member_word, names_of
from unions.access import load_organisation
from unions.models import Organisation


@bp.get("/unions/<ref>/people", endpoint="of_organisation")
@needs(Permission.PEOPLE_READ, on=load_organisation)
def show(ctx: Ctx, organisation: Organisation) -> ResponseReturnValue:
    """Who belongs here now, who asks to, and how others can come in."""
    today, search = local_day(ctx.now), words_of(request.args, 80)
    code = ctx.session.scalar(
        select(JoinCode).where(JoinCode.organisation_id == organisation.id, JoinCode.revoked_at.is_(None))
    )
    return render_template(
        "people/organisation.html",
        organisation=organisation,
        people=people_of(ctx.session, ctx.me, organisation, today, search),
        requests=waiting_requests(ctx.session, organisation),
        offices=dict(offices(ctx.session, ctx.lang, member_word())),
        code=code,
        search=search,
    )


@bp.post("/unions/<ref>/join-code", endpoint="new_code")
@needs(Permission.INVITE, on=load_organisation)
def new_code(ctx: Ctx, organisation: Organisation) -> ResponseReturnValue:
    """A new join code; the one before stops working."""
    joining.make_code(ctx.session, organisation, by_id=ctx.me.person_id, now=ctx.now)
    flash(gettext("Новый код готов. Прежний больше не действует"), "success")
    return redirect(url_for("people.of_organisation", ref=organisation.ref), code=303)


@bp.get("/join/requests/<request_ref>", endpoint="request_page")
@needs(Permission.JOIN_DECIDE, on=load_request)
def ask_why(ctx: Ctx, asked: JoinRequest) -> ResponseReturnValue:
    """The page on which a refusal gets its reason."""
    person = ctx.session.get_one(Person, asked.person_id)
    return render_template("people/decline.html", asked=asked, person=person, form=DeclineForm())


@bp.post("/join/requests/<request_ref>/approval", endpoint="approve")
@needs(Permission.JOIN_DECIDE, on=load_request)
def approve(ctx: Ctx, asked: JoinRequest) -> ResponseReturnValue:
    """Take the person in."""
    organisation = ctx.session.get_one(Organisation, asked.organisation_id)
    joining.approve(ctx.session, asked, organisation, by_id=ctx.me.person_id, on=local_day(ctx.now), now=ctx.now)
    tell(ctx, asked)
    flash(gettext("Человек принят"), "success")
    return redirect(url_for("people.of_organisation", ref=organisation.ref), code=303)


@bp.post("/join/requests/<request_ref>/refusal", endpoint="decline")
@takes(DeclineForm)
@needs(Permission.JOIN_DECIDE, on=load_request)
def decline(ctx: Ctx, asked: JoinRequest) -> ResponseReturnValue:
    """Refuse with a reason."""
    form = DeclineForm()
    if not form.validate():
        person = ctx.session.get_one(Person, asked.person_id)
        return render_template("people/decline.html", asked=asked, person=person, form=form), 422
    organisation = ctx.session.get_one(Organisation, asked.organisation_id)
    joining.decline(ctx.session, asked, by_id=ctx.me.person_id, reason=form.text("reason"), now=ctx.now)
    tell(ctx, asked)
    flash(gettext("Заявка отклонена, человек увидит причину"), "success")
    return redirect(url_for("people.of_organisation", ref=organisation.ref), code=303)


def tell(ctx: Ctx, asked: JoinRequest) -> None:
    """Write to the person that the request is decided."""
    person = ctx.session.get_one(Person, asked.person_id)
    write_decision(ctx.session, asked, person, ctx.settings.public_url, ctx.now)


@bp.get("/unions/<ref>/invitation", endpoint="invite")
@needs(Permission.INVITE, on=load_organisation)
def ask_whom(ctx: Ctx, organisation: Organisation) -> ResponseReturnValue:
    """The form of an invitation."""
    form = InviteForm(offices(ctx.session, ctx.lang, member_word()))
    return render_template("people/invite.html", organisation=organisation, form=form, link="")


@bp.post("/unions/<ref>/invitation", endpoint="invite_post")
@takes(InviteForm)
@needs(Permission.INVITE, on=load_organisation)
def invite(ctx: Ctx, organisation: Organisation) -> ResponseReturnValue:
    """Enter the person, write the letter, and show the link once, for those without e-mail."""
    form = InviteForm(offices(ctx.session, ctx.lang, member_word()))
    email, phone = login_keys(form.text("login"))
    if form.validate() and services.is_login_taken(ctx.session, email, phone):
        form.login.errors = [gettext("У этого человека уже есть запись. Дайте ему код организации")]
    if form.errors:
        return render_template("people/invite.html", organisation=organisation, form=form, link=""), 422
    person = invited(ctx, organisation, form, email or "", phone or "")
    _, token = tickets.invite(ctx.session, person, organisation=organisation, by_id=ctx.me.person_id, now=ctx.now)
    link = ctx.settings.public_url + url_for("people.invitation", token=token)
    write_invitation(ctx.session, person, link, ctx.now)
    return render_template("people/invite.html", organisation=organisation, form=form, link=link, person=person)


def invited(ctx: Ctx, organisation: Organisation, form: InviteForm, email: str, phone: str) -> Person:
    """The person with the appointment that the invitation is about; somebody invited before is not entered twice."""
    federation = ctx.session.get_one(Organisation, organisation.federation_id or organisation.id)
    language = form.text("language")
    waiting = services.person_without_account(ctx.session, federation, email=email, phone=phone)
    if waiting is not None and services.holds_office(ctx.session, waiting, organisation):
        return waiting
    person = waiting or services.register_person(
        ctx.session, names_of(form), email=email, phone=phone, language=language, federation=federation, now=ctx.now
    )
    basis = Basis.MEMBER if form.text("office") == "member" else Basis.ELECTED
    services.appoint(ctx.session, person, organisation, form.text("office"), basis=basis, from_on=local_day(ctx.now))
    return person
