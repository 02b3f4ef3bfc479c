"""The public page of a link: built from the chosen fields alone, so that what was not chosen is not even there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day
from core.errors import NotFound
from people.models import Person
from qualifications.links import Field, alive, last_day_of
from qualifications.models import PublicLink
from qualifications.queries import AwardRow, Post, Text, awards_of, posts_of, skills_of


@dataclass(frozen=True)
class ShownAward:
    """One qualification as a guest sees it; what was not chosen is empty."""

    title: Text
    hours: int
    made_on: date | None
    valid_until: date | None
    number: str
    code: str
    expired: bool


@dataclass(frozen=True)
class Shown:
    """Everything on the public page."""

    name: str
    until: date | None
    awards: Sequence[ShownAward]
    competencies: Sequence[tuple[Text, int]]
    posts: Sequence[Post]


def shown(session: Session, token: str, *, lang: str, member: str, zone_name: str, now: datetime) -> Shown:
    """What the owner of a link lets everybody see.

    :raises NotFound: there is no such link, or it was ended: the answer is the same
    """
    found = session.execute(
        select(PublicLink, Person).join(Person, Person.id == PublicLink.person_id).where(PublicLink.token == token, alive(now))
    ).first()  # fmt: skip
    if found is None:
        raise NotFound
    link, person = found
    chosen = {Field(each) for each in link.fields}
    awards = awards_of(session, person.id, lang, now)
    return Shown(
        name=person.full_name if Field.NAME in chosen else "",
        until=last_day_of(link, zone_name),
        awards=[_award(each, chosen) for each in awards if _is_chosen(each, chosen)],
        competencies=_competencies(awards, lang) if Field.COMPETENCIES in chosen else (),
        posts=posts_of(session, person.id, lang, member, local_day(now)) if Field.ORGANISATION in chosen else (),
    )


def _is_chosen(award: AwardRow, chosen: set[Field]) -> bool:
    """A revoked qualification is shown to nobody; a renewed one is told by its successor."""
    if Field.PROGRAMME not in chosen:
        return False
    return award.state == "valid" or (award.state == "expired" and Field.EXPIRED in chosen)


def _award(award: AwardRow, chosen: set[Field]) -> ShownAward:
    paper = award.papers[0] if award.papers and Field.NUMBER in chosen else None
    dated = Field.DATES in chosen
    return ShownAward(
        title=award.title, hours=award.hours, made_on=award.made_on if dated else None,
        valid_until=award.valid_until if dated else None, number=paper.number if paper else "",
        code=paper.code if paper else "", expired=award.state == "expired",
    )  # fmt: skip


def _competencies(awards: Sequence[AwardRow], lang: str) -> list[tuple[Text, int]]:
    return [(skill.title, skill.level) for skill in skills_of(awards, (), {}, lang)]
