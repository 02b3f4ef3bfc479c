"""Commands and migrations: what `flask …` needs and a web worker does not, so that it is not even imported there."""

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy.engine import Engine

import reports.cli  # noqa: F401 - adds doctor and audit to `flask admin`
from assessments.cli import assessments
from certificates.cli import certificates
from core.db import Base
from core.full_text import not_the_full_text_index
from core.i18n.cli import i18n
from core.serve import serve
from core.worker import worker
from courses.cli import curricula
from demo.cli import demo
from people.cli import admin
from unions.cli import unions

COMMANDS = (i18n, serve, worker, unions, admin, curricula, assessments, demo, certificates)
ALEMBIC_CONTEXT = {
    "render_as_batch": True,
    "transactional_ddl": True,
    "compare_type": True,
    "include_name": not_the_full_text_index,
}
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False)


def register_commands(app: Flask, engine: Engine) -> None:
    """Add `flask db …` and the commands of all parts."""
    app.config.update(ALEMBIC={"script_location": "migrations"}, ALEMBIC_CONTEXT=ALEMBIC_CONTEXT)
    alembic.engines = {"default": engine}
    alembic.init_app(app)
    for group in COMMANDS:
        app.cli.add_command(group)
