"""The application: settings, database, policy, blueprints, signals, error pages, commands. No logic."""

from flask import Flask, g
from werkzeug.middleware.proxy_fix import ProxyFix

import assessments.marking.models
import assessments.models
import assessments.statistics.models
import assessments.walks.models
import certificates.models
import competencies.models
import core.models
import courses.models
import law.models
import people.models
import qualifications.models
import unions.models
from access.guard import Guard, check_routes, reader
from access.open_routes import register_open_routes
from core.addresses import init_addresses
from core.assets.lookup import serve_assets
from core.compiled_templates import keep_compiled
from core.compression import init_compression
from core.db import Database, make_engine
from core.error_pages import init_error_pages
from core.fields import init_fields
from core.files import FileStore
from core.http import init_http
from core.jobs import Queue
from core.languages import init_languages
from core.layout import register_layout
from core.settings import Settings, read_settings
from parts import BLUEPRINTS
from people.sessions import actor_of_request, touch
from policy import TABLE
from wires import connect

MODELS = (
    core.models, unions.models, people.models, competencies.models, law.models,
    assessments.models, assessments.walks.models, assessments.marking.models, assessments.statistics.models,
    courses.models, qualifications.models, certificates.models,
)  # fmt: skip


def create_app(settings: Settings | None = None, database: Database | None = None, *, commands: bool = True) -> Flask:
    """Put the parts together; refuse to start while a route has no declared permission.

    :param commands: whether `flask …` commands and migrations are needed; a web worker leaves them out and stays small
    """
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.config.update(DEMO=settings.demo)
    app.extensions["settings"] = settings
    app.extensions["database"] = database = database or Database(make_engine(settings.database_url))
    app.extensions["files"] = FileStore(settings.files_url)
    app.extensions["queue"] = Queue(app, settings, database)
    app.extensions["guard"] = Guard(TABLE, actor_of_request, touch)
    app.extensions["reader"] = reader
    init_compression(app)
    init_addresses(app)
    init_languages(app, settings.default_language)
    init_http(app, settings)
    register_layout(app, lambda: g.get("lang", settings.default_language), settings.timezone)
    keep_compiled(app, settings.var / "templates")
    init_error_pages(app)
    init_fields(app)
    register_open_routes(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if commands:
        from commands import register_commands  # noqa: PLC0415 - twenty megabytes that a web worker does not need

        register_commands(app, database.engine)
    connect()
    check_routes(app, TABLE)
    app.wsgi_app = serve_assets(ProxyFix(app.wsgi_app, *[settings.proxies] * 4))  # type: ignore[method-assign]
    return app
