"""Makes organisations for tests; keywords override."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unions.models import Organisation, OrganisationKind
from unions.services import found

LONG_AGO = date(2020, 1, 1)


def make_organisation(session: Session, **given: Any) -> Organisation:
    """A primary organisation named after nothing; `federation` makes it belong behind that wall."""
    return found(session, **{"kind": OrganisationKind.PRIMARY, "name_ru": "Первичка", "opened_on": LONG_AGO, **given})


def make_federation(session: Session, **given: Any) -> Organisation:
    """A federation, itself a tenant."""
    return make_organisation(session, **{"kind": OrganisationKind.FEDERATION, "name_ru": "Федерация", **given})
