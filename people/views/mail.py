"""The outbox as the system administrator reads it: for installations without a mail server and people without e-mail."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from access.actors import Role
from access.guard import Ctx, needs
from access.permissions import Permission
from core.audit import record
from core.db import Database
from core.errors import NotFound
from core.models import Mail
from people.views import bp
from people.views.sign_in import database


@bp.get("/admin/mail", endpoint="mail")
@needs(Permission.MAIL_READ)
def outbox(ctx: Ctx) -> ResponseReturnValue:
    """The last two hundred letters, without their texts."""
    letters = ctx.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(200)).all()
    return render_template("people/mail.html", letters=letters, has_server=bool(ctx.settings.mail_url))


def load_letter(ctx: Ctx, letter_id: int) -> Mail:
    """The letter of the address.

    :raises NotFound: there is none, or the actor does not keep the outbox
    """
    found = ctx.session.get(Mail, letter_id) if Role.SYSTEM_ADMIN in ctx.me.roles else None
    if found is None:
        raise NotFound
    return found


@bp.get("/admin/mail/<int:letter_id>", endpoint="letter")
@needs(Permission.MAIL_READ, on=load_letter)
def letter(ctx: Ctx, mail: Mail) -> ResponseReturnValue:
    """One letter with its text; that it was opened is logged."""
    noted(database(), ctx, mail)
    return render_template("people/letter.html", mail=mail)


def noted(db: Database, ctx: Ctx, mail: Mail) -> None:
    """Keep in the audit log who read a letter: reading is not changing, so it has its own unit of work."""
    with db.unit_of_work() as writing:
        record(writing, "letter_read", now=ctx.now, actor_id=ctx.me.person_id, thing=f"mail:{mail.id}")
