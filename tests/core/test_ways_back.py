"""An address that only takes forms, opened by a reload or after signing in, leads to the page that it belongs to."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.core.test_fields import addresses
from tests.factories.assessments import make_attempt, make_case, make_exam, make_learner, sign_in
from tests.factories.people import PASSWORD, make_account

REF = "0" * 32
NO_PAGE_ABOVE = ("/attempts", "/certificates", "/language", "/sign-out", "/theme")


@pytest.mark.parametrize(
    ("address", "above"),
    [
        (f"/attempts/{REF}/stages/2", f"/attempts/{REF}"),
        (f"/attempts/{REF}/takeover", f"/attempts/{REF}"),
        (f"/attempts/{REF}/answers/3", f"/attempts/{REF}/answers"),
        ("/learn/small/w1-first/checks/w1-c1", "/learn/small/w1-first"),
        ("/learn/small/w1-first/place", "/learn/small/w1-first"),
        ("/learn/small/w1-first/note", "/learn/small/w1-first"),
        ("/learn/small/w1-first/done", "/learn/small/w1-first"),
        ("/programmes/small/enrolment", "/programmes/small"),
        ("/account/password", "/account"),
        ("/account/recovery-codes", "/account"),
        ("/account/sessions/7", "/account"),
        ("/record/link", "/record"),
        ("/record/link/end", "/record"),
        (f"/join/requests/{REF}/refusal", f"/join/requests/{REF}"),
        (f"/unions/{REF}/join-code", f"/unions/{REF}"),
        ("/learn/%D0%B6/w1%20a/note", "/learn/%D0%B6/w1%20a"),
    ],
)
def test_a_get_on_an_address_of_forms_leads_to_its_page(client: FlaskClient, address: str, above: str) -> None:
    for method in ("GET", "HEAD"):
        reply = client.open(f"{address}?x=1", method=method)
        assert (reply.status_code, reply.location) == (303, above)


@pytest.mark.parametrize("address", NO_PAGE_ABOVE)
def test_where_no_page_is_above_a_calm_page_says_what_to_do(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 405
    assert "POST" in page.headers["Allow"]
    assert "Так эта страница не открывается" in page.text
    assert 'href="/"' in page.text


def test_a_script_still_gets_its_405(client: FlaskClient) -> None:
    reply = client.get(f"/attempts/{REF}/stages/2", headers={"Accept": "application/json"})
    assert (reply.status_code, reply.json and reply.json["error"]) == (405, "http_405")


def test_a_form_sent_to_a_page_that_takes_none_is_told_so(client: FlaskClient) -> None:
    assert client.post("/law").status_code == 405


def test_no_other_address_of_forms_stays_a_dead_end(app: Flask, client: FlaskClient) -> None:
    assert {path for _, path in addresses(app) if client.get(path).status_code == 405} == set(NO_PAGE_ABOVE)


class TestASessionThatEnded:
    """The form is refused, signing in leads back to the page of the form."""

    @pytest.mark.parametrize(
        ("address", "above"),
        [
            ("/learn/small/w1-first/note", "/learn/small/w1-first"),
            (f"/attempts/{REF}/stages/1/lock", f"/attempts/{REF}/stages/1/lock"),
            (f"/attempts/{REF}/takeover", f"/attempts/{REF}"),
            (f"/attempts/{REF}/3", f"/attempts/{REF}/3"),
        ],
    )
    def test_next_is_the_page_of_the_form(
        self, session: Session, client: FlaskClient, address: str, above: str
    ) -> None:
        account = make_account(session)
        session.commit()
        at_the_door = client.post(address, follow_redirects=True)
        assert at_the_door.request.path == "/sign-in"
        assert f'name="next" value="{above}"' in at_the_door.text
        form = {"login": account.email_key, "password": PASSWORD, "next": above}
        assert client.post("/sign-in", data=form).location == above

    @pytest.mark.parametrize("address", ["/attempts", "/certificates"])
    def test_without_a_page_it_is_the_home(self, client: FlaskClient, address: str) -> None:
        assert client.post(address).location == "/sign-in"


class TestARefusedForm:
    """Its page is that of a form's answer: choosing a language or reloading must not lead to a bare 405."""

    def test_the_language_of_a_refused_stage_leads_to_the_attempt(self, session: Session, client: FlaskClient) -> None:
        person = make_learner(session)
        attempt = make_attempt(session, make_case(session), person)
        sign_in(session, client, person)
        form = {"a1.value": "zzz", "a1.key": "k1", "a2.key": "k2"}
        page = client.post(f"/attempts/{attempt.ref}/stages/1", data=form)
        assert page.status_code == 422
        assert f'name="next" value="/attempts/{attempt.ref}"' in page.text

    def test_the_way_out_of_a_conflict_is_no_address_of_forms(self, session: Session, client: FlaskClient) -> None:
        person = make_learner(session)
        exam = make_exam(session, slug="once", attempts_allowed=1)
        attempt = make_attempt(session, exam, person)
        sign_in(session, client, person)
        client.post(f"/attempts/{attempt.ref}/submission", data={"sure": "y"})
        page = client.post("/attempts", data={"kind": "exam", "slug": "once"})
        assert page.status_code == 409
        assert 'href="/attempts"' not in page.text


def test_a_stale_form_is_told_in_the_language_of_the_reader(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client.set_cookie("lang", "kk")
    page = client.post("/theme", data={"theme": "dark"})
    assert page.status_code == 400
    assert '<html lang="kk"' in page.text
    assert "Форма устарела" not in page.text
