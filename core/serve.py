"""`flask serve`: bring an installation up to date, say where it answers, and hand over to the supervisor."""

import errno
import logging
import os
import socket
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default=HOST, show_default=True, help="Address to listen on; leave it behind a proxy.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@with_appcontext
def serve(port: int, host: str, workers: int) -> None:
    """Migrate, load the content, seed an empty demonstration, then serve with the job worker beside it.

    Every step changes nothing when its work is done already; `demo seed` then only prints the sign-ins.
    """
    refuse_a_taken_port(host, port)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _run("db", "upgrade")
    _run("curricula", "load")
    if current_app.extensions["settings"].demo:
        _run("demo", "seed")
    click.echo(f"\nTirek answers on http://{host}:{port} (Ctrl+C stops it)\n")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "core.supervisor", host, str(port), str(workers)])  # noqa: S606  # our own interpreter


def _run(*arguments: str) -> None:
    """Run another command of this application in this process: a start costs one import of the program, not four."""
    current_app.cli.main(list(arguments), prog_name="flask", standalone_mode=False)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Stop with a sentence that helps when something else listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            why = (
                "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be opened by this user"
            )
            other = port + 1 if 1024 <= port < 65535 else 8000
            raise click.ClickException(f"Port {port} {why}. Choose another: make run PORT={other}") from None
