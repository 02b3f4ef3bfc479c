"""What the tests of the demonstration do and count."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session


def run(app: Flask, *arguments: str, **settings):
    if settings:
        app.extensions["settings"] = replace(app.extensions["settings"], **settings)
    return app.test_cli_runner().invoke(args=["demo", *arguments])


def count(session: Session, table, *where) -> int:
    return session.scalars(select(func.count()).select_from(table).where(*where)).one()
