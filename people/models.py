"""Persons, their accounts and sessions, ways in, appointments and grants."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from access.actors import Role
from core.db import REF, Base, UtcDateTime, one_of


class Person(Base):
    """A human being with the names as written in documents; belonging to a union stands in appointments only."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("federation_id", "iin_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    federation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The federation whose register holds this person (the tenant wall); null before anyone approved them."""
    family_name: Mapped[str] = mapped_column(Text, default="")
    given_name: Mapped[str] = mapped_column(Text)
    patronymic: Mapped[str] = mapped_column(Text, default="")
    latin_name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2), default="ru")
    phone: Mapped[str] = mapped_column(String(20), default="")
    """E.164, such as +77011234567."""
    email: Mapped[str] = mapped_column(Text, default="")
    search_key: Mapped[str] = mapped_column(Text, index=True)
    """The names casefolded, for look-ups that answer alike on both engines."""
    iin_ciphertext: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_index: Mapped[str | None] = mapped_column(String(64))
    """HMAC-SHA-256 of the IIN under the index key."""
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def full_name(self) -> str:
        """The name as on a document: family name, given name, patronymic."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)


class Account(Base):
    """The way of one person into the platform: an e-mail address or a phone number, and a password."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email_key IS NOT NULL OR phone_key IS NOT NULL", name="reachable"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    email_key: Mapped[str | None] = mapped_column(Text, unique=True)
    """NFKC, casefolded."""
    phone_key: Mapped[str | None] = mapped_column(String(20), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    totp_ciphertext: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The last 30-second step used; a code is good once."""
    language: Mapped[str] = mapped_column(String(2), default="ru")
    theme: Mapped[str] = mapped_column(String(5), default="auto")
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """One of ten one-time codes for the day when the telephone with the second factor is lost."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignedSession(Base):
    """A signed-in browser; the cookie holds a random id and this row its hash, so it can be ended from anywhere."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    idle_until: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(Text, default="")
    network: Mapped[str] = mapped_column(String(64), default="")


class Invitation(Base):
    """A link with which an invited person sets a password and, if named, takes a role; good once."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """A link to a new password: half an hour, once, stored hashed."""

    __tablename__ = "password_resets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JoinCode(Base):
    """The short code that a chair reads out: people ask with it to be taken into the organisation's register."""

    __tablename__ = "join_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JoinState(StrEnum):
    """Where a request to join stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


class JoinRequest(Base):
    """A person asked to belong to an organisation; until it is approved nothing about the organisation is shown."""

    __tablename__ = "join_requests"
    __table_args__ = (
        one_of("state", JoinState),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_has_time"),
        Index(
            "uq_join_requests_one_pending",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(REF, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("join_codes.id"))
    office: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[JoinState] = mapped_column(String(10), default=JoinState.PENDING)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Basis(StrEnum):
    """How a person came to an office."""

    ELECTED = "elected"
    HIRED = "hired"
    MEMBER = "member"


class Appointment(Base):
    """A person holds an office in an organisation from one day until before another; several at once are usual."""

    __tablename__ = "appointments"
    __table_args__ = (
        one_of("basis", Basis),
        CheckConstraint("to_on IS NULL OR to_on > from_on", name="ends_after_start"),
        Index(None, "organisation_id", "to_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    office: Mapped[str] = mapped_column(String(40))
    """Code of an office of the competency framework, or `member`."""
    basis: Mapped[Basis] = mapped_column(String(10))
    document: Mapped[str] = mapped_column(Text, default="")
    """The minutes or the order it rests on."""
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Grant(Base):
    """A role over an organisation and all below it, from a moment until another; null organisation: the whole installation."""

    __tablename__ = "grants"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("until_at IS NULL OR until_at > from_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[Role] = mapped_column(String(24))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    axis: Mapped[str | None] = mapped_column(String(12))
    """`sectoral` or `territorial`; null: both lines count."""
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class Consent(Base):
    """What a person agreed to, in which words and language, and when they took it back."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
