"""`flask admin …`, the commands of those who run an installation; here `create`: the first administrator of an installation, who has nobody to be invited by."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from access.actors import Role
from core import clock
from core.db import Database
from core.settings import Settings
from people import services, tickets
from people.letters import write_invitation
from people.logins import login_keys
from people.models import Person

admin = AppGroup("admin", help="First administrator, diagnosis, check of the logs.")


@admin.command("create")
@click.argument("login")
@click.option("--family-name", required=True, help="As in the documents.")
@click.option("--given-name", required=True, help="As in the documents.")
@click.option("--patronymic", default="")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="ru", show_default=True)
def create(login: str, family_name: str, given_name: str, patronymic: str, language: str) -> None:
    """Enter a system administrator with LOGIN (e-mail or phone) and print the link with which they set a password.

    The link works for 24 hours and once; no password passes through the terminal.
    """
    settings: Settings = current_app.extensions["settings"]
    database: Database = current_app.extensions["database"]
    names = services.Names(family_name, given_name, patronymic)
    with database.unit_of_work() as session:
        link = settings.public_url + invited(session, names, login, language)
    click.echo(
        f"{names.given} {names.family} becomes system administrator with this link, within 24 hours and once:\n\n  {link}\n"
    )


def invited(session: Session, names: services.Names, login: str, language: str) -> str:
    """Enter the person with the role and the letter; return the path of the link.

    :raises click.ClickException: the login is none, or somebody has it
    """
    email, phone = login_keys(login)
    if not (email or phone):
        raise click.ClickException(f"{login!r} is neither an e-mail address nor a phone number. Nothing was changed.")
    if services.is_login_taken(session, email, phone):
        raise click.ClickException("Somebody has an account with this login. Nothing was changed.")
    now = clock.now()
    person: Person = services.register_person(
        session, names, email=email or "", phone=phone or "", language=language, now=now
    )
    services.grant(session, person, Role.SYSTEM_ADMIN, now=now)
    _, token = tickets.invite(session, person, organisation=None, by_id=None, now=now)
    settings: Settings = current_app.extensions["settings"]
    path = f"/invitations/{token}"
    write_invitation(session, person, settings.public_url + path, now)
    return path
