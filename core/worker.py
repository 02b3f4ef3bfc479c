"""`flask worker`: does the jobs that the web process writes down."""

import logging

import click
from flask import current_app
from flask.cli import with_appcontext

from core.jobs import Queue


@click.command()
@click.option("--threads", type=click.IntRange(1, 16), default=2, show_default=True)
@click.option("--no-periodic", is_flag=True, help="Leave the minute's sweep to another worker.")
@with_appcontext
def worker(threads: int, no_periodic: bool) -> None:
    """Work until told to stop; a job that is cut short is queued again by the sweep."""
    queue: Queue = current_app.extensions["queue"]
    logging.getLogger("huey").setLevel(logging.WARNING)
    queue.sweep()
    queue.huey.create_consumer(
        workers=threads, worker_type="thread", periodic=not no_periodic, initial_delay=0.1, max_delay=1.0
    ).run()
