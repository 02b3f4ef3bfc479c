"""Who sees which scripts: scope, wall, conflict of interest, and whom the allocation chooses."""

import pytest
from sqlalchemy import select

from access.actors import Role
from assessments.marking.allocate import Candidate, best
from assessments.marking.models import Allocation
from core import clock
from people import services
from people.models import Basis
from tests.marking.world import (
    SINCE,
    account_of,
    essay_exam,
    make_marker,
    make_member,
    make_side,
    script_of,
    sheet,
    submitted,
)


@pytest.fixture
def script(session, author):
    return script_of(session, submitted(session, essay_exam(session), author))


def answers(client, script):
    """The statuses of every address of a script."""
    return {
        client.get(f"/marking/{script.ref}").status_code,
        client.post(f"/marking/{script.ref}/hold").status_code,
        client.post(f"/marking/{script.ref}/return").status_code,
        client.post(f"/marking/{script.ref}", data=sheet()).status_code,
    }


def test_a_script_of_another_federation_does_not_exist(session, sign_in, client, script):
    foreign = make_side(session)
    sign_in(account_of(session, make_marker(session, foreign.federation)))
    assert answers(client, script) == {404}
    assert script.code not in client.get("/marking").text


def test_a_script_outside_of_the_grant_does_not_exist(session, sign_in, client, side, script):
    sign_in(account_of(session, make_marker(session, side.primaries[1])))
    assert answers(client, script) == {404}


def test_an_own_script_does_not_exist_for_its_author_as_a_marker(session, sign_in, client, side, author, script):
    services.grant(session, author, Role.MARKER, now=clock.now(), organisation=side.federation)
    sign_in(account_of(session, author))
    assert answers(client, script) == {404}


@pytest.mark.parametrize("home", ["same", "above"])
def test_whoever_is_too_near_the_author_does_not_see_the_script(session, sign_in, client, side, script, home):
    near = side.primaries[0] if home == "same" else side.union
    sign_in(account_of(session, make_marker(session, side.federation, near)))
    assert answers(client, script) == {404}


def test_an_office_beside_or_in_the_federation_is_no_conflict(session, sign_in, client, side, script):
    for home in (side.primaries[1], side.federation):
        sign_in(account_of(session, make_marker(session, side.federation, home)))
        assert client.get(f"/marking/{script.ref}").status_code == 200


def test_two_people_of_the_federation_itself_are_too_near(session, sign_in, client, side):
    colleague = make_member(session, side.federation)
    script = script_of(session, submitted(session, essay_exam(session), colleague))
    sign_in(account_of(session, make_marker(session, side.federation, side.federation)))
    assert answers(client, script) == {404}


def test_whoever_is_no_marker_is_refused(session, sign_in, client, side, script):
    sign_in(account_of(session, make_member(session, side.primaries[1])))
    assert answers(client, script) == {404}
    for path in ("/marking", "/marking/agreement", "/marking/comments"):
        assert client.get(path).status_code == 403
    assert client.post("/marking/languages", data={"language": "ru"}).status_code == 403


def test_a_stranger_is_led_to_the_sign_in(client, script, session):
    session.commit()
    assert "/sign-in" in client.get(f"/marking/{script.ref}").location


def test_the_choice_prefers_language_then_another_region_then_less_to_do():
    far, near, busy = (
        Candidate(1, True, False, 0),
        Candidate(2, True, True, 0),
        Candidate(3, True, False, 4),
    )
    assert best([near, busy, far]) == far
    assert best([near, busy]) == busy
    assert best([Candidate(4, False, False, 0)]) is None


def test_the_script_is_given_to_somebody_from_another_region(session, side, author):
    territory = make_side(session).primaries[1]
    assert territory.region == "ertis"
    away = make_marker(session, side.federation, side.primaries[1])
    session.flush()
    given = submitted(session, essay_exam(session), author)
    chosen = session.scalars(select(Allocation).where(Allocation.script_id == script_of(session, given).id)).one()
    assert chosen.marker_id == away.id


def test_work_is_shared_out(session, side):
    markers = [make_marker(session, side.federation) for _ in range(3)]
    edition = essay_exam(session)
    for _ in range(6):
        submitted(session, edition, make_member(session, side.primaries[0]))
    given = session.scalars(select(Allocation.marker_id)).all()
    assert sorted(given) == sorted([each.id for each in markers] * 2)


def test_an_ended_office_is_no_conflict(session, sign_in, client, side, script):
    former = make_marker(session, side.federation)
    office = services.appoint(session, former, side.primaries[0], "member", basis=Basis.MEMBER, from_on=SINCE)
    office.to_on = SINCE.replace(year=2022)
    sign_in(account_of(session, former))
    assert client.get(f"/marking/{script.ref}").status_code == 200
