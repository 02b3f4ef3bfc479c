"""Signing in and out: password, second factor where the role needs one, the session's row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from access.actors import STAFF
from core.audit import record
from core.db import changed_rows
from people import passwords
from people.logins import login_keys
from people.models import Account, Grant, Person, SignedSession


@dataclass(frozen=True)
class Candidate:
    """An account whose password was right, before the second factor."""

    account: Account
    person: Person
    staff: bool


def find_candidate(session: Session, login: str, password: str, now: datetime) -> Candidate | None:
    """The account of a login if the password is right; an unknown login takes the same time as a wrong password."""
    email, phone = login_keys(login)
    account = None
    if email or phone:
        account = session.scalar(
            select(Account).where(Account.email_key == email if email else Account.phone_key == phone)
        )
    stored = account.password_hash if account else passwords.nobodys_hash()
    right = passwords.matches(stored, password[: passwords.MAX_LENGTH + 1])
    if account is None or not right or account.disabled_at is not None:
        return None
    return candidate_of(session, account, now)


def candidate_of(session: Session, account: Account, now: datetime) -> Candidate:
    """The account with its person and whether a role of it needs the second factor."""
    person = session.get_one(Person, account.person_id)
    return Candidate(account, person, is_staff(session, account.person_id, now))


def is_staff(session: Session, person_id: int, now: datetime) -> bool:
    """Whether a grant in force gives the person a role beyond learning."""
    in_force = (Grant.from_at <= now, or_(Grant.until_at.is_(None), Grant.until_at > now))
    wanted = select(Grant.id).where(Grant.person_id == person_id, Grant.role.in_(STAFF), *in_force).limit(1)
    return session.scalar(wanted) is not None


def rehash_if_outdated(session: Session, account_id: int, stored: str, password: str) -> None:
    """Store the password under today's parameters when it was hashed under weaker ones."""
    if passwords.is_outdated(stored):
        session.execute(
            update(Account).where(Account.id == account_id).values(password_hash=passwords.hash_password(password))
        )


def sign_out(session: Session, session_id: int, *, person_id: int, now: datetime) -> None:
    """End one signed-in browser."""
    session.execute(
        update(SignedSession)
        .where(SignedSession.id == session_id, SignedSession.ended_at.is_(None))
        .values(ended_at=now)
    )
    record(session, "sign_out", now=now, actor_id=person_id)


def end_sessions(session: Session, account_id: int, *, now: datetime, but: int | None = None) -> int:
    """End all signed-in browsers of an account, except one; return how many there were."""
    live = (SignedSession.account_id == account_id, SignedSession.ended_at.is_(None), SignedSession.id != (but or 0))
    return changed_rows(session, update(SignedSession).where(*live).values(ended_at=now))


def change_password(
    session: Session,
    account: Account,
    password: str,
    *,
    about: tuple[str, ...],
    staff: bool,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Set a new password; every other signed-in browser of the account ends at its next request.

    :raises PasswordRefused: see `people.passwords.check_new`
    """
    passwords.check_new(password, staff=staff, about=about)
    account.password_hash = passwords.hash_password(password)
    account.password_changed_at = now
    end_sessions(session, account.id, now=now, but=keep)
    record(session, "password_changed", now=now, actor_id=account.person_id)
