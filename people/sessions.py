"""Signed-in browsers: a random id in the cookie, its hash in a row that can be ended from anywhere (design, security 3.5)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app, request
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from access.actors import Actor, Scope
from access.guard import Ctx
from core.db import Database
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


def actor_of_request(session: Session, now: datetime) -> Actor | None:
    """The person whose live session the cookie names, with the grants in force; one statement."""
    token = request.cookies.get(cookie_name())
    if not token or len(token) > 100:
        return None
    in_force = and_(
        Grant.person_id == Person.id, Grant.from_at <= now, or_(Grant.until_at.is_(None), Grant.until_at > now)
    )
    found = session.execute(
        select(
            SignedSession.id, SignedSession.password_at, SignedSession.idle_until, Account.id, Account.language, Person.id, Person.ref, Person.federation_id,
            Person.family_name, Person.given_name, Grant.role, Grant.organisation_id, Grant.axis,
        )
        .join(Account, Account.id == SignedSession.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Grant, in_force)
        .where(
            SignedSession.token_hash == token_hash(token),
            SignedSession.ended_at.is_(None),
            SignedSession.idle_until > now,
            SignedSession.expires_at > now,
            Account.disabled_at.is_(None),
        )
    ).all()  # fmt: skip
    if not found:
        return None
    session_id, password_at, idle_until, account_id, language, person_id, ref, federation_id, family, given = found[0][
        :10
    ]
    scopes = tuple(Scope(role, organisation, axis) for *_, role, organisation, axis in found if role)
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
