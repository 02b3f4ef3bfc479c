"""`flask i18n extract · compile · check`; also `python -m core.i18n …`, which needs no application."""

import click

from core.i18n import catalogue, completeness


@click.group("i18n")
def i18n() -> None:
    """Look after the catalogues of visible strings."""


@i18n.command()
@click.argument("packages", nargs=-1, type=click.Choice(catalogue.PACKAGES))
def extract(packages: tuple[str, ...]) -> None:
    """Bring catalogues in line with the sources (of all packages, or of those named)."""
    missing = catalogue.extract(packages or catalogue.PACKAGES)
    click.echo(f"{missing} texts wait for a translation.")


@i18n.command("compile")
@click.option("--if-stale", is_flag=True, help="Do nothing when the merged catalogues are newer than all others.")
def compile_(if_stale: bool) -> None:
    """Merge the catalogues of all packages into the ones that the application reads."""
    if if_stale and not catalogue.stale():
        return
    counts = catalogue.compile_all()
    click.echo("Catalogues merged: " + ", ".join(f"{language} {count}" for language, count in counts.items()))


@i18n.command()
@click.option("--strict", is_flag=True, help="Also refuse entries that no source shows any more.")
def check(strict: bool) -> None:
    """Fail when a visible string lacks its Kazakh or English text, or a placeholder differs."""
    wrong = completeness.problems() + (completeness.leftovers() if strict else [])
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise click.ClickException(f"{len(wrong)} faults in the catalogues; `flask i18n extract` brings them in line.")
    click.echo("The catalogues are complete.")
