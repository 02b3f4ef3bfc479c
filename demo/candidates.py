"""A sitting of made-up candidates: who they are, and how each answers, by a stated model of response.

The model is Rasch's: somebody of ability θ solves an item of difficulty b with the chance 1 / (1 + exp(b − θ)). θ is normal around 0.6
with deviation 1; b is 0.55 · (difficulty of the content − 3) with a normal part of deviation 0.7. Every second candidate sits in Kazakh. So that
every flag can be seen, one item of the pool is answered as if its key were wrong (the better, the worse), one is 1.2 harder in Kazakh, and one is left
empty by every fourth candidate. Everything follows from the seed: two installations show the same figures for the same count.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from assessments.item_store import item_of
from assessments.models import Attempt, AttemptItem, ExamEdition, Item, ItemEdition, ItemKey
from assessments.services.finish import submit
from assessments.services.save import Place, Sent, save_answer
from assessments.services.start import start_attempt
from demo.chance import number
from demo.guesses import wrong_answer
from demo.life import right_answer
from demo.names import identity
from people import services
from people.models import Person
from unions.models import Organisation

SEED = "tirek-sitting-1"
FINE = 10**9
PACE = 75.0
"""Seconds for an item, on average, before its own difficulty and the person's pace."""
KEY_WRONG, HARDER_IN_KAZAKH, LEFT_EMPTY = 7, 11, 3
"""1-based places in the pool of the items that are made to misbehave."""


@dataclass(frozen=True)
class Candidate:
    """One made-up person of the sitting."""

    turn: int
    person: Person
    language: str

    @property
    def ability(self) -> float:
        """θ of the model."""
        return 0.6 + normal(f"ability {self.turn}")


def chance(about: str) -> float:
    """A share from 0 to 1, never either end, always the same for the same words."""
    return (number(f"{SEED} {about}", FINE) + 0.5) / FINE


def normal(about: str) -> float:
    """A standard normal value, always the same for the same words."""
    return NormalDist().inv_cdf(chance(about))


def solves(ability: float, difficulty: float) -> float:
    """Rasch's chance."""
    return 1 / (1 + math.exp(difficulty - ability))


def enter(session: Session, federation: Organisation, turns: range, *, now: datetime) -> list[Candidate]:
    """Register made-up people of a federation who belong to no organisation below it."""
    made = []
    for turn in turns:
        who = identity(f"candidate {turn}")
        language = "kk" if turn % 2 else "ru"
        person = services.register_person(
            session, who.names, language=language, federation=federation, is_demo=True, now=now
        )
        made.append(Candidate(turn, person, language))
    return made


def sit(session: Session, edition: ExamEdition, candidate: Candidate, places: dict[int, int], *, at: datetime) -> None:
    """Let the candidate sit the exam from a moment on, through the services that the pages use.

    :param places: item edition id → its 1-based place in the pool
    """
    attempt = start_attempt(session, edition, person_id=candidate.person.id, language=candidate.language, now=at)
    moment = at
    for row in _places(session, attempt):
        moment += timedelta(seconds=_seconds(candidate, row))
        value = _value(candidate, attempt, row, places[row.AttemptItem.item_edition_id])
        if value is not None and attempt.deadline_at is not None and moment < attempt.deadline_at:
            save_answer(session, _place(attempt, row), Sent(1, f"{SEED}-{row.AttemptItem.id}", value), now=moment)
    end = min(moment + timedelta(seconds=40), attempt.deadline_at or moment)
    submit(session, attempt, person_id=candidate.person.id, now=end)


def _places(session: Session, attempt: Attempt) -> Iterator[Row[Any]]:
    yield from session.execute(
        select(AttemptItem, ItemEdition.hash, ItemEdition.difficulty, Item.slug, ItemKey.content)
        .join(ItemEdition, ItemEdition.id == AttemptItem.item_edition_id)
        .join(Item, Item.id == ItemEdition.item_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(AttemptItem.attempt_id == attempt.id)
        .order_by(AttemptItem.position)
    )


def _place(attempt: Attempt, row: Row[Any]) -> Place:
    place = row.AttemptItem
    return Place(
        attempt.id, attempt.ref, place.id, place.position, attempt.state, attempt.deadline_at, attempt.submitted_at,
        attempt.stage_no, place.stage_no, attempt.tab_id, item_of(row.hash, row.content),
    )  # fmt: skip


def _value(candidate: Candidate, attempt: Attempt, row: Row[Any], place: int) -> Any:
    """The answer by the model: right, wrong in a way that somebody could be wrong, or none."""
    item, about = item_of(row.hash, row.content), f"{candidate.turn} {row.slug}"
    if place == LEFT_EMPTY and chance(f"empty {about}") < 0.25:
        return None
    difficulty = 0.55 * (row.difficulty - 3) + 0.7 * normal(f"item {row.slug}")
    ability = candidate.ability
    if place == KEY_WRONG:
        ability, difficulty = -ability, 0.0
    if place == HARDER_IN_KAZAKH and candidate.language == "kk":
        difficulty += 1.2
    if chance(f"solves {about}") < solves(ability, difficulty):
        return right_answer(item, attempt.seed)
    return wrong_answer(item, attempt.seed, f"{SEED} {about}")


def _seconds(candidate: Candidate, row: Row[Any]) -> float:
    """Time for an item: log-normal around the pace, longer for harder content, by the person and by chance."""
    spread = 0.25 * normal(f"pace {candidate.turn}") + 0.4 * normal(f"time {candidate.turn} {row.slug}")
    return PACE * math.exp(spread + 0.12 * (int(row.difficulty) - 3))
