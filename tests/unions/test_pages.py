"""What the pages of organisations offer to whom."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.actors import Role
from people.models import Account
from tests.factories.people import make_staff
from tests.factories.unions import make_federation


@pytest.mark.parametrize(("role", "offered"), [(Role.FEDERATION_ADMIN, True), (Role.REGISTRAR, False)])
def test_the_way_to_people_stands_only_where_it_may_be_gone(
    session: Session, sign_in: Callable[[Account], FlaskClient], role: Role, offered: bool
) -> None:
    federation = make_federation(session)
    client = sign_in(make_staff(session, role, federation))
    people = f"/unions/{federation.ref}/people"
    assert (f'href="{people}"' in client.get(f"/unions/{federation.ref}").text) is offered
    assert client.get(people).status_code == (200 if offered else 403)
