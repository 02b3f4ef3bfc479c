"""Peoples the fictional organisations: chairs, committees and members, with offices held now, before, and two at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from demo.chance import number
from demo.names import identity
from demo.organisations import Bodies
from demo.plan import Federation
from people import services
from people.models import Basis, Person
from unions.models import Organisation

ELECTED = date(2022, 3, 1)
BEFORE = date(2017, 3, 1)
BODY_OFFICES = ("branch-chair", "union-lawyer")
TOP_OFFICES = ("branch-chair", "negotiator", "training-lead", "union-lawyer")
PRIMARY_OFFICES = (
    "primary-chair",
    "committee-member",
    "committee-member",
    "labour-inspector",
    "osh-inspector",
    "member",
)
HIRED = {"union-lawyer", "negotiator", "training-lead"}


@dataclass(frozen=True)
class Register:
    """The staff register of one federation while it is filled."""

    session: Session
    plan: Federation
    bodies: Bodies
    now: datetime

    def fill(self, already: int) -> None:
        """Enter people until the federation has as many as the plan says.

        :param already: how many were entered before: those who can sign in
        """
        places = iter(range(already, self.plan.people))
        self._staff(self.bodies.federation, TOP_OFFICES, places)
        for body in (*self.bodies.sectors.values(), *self.bodies.territories):
            self._staff(body, BODY_OFFICES, places)
        homes = self.bodies.primaries
        for turn, place in enumerate(places):
            office = PRIMARY_OFFICES[min(turn // len(homes), len(PRIMARY_OFFICES) - 1)]
            self._member(place, homes[turn % len(homes)], office)

    def _staff(self, body: Organisation, offices: tuple[str, ...], places: Iterator[int]) -> None:
        for office in offices:
            place = next(places)
            self.appoint(self._person(place), body, office, ELECTED + timedelta(days=number(f"day {place}", 900)))

    def _member(self, place: int, home: Organisation, office: str) -> None:
        person = self._person(place)
        since = ELECTED + timedelta(days=number(f"day {place}", 900))
        self.appoint(person, home, office, since)
        if place % 10 == 3:
            self.appoint(person, home, "committee-member", BEFORE, until=since - timedelta(days=30))
        if place % 12 == 7:
            other = self.bodies.territories[place % len(self.bodies.territories)]
            self.appoint(person, other, "negotiator", since + timedelta(days=90))

    def _person(self, place: int) -> Person:
        who = identity(f"{self.plan.code} {place}")
        return services.register_person(
            self.session, who.names, language=who.language, federation=self.bodies.federation, is_demo=True, now=self.now
        )  # fmt: skip

    def appoint(
        self, person: Person, body: Organisation, office: str, since: date, *, until: date | None = None
    ) -> None:
        """The person holds the office in the body from one day on, or until before another."""
        chosen = Basis.HIRED if office in HIRED else Basis.ELECTED
        basis = Basis.MEMBER if office == "member" else chosen
        row = services.appoint(self.session, person, body, office, basis=basis, from_on=since)
        if until:
            row.to_on = until
