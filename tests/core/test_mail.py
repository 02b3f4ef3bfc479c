"""A letter is written once, sent once, and waits readable when no server is set."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.jobs import Queue
from core.mail import write_mail
from core.models import Mail


class Inbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    controller.stop()


def written(session: Session) -> Mail:
    return write_mail(
        session,
        key="reset:1",
        recipient="a@example.kz",
        language="kk",
        subject="Құпиясөз\r\nBcc: x",
        text="Әріптес, сәлем",
        now=clock.now(),
    )


def sent(session: Session) -> Mail:
    return session.scalars(select(Mail).execution_options(populate_existing=True)).one()


def test_a_kazakh_letter_arrives_whole(app: Flask, session: Session, inbox: tuple[Inbox, str]):
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=inbox[1])
    written(session)
    session.commit()
    queue: Queue = app.extensions["queue"]
    queue.sweep()
    (letter,) = inbox[0].letters
    assert letter.rcpt_tos == ["a@example.kz"]
    assert sent(session).sent_at is not None


def test_a_header_cannot_be_smuggled_into_the_subject(session: Session):
    assert "\n" not in written(session).subject


def test_without_a_server_the_letter_waits(app: Flask, session: Session):
    written(session)
    session.commit()
    app.extensions["queue"].sweep()
    assert sent(session).sent_at is None
    assert sent(session).error == ""


def test_a_server_that_does_not_answer_is_recorded(app: Flask, session: Session):
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url="smtp://127.0.0.1:1")
    written(session)
    session.commit()
    app.extensions["queue"].sweep()
    assert (sent(session).tries, sent(session).sent_at) == (1, None)
    assert "refused" in sent(session).error.lower()


def test_the_same_key_is_one_letter(session: Session):
    assert written(session).id == written(session).id
