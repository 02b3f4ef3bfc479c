"""The tables of the matrix: which role may do what with the own thing; everything of others does not exist."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from access.actors import STAFF, Role
from tests.access.world import MISSING, Side, World

ANYONE = frozenset({"anonymous", *(role.value for role in Role)})
SIGNED_IN = ANYONE - {"anonymous"}
KEEPERS = frozenset({Role.ORG_ADMIN.value, Role.FEDERATION_ADMIN.value})
SYSTEM = frozenset({Role.SYSTEM_ADMIN.value})
assert STAFF  # the world has an account for each


@dataclass(frozen=True)
class Route:
    """One address and method.

    :ivar things: what fills the address: `organisation`, `request`, `letter`, by the name of its part
    :ivar allowed: who gets one of `answers` for the own thing
    """

    endpoint: str
    method: str
    allowed: frozenset[str]
    answers: tuple[int, ...] = (200,)
    things: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)

    @property
    def scoped(self) -> bool:
        """Whether the address names something that may be another's or missing."""
        return bool(self.things)


ORGANISATION = {"ref": "organisation"}
REQUEST = {"request_ref": "request"}
INVITED = {
    "family_name": "Ким", "given_name": "Анна", "login": "anna.kim@example.kz", "office": "member", "language": "ru",
}  # fmt: skip

ROUTES = (
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
        "core.language", "core.theme", "core.healthz", "core.readyz", "styleguide.first", "styleguide.second",
        "people.sign_in", "people.sign_in_post", "people.code", "people.code_post", "people.second_factor", "people.help",
        "people.help_post", "people.reset", "people.invitation", "people.join", "people.join_post", "people.join_form",
        "people.join_form_post",
    }
)  # fmt: skip
"""Routes that are open to everybody on purpose."""
COVERED_BY = {
    "law": "tests/law", "assessments": "tests/assessments", "courses": "tests/courses",
    "qualifications": "tests/qualifications", "certificates": "tests/certificates",
}  # fmt: skip
"""Blueprints whose own tests hold the scope of their routes."""


def address(app: Flask, route: Route, world: World, whose: str, actor: str = "learner") -> str:
    """The address of the own, the foreign or a missing thing."""
    with app.test_request_context():
        from flask import url_for

        things: dict[str, Any] = {part: thing(kind, world, whose, actor) for part, kind in route.things.items()}
        return url_for(route.endpoint, **things)


def thing(kind: str, world: World, whose: str, actor: str) -> str | int:
    """What stands in the address; each actor decides about a request of their own federation that nobody has decided."""
    if kind in {"letter", "session"}:
        return world.letter if (kind, whose) == ("letter", "own") else 999_999
    if whose == "missing":
        return MISSING
    side: Side = world.own if whose == "own" else world.foreign
    if kind == "organisation":
        return side.primary.ref
    return side.asked[actor].ref
