"""What every page and every refusal has in common."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories.people import make_account


@pytest.mark.parametrize(
    ("lang", "title"), [("ru", "Такой страницы нет"), ("kk", "Мұндай бет жоқ"), ("en", "There is no such page")]
)
def test_an_unknown_page_says_so_in_the_readers_language(client: FlaskClient, lang: str, title: str):
    client.set_cookie("lang", lang)
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert title in response.get_data(as_text=True)


def test_an_unknown_page_still_knows_who_reads_it(session: Session, client: FlaskClient, sign_in):
    assert "/sign-in" in client.get("/no-such-page").text
    page = sign_in(make_account(session)).get("/no-such-page")
    assert page.status_code == 404
    assert 'action="/sign-out"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_script_gets_json_instead_of_a_page(client: FlaskClient):
    assert client.get("/no-such-page", headers={"Accept": "application/json"}).get_json()["error"] == "http_404"


def test_the_strict_headers_are_on_every_answer(client: FlaskClient):
    headers = client.get("/no-such-page").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_language_is_remembered(client: FlaskClient):
    response = client.post("/language", data={"lang": "kk", "next": "/law?q=1"})
    assert (response.status_code, response.headers["Location"]) == (303, "/law?q=1")
    assert 'lang="kk"' in client.get("/no-such-page").get_data(as_text=True)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil"])
def test_a_choice_of_language_never_leads_to_another_host(client: FlaskClient, target: str):
    assert client.post("/language", data={"lang": "kk", "next": target}).headers["Location"] == "/"


def test_a_form_without_its_token_is_refused(app: Flask):
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/language", data={"lang": "kk"}).status_code == 400


def test_a_request_from_another_site_is_refused(client: FlaskClient):
    assert client.post("/language", data={"lang": "kk"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_body_over_one_megabyte_is_refused(client: FlaskClient):
    assert client.post("/language", data={"lang": "x" * 1_100_000}).status_code == 413
