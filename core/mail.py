"""The outbox of letters: written with what causes them, sent by the worker, once per key; kept when no server is set."""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import Database
from core.jobs import enqueue, handles
from core.models import Mail
from core.settings import Settings

TIMEOUT = 20
CONTROL = str.maketrans("", "", "\r\n")


def write_mail(
    session: Session, *, key: str, recipient: str, language: str, subject: str, text: str, now: datetime
) -> Mail:
    """Put a letter into the outbox in the transaction that causes it; the same key twice is one letter.

    :param recipient: e-mail address, or `tel:+7…` for a person with a phone only: kept for the administrator to pass on
    """
    if found := session.scalar(select(Mail).where(Mail.key == key)):
        return found
    mail = Mail(
        key=key, recipient=recipient, language=language, subject=subject.translate(CONTROL), text=text, created_at=now
    )
    session.add(mail)
    session.flush()
    enqueue(session, "mail.send", f"mail:{mail.id}", {"mail": mail.id}, now=now)
    return mail


@handles("mail.send")
def send_mail(app: Flask, payload: dict[str, Any]) -> None:
    """Hand one letter to the mail server; without a server, or for a phone number, it stays readable in the outbox."""
    settings: Settings = app.extensions["settings"]
    database: Database = app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        mail = session.get_one(Mail, payload["mail"])
    if mail.sent_at or not settings.mail_url or mail.recipient.startswith("tel:"):
        return
    error = _try_to_send(settings, mail)
    with database.unit_of_work() as session:
        row = session.get_one(Mail, mail.id)
        row.tries += 1
        row.error = error
        row.sent_at = None if error else clock.now()
        row.next_try_at = clock.now() + timedelta(minutes=5) if error else None
    if error:
        raise ConnectionError(error)


def _try_to_send(settings: Settings, mail: Mail) -> str:
    """Send, or return the reason why not."""
    try:
        with _server(settings.mail_url) as server:
            server.send_message(letter(mail, settings.mail_from))
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def letter(mail: Mail, sender: str) -> EmailMessage:
    """The letter as it travels: plain text, its language named."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Content-Language"] = mail.language
    message["Message-ID"] = f"<{mail.key}@tirek>"
    message.set_content(mail.text)
    return message


def _server(url: str) -> smtplib.SMTP:
    """An open connection to `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
