"""Signed-in browsers: a random id in the cookie, its hash in a row that can be ended from anywhere (design, security 3.5)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app, request
from sqlalchemy import and_, bindparam, join, or_, select, update
from sqlalchemy.orm import Session

from access.actors import Actor, Role, Scope
from access.guard import Ctx
from core.db import Database, UtcDateTime
from people.models import Account, Grant, Person, SignedSession

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=2)
IDLE_STAFF = timedelta(minutes=30)
TOUCH_EVERY = timedelta(minutes=5)


def cookie_name() -> str:
    """`__Host-sid` behind https, `sid` over plain http on loopback."""
    return "__Host-sid" if current_app.extensions["settings"].https else "sid"


def token_hash(token: str) -> str:
    """What is stored instead of a secret that travels."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session,
    account: Account,
    *,
    staff: bool,
    device: str,
    network: str,
    now: datetime,
    second_factor: bool = False,
) -> str:
    """Start a session and return the secret for the cookie; it is stored nowhere else."""
    token = secrets.token_urlsafe(32)
    row = SignedSession(
        token_hash=token_hash(token),
        account_id=account.id,
        created_at=now,
        last_seen_at=now,
        idle_until=now + (IDLE_STAFF if staff else IDLE),
        expires_at=now + ABSOLUTE,
        second_factor_at=now if second_factor else None,
        password_at=now,
        device=device[:200],
        network=network,
    )
    session.add(row)
    session.flush()
    return token


_session, _account, _person, _grant = (table.__table__.c for table in (SignedSession, Account, Person, Grant))
_NOW = bindparam("now", type_=UtcDateTime())
_IN_FORCE = and_(
    _grant.person_id == _person.id, _grant.from_at <= _NOW, or_(_grant.until_at.is_(None), _grant.until_at > _NOW)
)
WHO = (
    select(
        _session.id, _session.password_at, _session.idle_until, _account.id, _account.language, _person.id, _person.ref,
        _person.federation_id, _person.family_name, _person.given_name, _grant.role, _grant.organisation_id, _grant.axis,
    )
    .select_from(
        join(SignedSession.__table__, Account.__table__, _account.id == _session.account_id)
        .join(Person.__table__, _person.id == _account.person_id)
        .outerjoin(Grant.__table__, _IN_FORCE)
    )
    .where(
        _session.token_hash == bindparam("token"),
        _session.ended_at.is_(None),
        _session.idle_until > _NOW,
        _session.expires_at > _NOW,
        _account.disabled_at.is_(None),
    )
)  # fmt: skip
"""Made once: it runs with every request, and building a statement costs more than running it."""


def actor_of_request(session: Session, now: datetime) -> Actor | None:
    """The person whose live session the cookie names, with the grants in force; one statement."""
    token = request.cookies.get(cookie_name())
    if not token or len(token) > 100:
        return None
    found = session.connection().execute(WHO, {"token": token_hash(token), "now": now}).all()
    if not found:
        return None
    session_id, password_at, idle_until, account_id, language, person_id, ref, federation_id, family, given = found[0][
        :10
    ]
    scopes = tuple(Scope(Role(role), organisation, axis) for *_, role, organisation, axis in found if role)
    return Actor(
        person_id=person_id, account_id=account_id, session_id=session_id, name=f"{given} {family}".strip(), ref=ref, language=language,
        federation_id=federation_id, scopes=scopes, password_at=password_at, idle_until=idle_until,
    )  # fmt: skip


def touch(database: Database, ctx: Ctx) -> None:
    """Prolong the session of somebody who is active, at most once in five minutes, in its own short unit of work."""
    if ctx.actor is None or ctx.actor.idle_until is None:
        return
    length = IDLE_STAFF if ctx.actor.is_staff else IDLE
    if ctx.actor.idle_until > ctx.now + length - TOUCH_EVERY:
        return
    with database.unit_of_work() as session:
        prolonged = {"last_seen_at": ctx.now, "idle_until": ctx.now + length}
        session.execute(update(SignedSession).where(SignedSession.id == ctx.actor.session_id).values(**prolonged))
