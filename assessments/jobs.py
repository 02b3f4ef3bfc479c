"""What the worker does for attempts once a minute."""

from flask import Flask

from assessments.services import finish_overdue
from core import clock
from core.db import Database
from core.jobs import every_minute


@every_minute
def submit_overdue(app: Flask) -> None:
    """Submit open attempts whose time is over, as of their deadline; running late changes nothing."""
    database: Database = app.extensions["database"]
    with database.unit_of_work() as session:
        finish_overdue(session, now=clock.now())
