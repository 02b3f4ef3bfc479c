"""Links that let somebody set a password: invitations (24 hours) and resets (30 minutes), stored hashed, good once (security 3.4)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record
from core.db import changed_rows
from core.errors import DomainError
from people.logins import login_keys
from people.models import Account, Invitation, PasswordReset, Person
from people.sessions import token_hash
from unions.models import Organisation

INVITATION_LASTS = timedelta(hours=24)
RESET_LASTS = timedelta(minutes=30)


class TicketSpent(DomainError):
    """The link was used, has run out, or never existed: the answer is the same."""

    status, code = 410, "ticket_spent"


def invite(
    session: Session, person: Person, *, organisation: Organisation | None, by_id: int | None, now: datetime
) -> tuple[Invitation, str]:
    """Make an invitation and return it with the secret for its link; the secret is stored nowhere.

    Earlier open links of the person stop working.
    """
    open_ones = (Invitation.person_id == person.id, Invitation.used_at.is_(None))
    session.execute(update(Invitation).where(*open_ones).values(used_at=now))
    token = secrets.token_urlsafe(24)
    row = Invitation(
        token_hash=token_hash(token), person_id=person.id, organisation_id=organisation.id if organisation else None, made_by_id=by_id,
        made_at=now, expires_at=now + INVITATION_LASTS,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(session, "invited", now=now, actor_id=by_id, thing=f"person:{person.id}")
    return row, token


def invitation_of(session: Session, token: str, now: datetime) -> Invitation:
    """The open invitation of a link.

    :raises TicketSpent: used, run out or unknown
    """
    row = session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise TicketSpent
    return row


def ask_for_reset(session: Session, login: str, now: datetime) -> tuple[Account, str] | None:
    """Make a reset link for the account of a login and return its secret; None when there is no such account.

    Earlier open links of the account stop working.
    """
    email, phone = login_keys(login)
    if not (email or phone):
        return None
    account = session.scalar(select(Account).where(Account.email_key == email if email else Account.phone_key == phone))
    if account is None or account.disabled_at is not None:
        return None
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.account_id == account.id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(24)
    row = PasswordReset(token_hash=token_hash(token), account_id=account.id, made_at=now, expires_at=now + RESET_LASTS)
    session.add(row)
    session.flush()
    record(session, "reset_asked", now=now, actor_id=account.person_id)
    return account, token


def reset_of(session: Session, token: str, now: datetime) -> PasswordReset:
    """The open reset of a link.

    :raises TicketSpent: used, run out or unknown
    """
    row = session.scalar(select(PasswordReset).where(PasswordReset.token_hash == token_hash(token)))
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise TicketSpent
    return row


def spend(session: Session, ticket: Invitation | PasswordReset, now: datetime) -> None:
    """Use a link up, once.

    :raises TicketSpent: somebody else was quicker
    """
    table = type(ticket)
    if (
        changed_rows(session, update(table).where(table.id == ticket.id, table.used_at.is_(None)).values(used_at=now))
        != 1
    ):
        raise TicketSpent
