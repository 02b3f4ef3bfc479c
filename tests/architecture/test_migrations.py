"""A fresh database migrated to the end equals the models, on both engines."""

from pathlib import Path

from sqlalchemy.engine import Engine

from core.db import Database
from tests.conftest import settings_for


def test_migrations_equal_the_models(engine: Engine, tmp_path: Path):
    from app import create_app
    from commands import alembic

    app = create_app(settings_for("sqlite://", tmp_path), Database(engine))
    with app.app_context():
        assert alembic.compare_metadata() == []
