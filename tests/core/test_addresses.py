"""An address that cannot be anything is unknown, on both engines; what is looked for may be any text."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.actors import Role
from core.addresses import LARGEST_KEY
from tests.factories.people import make_staff
from tests.factories.unions import make_federation

NASTY = ("%00", "a%00b", "%1b", "%7f")


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize(
    "path", ["/programmes/{}", "/learn/{}/x", "/learn/x/{}", "/law/{}", "/p/{}", "/join/{}", "/reset/{}"]
)
def test_a_control_character_in_an_address_is_no_page(client: FlaskClient, path: str, nasty: str):
    assert client.get(path.format(nasty)).status_code == 404


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("path", ["/unions/{}", "/unions/{}/people", "/join/requests/{}", "/certificates/{}.pdf"])
def test_nor_is_it_for_an_administrator(session: Session, client: FlaskClient, sign_in, path: str, nasty: str):
    sign_in(make_staff(session, Role.FEDERATION_ADMIN, make_federation(session)))
    assert client.get(path.format(nasty)).status_code == 404


@pytest.mark.parametrize("number", [LARGEST_KEY, LARGEST_KEY + 1, 2**63, 2**64, "9" * 400, "9" * 5000, "0" * 5000])
def test_a_number_larger_than_any_key_is_no_page(session: Session, client: FlaskClient, sign_in, number):
    sign_in(make_staff(session, Role.SYSTEM_ADMIN))
    assert client.get(f"/admin/mail/{number}").status_code == 404
    assert client.post(f"/account/sessions/{number}").status_code in {404, 405}


@pytest.mark.parametrize(
    "asked", ["page=99999999999999999999", "page=-1", "page=x", f"page={'9' * 5000}", "q=%00", "q=%25_%5C"]
)
def test_a_list_of_organisations_answers_whatever_is_asked(session: Session, client: FlaskClient, sign_in, asked: str):
    home = make_federation(session)
    sign_in(make_staff(session, Role.FEDERATION_ADMIN, home))
    assert client.get(f"/unions?{asked}").status_code == 200
    assert client.get(f"/unions/{home.ref}/people?{asked}").status_code == 200


@pytest.mark.parametrize(
    "engine_word",
    [
        '"',
        "*",
        "увол*",
        "NEAR(а б)",
        "а AND",
        "-а",
        "title:а",
        "^а",
        "а:*",
        "!а & |",
        "\x00",
        "%",
        "😀",
        "²",
        "x" * 900,
    ],
)
def test_signs_that_an_engine_of_search_reads_as_commands_are_only_text(client: FlaskClient, engine_word: str):
    for path in ("/law", "/search"):
        assert client.get(path, query_string={"q": engine_word}).status_code == 200


@pytest.mark.parametrize("path", ["/language", "/theme"])
@pytest.mark.parametrize("target", ["/\r\nX: y", "/\t/evil.example", "/\x00", "/\n//evil.example", "/\\evil.example"])
def test_a_way_back_with_a_control_character_leads_home(client: FlaskClient, path: str, target: str):
    choice = {"lang": "kk"} if path == "/language" else {"theme": "dark"}
    response = client.post(path, data={**choice, "next": target})
    assert (response.status_code, response.headers["Location"]) == (303, "/")
