"""A changed key: the dry run says who moves and who crosses the line, the act needs a reason, nothing else moves."""

import pytest
from sqlalchemy import select

from access.actors import Role
from assessments.chains import chain_breaks
from assessments.marking.models import Rescoring
from assessments.models import AttemptItem, ItemEdition, Mark, Result
from tests.factories.assessments import essay, make_item, single
from tests.factories.people import make_staff
from tests.marking.world import account_of, essay_exam, make_side, script_of, sheet, submitted

REASON = "В редакции 1 ключ был назван неверно, это заметил учащийся."


@pytest.fixture
def attempt(session, author):
    """0 of 2 by the program, nothing written; 60 % are needed."""
    return submitted(session, essay_exam(session), author, text="", single="a")


@pytest.fixture
def leader(session, side):
    return make_staff(session, Role.FEDERATION_ADMIN, side.federation)


def edition_at(session, attempt, position):
    query = (
        select(ItemEdition)
        .join(AttemptItem)
        .where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == position)
    )
    return session.scalars(query).one()


def turned(session, old, **more):
    """The same question with the other option right."""
    content = single(1) | more
    content["options"] = [
        {**content["options"][0], "right": True, "mistake": None},
        {**content["options"][1], "right": False, "mistake": {"ru": "Иначе"}},
    ]
    return make_item(session, content, item_id=old.item_id, number=2)


def seal_of(page):
    return page.split('name="seal" value="')[1].split('"')[0]


def test_the_dry_run_changes_nothing_and_the_act_makes_a_new_version(session, sign_in, client, author, leader, attempt):
    old = edition_at(session, attempt, 1)
    turned(session, old)
    sign_in(leader)
    assert f"/marking/rescoring/{old.id}" in client.get("/marking/rescoring").text
    page = client.get(f"/marking/rescoring/{old.id}")
    assert "Балл изменится: 1" in page.text
    assert attempt.ref[:8] in page.text
    assert len(session.scalars(select(Result)).all()) == 1
    address = f"/marking/rescoring/{old.id}"
    assert client.post(address, data={"seal": seal_of(page.text), "reason": "Так"}).status_code == 422
    assert client.post(address, data={"seal": "0" * 64, "reason": REASON}).status_code == 409
    assert session.scalars(select(Rescoring)).all() == []
    assert client.post(address, data={"seal": seal_of(page.text), "reason": REASON}).status_code == 303
    results = session.scalars(select(Result).order_by(Result.version)).all()
    assert [(each.points, each.reason) for each in results] == [(0, ""), (2, REASON)]
    newest = session.scalars(select(Mark).order_by(Mark.id.desc())).first()
    assert newest.replaces_id is not None
    assert list(chain_breaks(session)) == []
    assert client.get(address).status_code == 404
    sign_in(account_of(session, author))
    assert REASON in client.get(f"/attempts/{attempt.ref}/result").text


def test_who_crosses_the_line_is_told(session, sign_in, client, author, leader):
    attempt = submitted(session, essay_exam(session, pass_percent=30), author, text="", single="a")
    old = edition_at(session, attempt, 1)
    turned(session, old)
    sign_in(leader)
    page = client.get(f"/marking/rescoring/{old.id}").text
    assert "Станут сдавшими: 1" in page
    assert "станет сдавшим" in page


def test_another_maximum_is_never_compared(session, sign_in, client, leader, attempt):
    old = edition_at(session, attempt, 1)
    turned(session, old, points="3")
    sign_in(leader)
    page = client.get(f"/marking/rescoring/{old.id}").text
    assert "Эти редакции не сравнить" in page
    assert 'name="seal"' not in page


def test_a_changed_rubric_counts_the_levels_that_were_given(session, sign_in, client, author, marker, leader):
    attempt = submitted(session, essay_exam(session), author)
    script = script_of(session, attempt)
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    client.post(f"/marking/{script.ref}", data=sheet(2))
    old = edition_at(session, attempt, 2)
    content = essay(1)
    content["rubric"]["points_by_level"] = ["0", "1", "2", "4"]
    make_item(session, content, item_id=old.item_id, number=2)
    sign_in(leader)
    page = client.get(f"/marking/rescoring/{old.id}").text
    assert "Балл изменится: 1" in page
    client.post(f"/marking/rescoring/{old.id}", data={"seal": seal_of(page), "reason": REASON})
    newest = session.scalars(select(Result).order_by(Result.version.desc())).first()
    assert newest.points == 2
    assert newest.by_competency["claim-drafting"]["points"] == "2"


def test_attempts_of_another_federation_are_not_its_business(session, sign_in, client, attempt):
    old = edition_at(session, attempt, 1)
    turned(session, old)
    sign_in(make_staff(session, Role.FEDERATION_ADMIN, make_side(session).federation))
    assert "Пересчитывать нечего" in client.get("/marking/rescoring").text
    assert client.get(f"/marking/rescoring/{old.id}").status_code == 404


def test_a_marker_does_not_change_keys(session, sign_in, client, marker, attempt):
    sign_in(account_of(session, marker))
    assert client.get("/marking/rescoring").status_code == 403
