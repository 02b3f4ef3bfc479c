"""The tables of the matrix: which role may do what with the own thing; everything of others does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, url_for
from sqlalchemy.orm import Session

from access.actors import STAFF, Role
from tests.access.belongings import CHARGES, PERSONAL, take_programmes
from tests.access.world import MISSING, Side, World

ANYONE = frozenset({"anonymous", *(role.value for role in Role)})
SIGNED_IN = ANYONE - {"anonymous"}
KEEPERS = frozenset({Role.ORG_ADMIN.value, Role.FEDERATION_ADMIN.value})
SYSTEM = frozenset({Role.SYSTEM_ADMIN.value})
assert STAFF  # the world has an account for each


@dataclass(frozen=True)
class Route:
    """One address and method.

    :ivar things: what fills the address and belongs to somebody, by the name of its part: `organisation`, `exam`, `certificate` …
    :ivar allowed: who gets one of `answers` for the own thing
    :ivar fixed: what else fills the address and is the same for everybody
    :ivar sent: JSON instead of a form
    """

    endpoint: str
    method: str
    allowed: frozenset[str]
    answers: tuple[int, ...] = (200,)
    things: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str | int] = field(default_factory=dict)
    sent: dict[str, Any] | None = None

    @property
    def scoped(self) -> bool:
        """Whether the address names something that may be another's or missing."""
        return bool(self.things)

    @property
    def needs_programmes(self) -> bool:
        """Whether the address or the form names something that stands in a programme."""
        return "programme" in {*self.things, *self.fixed} or "slug" in self.form

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose things are asked for; those of one person also as a colleague's, which no role but the register's may open."""
        if not self.scoped:
            return ("own",)
        personal = set(self.things.values()) & (set(PERSONAL) - CHARGES)
        return ("missing", "foreign", *(["colleague"] if personal else []), "own")


ORGANISATION = {"ref": "organisation"}
REQUEST = {"request_ref": "request"}
INVITED = {
    "family_name": "Ким", "given_name": "Анна", "login": "anna.kim@example.kz", "office": "member", "language": "ru",
}  # fmt: skip

PEOPLE = (
    Route("unions.index", "GET", KEEPERS | {Role.REGISTRAR.value}),
    Route("unions.organisation", "GET", KEEPERS | {Role.REGISTRAR.value}, things=ORGANISATION),
    Route("people.of_organisation", "GET", KEEPERS, things=ORGANISATION),
    Route("people.new_code", "POST", KEEPERS, (303,), ORGANISATION),
    Route("people.invite", "GET", KEEPERS, things=ORGANISATION),
    Route("people.invite_post", "POST", KEEPERS, (200,), ORGANISATION, INVITED),
    Route("people.request_page", "GET", KEEPERS, things=REQUEST),
    Route("people.approve", "POST", KEEPERS, (303,), REQUEST),
    Route("people.decline", "POST", KEEPERS, (303,), REQUEST, {"reason": "Не наш"}),
    Route("people.account", "GET", SIGNED_IN),
    Route("people.account_post", "POST", SIGNED_IN, (422,), form={"email": "no", "language": "ru"}),
    Route("people.password", "POST", SIGNED_IN, (422,)),
    Route("people.recovery_codes", "POST", SIGNED_IN, (422,)),
    Route("people.end_session", "POST", frozenset(), (404,), {"session_id": "session"}),
    Route("people.pending", "GET", SIGNED_IN),
    Route("people.sign_out", "POST", SIGNED_IN, (303,)),
    Route("people.mail", "GET", SYSTEM),
    Route("people.letter", "GET", SYSTEM, things={"letter_id": "letter"}),
)
EVERYBODY = frozenset(
    {
        "law.register", "law.norm", "law.search", "courses.front", "courses.index", "courses.first_lesson", "courses.programme",
        "qualifications.guest", "certificates.verify", "certificates.answer",
        "core.language", "core.theme", "core.healthz", "core.readyz", "styleguide.first", "styleguide.second",
        "people.sign_in", "people.sign_in_post", "people.code", "people.code_post", "people.second_factor", "people.help",
        "people.help_post", "people.reset", "people.invitation", "people.join", "people.join_post", "people.join_form",
        "people.join_form_post",
    }
)  # fmt: skip
"""Routes that are open to everybody on purpose."""


def address(app: Flask, session: Session, route: Route, world: World, whose: str, actor: str = "learner") -> str:
    """The address of the own, a colleague's, the foreign or a missing thing."""
    if route.needs_programmes and ("programme", "own") not in world.made:
        take_programmes(session, world)
    things: dict[str, Any] = {
        part: thing(app, session, kind, world, whose, actor) for part, kind in route.things.items()
    }
    with app.test_request_context():
        return url_for(route.endpoint, **things | dict(route.fixed))


def thing(app: Flask, session: Session, kind: str, world: World, whose: str, actor: str) -> str | int:
    """What stands in the address; each actor decides about a request of their own federation that nobody has decided."""
    if kind in {"letter", "session"}:
        return world.letter if (kind, whose) == ("letter", "own") else 999_999
    if whose == "missing":
        return MISSING
    if kind in PERSONAL:
        return personal(app, session, kind, world, whose, actor)
    if kind in {"programme", "unit"}:
        return world.made[kind, whose]
    side: Side = world.own if whose == "own" else world.foreign
    if kind == "organisation":
        return side.primary.ref
    return side.asked[actor].ref


def personal(app: Flask, session: Session, kind: str, world: World, whose: str, actor: str) -> str:
    """Something that belongs to a person; the own one is made anew each time, because some acts can be done once only."""
    owner = world.own.member if kind in CHARGES and whose == "own" else world.person(session, whose, actor)
    known = world.made.get((kind, owner.ref))
    if known is None or whose == "own":
        with app.app_context():
            known = world.made[kind, owner.ref] = PERSONAL[kind](session, owner)
        session.commit()
    return known
