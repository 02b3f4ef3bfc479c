"""`flask demo seed · candidates · sign-ins`: the demonstration federations, a sitting of candidates, and who can sign in."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate, CertificateEvent
from certificates.rules import state_of
from core import clock
from core.clock import local_day
from core.db import Database
from core.settings import Settings
from demo import seeding, sitting
from demo.cast import CAST, PAGES, described
from people.models import JoinCode
from people.services import hashed

demo = AppGroup("demo", help="Fictional federations to look around in; only with TIREK_DEMO=1.")


def demo_settings() -> Settings:
    """The settings, if this is a demonstration; otherwise the command stops."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.demo:
        raise click.ClickException("This installation is no demonstration (TIREK_DEMO is off). Nothing was changed.")
    return settings


def database() -> Database:
    """The database of the application."""
    found: Database = current_app.extensions["database"]
    return found


@demo.command("seed")
@click.option("--if-empty", is_flag=True, help="Leave a database with real people alone instead of refusing it.")
def seed(if_empty: bool) -> None:
    """Fill an empty database with the demonstration and print who can sign in; a second time only print."""
    settings = demo_settings()
    with database().unit_of_work(read_only=True) as session:
        seeded, real = seeding.is_seeded(session), seeding.holds_real_data(session)
        renew = seeded and seeding.password_differs(session, settings.demo_password)
    if not seeded and real:
        if if_empty:
            click.echo("There are people in this database: it stays as it is, without a demonstration.")
            return
        raise click.ClickException("There are people in this database who are no demonstration. Nothing was changed.")
    if not seeded or renew:
        password_hash, now = hashed(settings.demo_password), clock.now()
        with database().unit_of_work() as session:
            if seeded:
                seeding.set_password(session, password_hash, now)
            else:
                seeding.seed(session, password_hash=password_hash, settings=settings, now=now)
    show(settings)


@demo.command("candidates")
@click.option("--count", type=click.IntRange(1, 5000), default=300, show_default=True, help="How many in all.")
@click.option("--exam", default="w1-module-exam", show_default=True, help="The key of the exam they sit.")
def candidates(count: int, exam: str) -> None:
    """Let made-up candidates sit an exam by a stated model of response; asked again, only those who are missing come."""
    demo_settings()
    made = sitting.hold(database(), exam, count, say=click.echo)
    click.echo(f"{made} candidates sat {exam}. Their answers are made up by the model that demo/candidates.py states.")


@demo.command("sign-ins")
def sign_ins() -> None:
    """Print who can sign in, with the one password."""
    settings = demo_settings()
    with database().unit_of_work(read_only=True) as session:
        if not seeding.is_seeded(session):
            raise click.ClickException("There is no demonstration in this database. `flask demo seed` makes one.")
    show(settings)


def show(settings: Settings) -> None:
    """The table of addresses, roles and logins; the password once."""
    with database().unit_of_work(read_only=True) as session:
        code, papers = first_code(session), examples(session, clock.now())
    address = settings.public_url
    rows = [(described(part), part.logins, address + PAGES[part.role]) for part in CAST]
    rows += [("visitor", "-", address), ("new member", f"code {code}", f"{address}/join")]
    rows += [(f"certificate, {state}", "-", f"{address}/verify/{paper}") for state, paper in papers.items()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    click.echo("\nDemonstration sign-ins (people and organisations are invented):\n")
    for role, login, page in rows:
        click.echo(f"  {role:<{widths[0]}}  {login:<{widths[1]}}  {page}")
    click.echo(f"\n  Password of all of them: {settings.demo_password}\n")


def first_code(session: Session) -> str:
    """A join code that works now."""
    wanted = select(JoinCode.code).where(JoinCode.revoked_at.is_(None)).order_by(JoinCode.id).limit(1)
    return session.scalar(wanted) or "-"


def examples(session: Session, now: datetime) -> dict[str, str]:
    """For each state of a certificate the verification code of one that is in it."""
    found = session.execute(
        select(Certificate, CertificateEvent.type)
        .outerjoin(CertificateEvent, CertificateEvent.certificate_id == Certificate.id)
        .order_by(Certificate.id)
    )
    events: dict[Certificate, set[str]] = {}
    for certificate, kind in found:
        events.setdefault(certificate, set()).add(kind)
    states = {
        str(state_of(frozenset(kinds), certificate.valid_until, local_day(now))): certificate.code
        for certificate, kinds in events.items()
    }
    return dict(sorted(states.items()))
