"""What is published is an edition: numbered, hashed, never changed. Here: which edition of each thing is the newest."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session


@dataclass(frozen=True)
class Newest:
    """The newest edition of a thing; number 0 and no edition when nothing of it was published yet."""

    thing_id: int
    number: int
    edition_id: int | None
    hash: str


def newest_editions(
    session: Session, key: InstrumentedAttribute[str], belongs_to: InstrumentedAttribute[int], *where: Any
) -> dict[str, Newest]:
    """Key of every thing → its newest edition, in one statement.

    :param key: the lasting key, such as `Item.slug`
    :param belongs_to: the column by which an edition names its thing, such as `ItemEdition.item_id`
    """
    thing, edition = key.class_, belongs_to.class_
    rows = session.execute(
        select(key, thing.id, edition.number, edition.id, edition.hash)
        .select_from(thing)
        .outerjoin(edition, belongs_to == thing.id)
        .where(*where)
        .order_by(edition.number)
    )
    return {
        name: Newest(thing_id, number or 0, edition_id, hash_ or "")
        for name, thing_id, number, edition_id, hash_ in rows
    }
