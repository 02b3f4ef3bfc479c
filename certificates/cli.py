"""`flask certificates issue · revoke · verify`."""

import hashlib
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates import services
from certificates.errors import AlreadyRevoked, NameNotPrintable
from certificates.models import Certificate
from certificates.queries import Answer, answer_of
from certificates.rules import REVOKING, Reason
from core import clock
from core.db import Database
from core.models import StoredFile
from core.settings import Settings
from people.models import Person
from qualifications.models import Award


@click.group("certificates")
def certificates() -> None:
    """Issue, revoke and verify certificates."""


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@certificates.command()
@with_appcontext
def issue() -> None:
    """Number a certificate for every award that has none; the worker makes the files."""
    settings: Settings = current_app.extensions["settings"]
    with _database().unit_of_work(read_only=True) as session:
        waiting = session.scalars(
            select(Award.id)
            .outerjoin(Certificate, Certificate.award_id == Award.id)
            .where(Certificate.id.is_(None))
            .order_by(Award.id)
        ).all()
    issued = sum(_issue_one(award_id, settings) for award_id in waiting)
    click.echo(f"{issued} of {len(waiting)} certificates are numbered.")


def _issue_one(award_id: int, settings: Settings) -> bool:
    """One award in its own transaction, so that one bad name holds up nobody else."""
    try:
        with _database().unit_of_work() as session:
            award = session.get_one(Award, award_id)
            click.echo(services.issue(session, award, settings=settings, now=clock.now()).number)
    except NameNotPrintable as refused:
        click.echo(f"award {award_id}: the fonts cannot draw {', '.join(refused.facts['signs'])}", err=True)
        return False
    return True


@certificates.command()
@click.argument("number")
@click.option("--class", "reason_class", type=click.Choice([each.value for each in REVOKING]), required=True)
@click.option("--reason", required=True, help="Number and day of the decision; only registrars see it.")
@click.option("--by", "by_ref", help="Ref of the person who decided.")
@with_appcontext
def revoke(number: str, reason_class: str, reason: str, by_ref: str | None) -> None:
    """Revoke the certificate NUMBER; the register says so at once."""
    with _database().unit_of_work() as session:
        certificate = session.scalar(select(Certificate).where(Certificate.number == number.strip().upper()))
        if certificate is None:
            raise click.ClickException(f"there is no certificate {number}")
        by_id = _person(session, by_ref)
        try:
            services.revoke(
                session, certificate, by_id=by_id, reason_class=Reason(reason_class), reason=reason, now=clock.now()
            )
        except AlreadyRevoked as refused:
            raise click.ClickException(f"{certificate.number} was revoked before") from refused
        click.echo(f"{certificate.number} is revoked.")


def _person(session: Session, ref: str | None) -> int | None:
    if ref is None:
        return None
    found = session.scalar(select(Person.id).where(Person.ref == ref))
    if found is None:
        raise click.ClickException(f"there is no person with the ref {ref}")
    return found


@certificates.command()
@click.argument("what")
@with_appcontext
def verify(what: str) -> None:
    """Say what the register knows of a code, or of a PDF file by its bytes; the status is 0 only for a valid one."""
    with _database().unit_of_work(read_only=True) as session:
        code = _code_of_file(session, Path(what)) if Path(what).is_file() else what
        found = answer_of(session, code, "en", clock.now()) if code else None
    if found is None:
        raise click.ClickException("the register does not know it")
    for line in _lines(found):
        click.echo(line)
    if found.state != "valid":
        raise SystemExit(1)


def _code_of_file(session: Session, path: Path) -> str | None:
    """The code of the certificate whose issued bytes are exactly these."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    stored = select(Certificate.code).join(StoredFile, StoredFile.id == Certificate.file_id)
    return session.scalar(stored.where(StoredFile.sha256 == sha256))


def _lines(found: Answer) -> list[str]:
    lines = [f"state     {found.state.value}", f"number    {found.number}", f"name      {found.name or 'hidden'}"]
    lines += [
        f"for       {found.title[0]}",
        f"issued    {found.issued_on}",
        f"until     {found.valid_until or 'no end'}",
    ]
    return [*lines, f"reason    {found.reason_class}"] if found.reason_class else lines
