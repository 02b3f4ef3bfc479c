"""Rules that need only the actor; rules about a thing stand beside the thing, in `<package>/access.py`."""

from typing import Any

from access.actors import Role
from access.guard import Ctx, Rule

ANYBODY: tuple[Rule, ...] = ()
"""An empty row: it holds for everybody, signed in or not."""


def signed_in(ctx: Ctx, thing: Any) -> bool:
    """Somebody is signed in."""
    return ctx.actor is not None


def holds(*roles: Role) -> Rule:
    """The actor was granted one of the roles, over whatever scope; the scope itself is in the loader's select."""

    def rule(ctx: Ctx, thing: Any) -> bool:
        return ctx.actor is not None and bool(ctx.actor.roles & set(roles))

    rule.__name__ = "holds_" + "_or_".join(sorted(role.value for role in roles))
    return rule
