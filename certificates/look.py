"""Editions of the look: what the paper is drawn from, told by one hash, so that an issued file names its own."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.models import CertificateTemplate
from core.assets.paths import STATIC

NAME = "trilingual"
HERE = Path(__file__).parent
SOURCES = (
    HERE / "templates" / "certificates" / "document.html", HERE / "paper" / "certificate.css", HERE / "paper" / "words.py",
    *(STATIC / "img" / name for name in ("cert-frame.svg", "cert-rosette.svg", "cert-rule.svg", "cert-seal.svg", "emblem.svg")),
)  # fmt: skip


@cache
def look_hash() -> str:
    """SHA-256 over everything that the paper is drawn from."""
    digest = hashlib.sha256()
    for path in SOURCES:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def current_look(session: Session, now: datetime) -> int:
    """Id of the edition that is printed now; a changed template becomes the next one."""
    known = session.scalar(select(CertificateTemplate.id).where(CertificateTemplate.hash == look_hash()))
    if known is not None:
        return known
    last = session.scalar(select(func.max(CertificateTemplate.number)).where(CertificateTemplate.name == NAME))
    row = CertificateTemplate(name=NAME, number=(last or 0) + 1, hash=look_hash(), published_at=now)
    session.add(row)
    session.flush()
    return row.id
