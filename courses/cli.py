"""`flask curricula check · load · export`: the content folder against the database."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core import clock
from core.content.problems import ContentRefused
from core.db import Database
from courses.publishing.sources import is_loaded, read_folder, reader_hash, write_back

CURRICULA = Path(__file__).resolve().parents[1] / "curricula"
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group("curricula")
def curricula() -> None:
    """The content: programmes, lessons, items, cases, the norm register."""


@curricula.command()
@click.argument("folder", type=FOLDER, default=CURRICULA)
def check(folder: Path) -> None:
    """Read everything and name each fault: file, line, what is wrong and what would be right."""
    from courses.content.tree import read_curricula  # noqa: PLC0415 - Markdown and YAML stay out of the web process

    read = read_curricula(folder)
    for problem in read.problems:
        click.echo(str(problem))
    click.echo(read.summary())
    if read.problems:
        raise SystemExit(1)


@curricula.command()
@click.argument("folder", type=FOLDER, default=CURRICULA)
@with_appcontext
def load(folder: Path) -> None:
    """Publish what is new or changed; what is the same stays as it is. Exit 1 when something was refused."""
    database: Database = current_app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        if _is_unchanged(session, folder):
            click.echo("Content: unchanged since the last load.")
            return
    from courses.publishing.load import load as load_folder  # noqa: PLC0415 - as above

    with database.unit_of_work() as session:
        loaded = load_folder(session, folder, now=clock.now())
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    said = [f"{loaded.norms} new norm editions", *(f"{slug}: new edition" for slug in loaded.published)]
    click.echo("Content: " + ", ".join([*said, *(f"{slug}: unchanged" for slug in loaded.same)]) + ".")
    if loaded.problems:
        raise click.ClickException("what has a problem was not loaded")


def _is_unchanged(session: Session, folder: Path) -> bool:
    """Whether there is nothing to load; a folder that cannot be looked through is left to the loader to refuse."""
    try:
        return is_loaded(session, read_folder(folder), reader_hash())
    except ContentRefused:
        return False


@curricula.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def export(folder: Path) -> None:
    """Write the files in force back, byte for byte, into an empty or new folder."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty")
    database: Database = current_app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        count = write_back(session, folder)
    click.echo(f"{count} files written to {folder}.")
