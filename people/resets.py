"""A reset asked for at the door: the page writes down the same job for any login, the worker looks whether there is an account.

So the answer takes the same time for a known name and an unknown one (security 3.2, 3.4).
"""

import secrets
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from core import clock
from core.db import Database
from core.jobs import enqueue, handles
from core.sealing import seal, unseal
from core.settings import Settings
from people.letters import write_reset
from people.tickets import ask_for_reset

KIND = "people.reset"


def write_down(session: Session, login: str, secret_key: str, now: datetime) -> None:
    """Keep what was typed for the worker, sealed: the jobs are read by more people than logins are."""
    name = secrets.token_hex(16)
    payload = {"name": name, "login": seal(secret_key, KIND, name, login.encode()).hex()}
    enqueue(session, KIND, f"reset:{name}", payload, now=now)


@handles(KIND)
def send_link(app: Flask, payload: dict[str, Any]) -> None:
    """Make the link and its letter, when the login has an account."""
    settings: Settings = app.extensions["settings"]
    database: Database = app.extensions["database"]
    login = unseal(settings.secret_key, KIND, payload["name"], bytes.fromhex(payload["login"])).decode()
    now = clock.now()
    with database.unit_of_work() as session:
        made = ask_for_reset(session, login, now)
        if made:
            account, token = made
            write_reset(session, account, f"{settings.public_url}/reset/{token}", now)
