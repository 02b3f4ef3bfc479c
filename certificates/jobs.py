"""The worker's part: the file of a numbered certificate is made, stored with its hash, and the event is told."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate, CertificateEventType
from certificates.paper.sheet import Sheet
from certificates.services import tell
from core import clock
from core.db import Database
from core.files import FileStore
from core.jobs import handles

PDF = "application/pdf"


@handles("certificate.file")
def make_file(app: Flask, payload: dict[str, Any]) -> None:
    """Make the file of one certificate. Done twice, or by two workers at once, the first file stays.

    A failure is told as an event with its reason; the job is tried again by the queue.
    """
    database: Database = app.extensions["database"]
    with database.unit_of_work(read_only=True) as session:
        certificate = session.get_one(Certificate, payload["certificate"])
    if certificate.file_id is not None:
        return
    try:
        content = printed(Sheet.load(certificate.printed))
    except Exception as error:
        with database.unit_of_work() as session:
            refused(session, certificate, error)
        raise
    with database.unit_of_work() as session:
        keep(session, app.extensions["files"], certificate.id, content)


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet, by the press of this process."""
    from certificates.paper.press import the_press  # noqa: PLC0415 - WeasyPrint is loaded by the worker alone

    return the_press().print(sheet)


def keep(session: Session, files: FileStore, certificate_id: int, content: bytes) -> None:
    """Store the bytes and name them in the certificate's row, unless another worker was first."""
    row = session.scalars(select(Certificate).where(Certificate.id == certificate_id).with_for_update()).one()
    if row.file_id is not None:
        return
    now = clock.now()
    row.file_id = files.put(session, content, PDF, now=now).id
    tell(session, row, CertificateEventType.FILE_MADE, now=now)


def refused(session: Session, certificate: Certificate, error: Exception) -> None:
    """Tell why the file could not be made."""
    reason = f"{type(error).__name__}: {error}"[:500]
    tell(session, certificate, CertificateEventType.FILE_REFUSED, now=clock.now(), reason=reason)
