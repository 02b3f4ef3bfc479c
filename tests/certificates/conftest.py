"""What tests of certificates share."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.jobs import make_file
from certificates.models import Certificate
from certificates.paper.press import the_press
from people.models import Person
from tests.factories.people import make_person
from tests.factories.qualifications import make_award


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """Receivers of the packages above know the application's settings."""
    with app.app_context():
        yield


@pytest.fixture
def certificate(inside: None, session: Session) -> Certificate:
    """A certificate that was just issued; its file is not made yet."""
    return certificate_of(session, make_person(session))


def certificate_of(session: Session, person: Person) -> Certificate:
    """The certificate of a person who has just finished the module."""
    award = make_award(session, person)
    return session.scalars(select(Certificate).where(Certificate.award_id == award.id)).one()


@pytest.fixture
def worker(app: Flask, session: Session) -> Callable[[Certificate], Certificate]:
    """Does the worker's job of one certificate."""

    def work(certificate: Certificate) -> Certificate:
        session.commit()
        make_file(app, {"certificate": certificate.id})
        session.expire_all()
        return session.get_one(Certificate, certificate.id)

    return work


@pytest.fixture(scope="session")
def press():
    """The press of this process."""
    return the_press()
