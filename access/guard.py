"""The guard around every view: one transaction, one actor, one decision (docs/decisions/0004-the-guard.md).

A route without a declared permission stops the start. A GET gets a session that refuses to write; a response below 400
commits and is sent only after the commit; everything else rolls back.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, Protocol

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from access.actors import Actor
from access.permissions import Permission
from core import clock
from core.db import Database
from core.errors import Forbidden, SignInNeeded
from core.settings import Settings

log = logging.getLogger("tirek")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Ctx:
    """What a view needs of its request: the open session, who acts, the moment, the language."""

    session: Session
    actor: Actor | None
    now: datetime
    lang: str
    settings: Settings

    @property
    def demo(self) -> bool:
        """Whether every page must say that people and figures are a demonstration."""
        return self.settings.demo

    @property
    def path(self) -> str:
        """The address of this request without its query."""
        return request.path

    @property
    def me(self) -> Actor:
        """The signed-in actor; a view that asks for it declared a permission that needs one."""
        if self.actor is None:
            raise SignInNeeded
        return self.actor


Rule = Callable[[Ctx, Any], bool]
"""Whether something holds for this request and the loaded thing (`None` where the view has no loader)."""
Policy = Mapping[Permission, Sequence[Sequence[Rule]]]


class ActorSource(Protocol):
    """How the package `people` tells who sends a request."""

    def __call__(self, session: Session, now: datetime) -> Actor | None: ...


@dataclass
class Guard:
    """The policy and the source of actors of one application."""

    policy: Policy
    actor_of: ActorSource
    touch: Callable[[Database, Ctx], None]
    """Called after the response is made: prolongs the session of a person who is active."""

    def allows(self, permission: Permission, ctx: Ctx, thing: Any) -> bool:
        """Whether any row of the policy holds; within a row every rule must."""
        return any(all(rule(ctx, thing) for rule in row) for row in self.policy[permission])


class Refused(Exception):
    """Carries a response of 400 or more out of the unit of work, so that it rolls back."""

    def __init__(self, response: Response) -> None:
        self.response = response


def needs(
    permission: Permission, on: Callable[..., Any] | None = None, *, writes: bool = True
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., Response]]:
    """Declare what a view needs.

    :param on: loader called as `on(ctx, **its share of the address)`; what it returns is given to the view after `ctx`.
        It selects through `visible_*` and raises `NotFound`, so that what may not be seen does not exist.
    :param writes: False for a POST that does slow work (a password hash) first: it gets a reading session and opens its own
        short unit of work for what must be stored, so that nobody waits for the hash.
    """
    share = tuple(signature(on).parameters)[1:] if on else ()

    def declare(view: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
        @wraps(view)
        def guarded(**address: Any) -> Response:
            loader = (lambda ctx: on(ctx, **{name: address.pop(name) for name in share})) if on else None
            return _run(permission, loader, view, address, writes=writes)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by `check_routes`
        return guarded

    return declare


def _run(
    permission: Permission,
    loader: Callable[[Ctx], Any] | None,
    view: Callable[..., ResponseReturnValue],
    address: dict[str, Any],
    *,
    writes: bool,
) -> Response:
    guard: Guard = current_app.extensions["guard"]
    database: Database = current_app.extensions["database"]
    try:
        with database.unit_of_work(read_only=not writes or request.method in READING) as session:
            ctx = enter(session, guard)
            thing = _admit(guard, permission, ctx, loader)
            response = make_response(view(ctx, thing, **address) if loader else view(ctx, **address))
            if response.status_code >= 400:
                raise Refused(response)
    except Refused as refused:
        return refused.response
    _touch(guard, database, ctx)
    return response


def _touch(guard: Guard, database: Database, ctx: Ctx) -> None:
    """Prolong the session; what the view did is kept already and is told, even when this finds no room on the disk."""
    try:
        guard.touch(database, ctx)
    except OperationalError as trouble:
        log.warning("a session could not be prolonged", exc_info=trouble)


def enter(session: Session, guard: Guard) -> Ctx:
    """Make the context of this request and keep it for templates."""
    now, settings = clock.now(), current_app.extensions["settings"]
    lang = g.get("lang", settings.default_language)
    ctx = Ctx(session=session, actor=guard.actor_of(session, now), now=now, lang=lang, settings=settings)
    g.ctx = ctx
    return ctx


def reader() -> Actor | None:
    """Who reads a page that no guarded view makes, such as that of an unknown address; nobody while the database does not answer."""
    try:
        with current_app.extensions["database"].unit_of_work(read_only=True) as session:
            return enter(session, current_app.extensions["guard"]).actor
    except OperationalError:
        return None


def may(ctx: Ctx, permission: Permission) -> bool:
    """Whether the policy lets who looks do it, so that a page offers no way that ends in a refusal."""
    guard: Guard = current_app.extensions["guard"]
    return guard.allows(permission, ctx, None)


def _admit(guard: Guard, permission: Permission, ctx: Ctx, loader: Callable[[Ctx], Any] | None) -> Any:
    """Load the thing and decide; signing in comes before knowing whether the thing exists."""
    if ctx.actor is None and not any(not row for row in guard.policy[permission]):
        raise SignInNeeded
    thing = loader(ctx) if loader else None
    if not guard.allows(permission, ctx, thing):
        raise Forbidden
    return thing


def check_routes(app: Flask, policy: Policy) -> None:
    """Refuse to start while a route declares no permission, or a permission has no row in the policy.

    :raises RuntimeError: with the names of all such routes and permissions
    """
    bare = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    )
    unknown = sorted(permission.name for permission in Permission if permission not in policy)
    if bare or unknown:
        raise RuntimeError(f"routes without a permission: {bare}; permissions without a policy: {unknown}")
