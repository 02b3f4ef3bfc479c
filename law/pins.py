"""What published content rests on: pins from an edition of content to editions of norms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core.editions import newest_editions
from law.models import Norm, NormEdition, Pin, PinHolder


@dataclass(frozen=True)
class Holder:
    """The edition of content that rests on norms, as the register names it to readers."""

    kind: PinHolder
    edition_id: int
    slug: str
    title_ru: str
    title_kk: str = ""
    address: str = ""
    """Where a reader finds it; empty for items."""


def current_norms(session: Session) -> dict[str, int]:
    """Slug of every norm → id of its newest edition."""
    newest = newest_editions(session, Norm.slug, NormEdition.norm_id)
    return {slug: each.edition_id for slug, each in newest.items() if each.edition_id is not None}


def pin_norms(
    session: Session, holder: Holder, uses: Mapping[str, str], norms: Mapping[str, int], *, now: datetime
) -> None:
    """Let a new edition of content rest on the given norms; pins of its older editions become superseded.

    :param uses: slug of a norm → `key`, `support`, `trap` or `today`
    :param norms: from `current_norms`
    :raises KeyError: a norm is not in the register
    """
    supersede_pins(session, holder.kind, holder.slug, now=now)
    rows = [
        {
            "norm_edition_id": norms[slug],
            "holder_kind": holder.kind,
            "holder_id": holder.edition_id,
            "holder_slug": holder.slug,
            "title_ru": holder.title_ru,
            "title_kk": holder.title_kk,
            "address": holder.address,
            "use": use,
        }
        for slug, use in uses.items()
    ]
    if rows:
        session.execute(insert(Pin), rows)


def supersede_pins(session: Session, kind: PinHolder, slug: str, *, now: datetime) -> None:
    """End the pins of a holder: a newer edition was published, or it was taken out of its programme."""
    session.execute(
        update(Pin)
        .where(Pin.holder_kind == kind, Pin.holder_slug == slug, Pin.superseded_at.is_(None))
        .values(superseded_at=now)
    )


def pinned_slugs(session: Session, kind: PinHolder) -> set[str]:
    """The holders of a kind whose pins are in force."""
    return set(session.scalars(select(Pin.holder_slug).where(Pin.holder_kind == kind, Pin.superseded_at.is_(None))))
