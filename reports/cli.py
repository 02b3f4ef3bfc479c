"""`flask admin doctor · audit`: whether the installation is sound, and whether its records were touched."""

from itertools import chain, islice

import click
from flask import current_app
from sqlalchemy import func, select

from assessments.chains import chain_breaks
from assessments.walks.audit import step_breaks
from core import audit
from core.db import Database
from core.models import AuditEvent
from people.cli import admin
from reports import doctor


def database() -> Database:
    """The database of the application."""
    found: Database = current_app.extensions["database"]
    return found


@admin.command("doctor")
def doctor_command() -> None:
    """Look at settings, schema, files, queue and content; the status is 1 when anything failed."""
    findings = list(doctor.examine(current_app._get_current_object(), database()))  # type: ignore[attr-defined]  # werkzeug's proxy
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        click.echo(f"  {'ok    ' if finding.ok else 'FAILED'}  {finding.name:<{width}}  {finding.seen}")
    failed = sum(not finding.ok for finding in findings)
    if failed:
        raise click.ClickException(f"{failed} of {len(findings)} checks failed.")
    click.echo(f"\n{len(findings)} checks, all sound.")


@admin.command("audit")
def audit_command() -> None:
    """Follow every chain of hashes; name the first broken link and end with status 1."""
    with database().unit_of_work(read_only=True) as session:
        first = next(audit.breaks(session), None)
        if first is not None:
            raise click.ClickException(
                f"The audit log does not hold: event {first} does not follow from the one before."
            )
        count = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
        click.echo(f"The audit log is whole: {count} events.")
        broken = list(islice(chain(chain_breaks(session), step_breaks(session)), 20))
        for each in broken:
            click.echo(f"attempt {each.attempt_ref}, {each.kind} {each.row_id}: {each.what}", err=True)
        if broken:
            raise click.ClickException("The chains of attempts do not hold; the first breaks are named above.")
        click.echo("The chains of all attempts are whole.")
