"""Who acts: a frozen value made once per request, without a database behind it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a grant lets a person do inside its scope (design, architecture §3)."""

    LEARNER = "learner"
    TRAINER = "trainer"
    JURIST = "jurist"
    MARKER = "marker"
    REGISTRAR = "registrar"
    ORG_ADMIN = "org_admin"
    FEDERATION_ADMIN = "federation_admin"
    SYSTEM_ADMIN = "system_admin"


STAFF = frozenset(Role) - {Role.LEARNER}
"""Roles that need a second factor at sign-in."""


@dataclass(frozen=True)
class Scope:
    """One grant in force: a role over an organisation's subtree (`None`: the whole installation) along an axis (`None`: both)."""

    role: Role
    organisation_id: int | None
    axis: str | None = None


@dataclass(frozen=True)
class Actor:
    """The signed-in person of this request, with the grants in force now.

    Everybody with an account is a learner; `scopes` holds what was granted beyond that.
    """

    person_id: int
    account_id: int
    session_id: int
    name: str
    ref: str
    language: str
    federation_id: int | None
    scopes: tuple[Scope, ...] = ()
    password_at: datetime | None = None
    """When the password was last entered in this session."""
    idle_until: datetime | None = None
    roles: frozenset[Role] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", frozenset({Role.LEARNER} | {scope.role for scope in self.scopes}))

    @property
    def is_staff(self) -> bool:
        """Whether any role beyond learning was granted."""
        return bool(self.roles & STAFF)

    def scopes_of(self, *roles: Role) -> tuple[Scope, ...]:
        """The grants of the given roles."""
        return tuple(scope for scope in self.scopes if scope.role in roles)
