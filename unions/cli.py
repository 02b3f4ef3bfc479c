"""`flask unions rebuild`: compute who lies below whom anew."""

import click
from flask import current_app
from flask.cli import AppGroup

from core.db import Database
from unions.services import rebuild_closure

unions = AppGroup("unions", help="The register of organisations.")


@unions.command("rebuild")
def rebuild() -> None:
    """Compute every path between organisations anew from the affiliations, in one transaction."""
    database: Database = current_app.extensions["database"]
    with database.unit_of_work() as session:
        count = rebuild_closure(session)
    click.echo(f"{count} paths computed from the affiliations.")
