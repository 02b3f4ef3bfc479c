"""Pages leave compressed for those who can read it, and whole for those who cannot."""

import gzip

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def raw(client: FlaskClient, accepts: str) -> TestResponse:
    """The page as it goes over the line. (The strict client reads pages, so the plain one is used.)"""
    plain = FlaskClient(client.application, client.application.response_class)
    return plain.get("/styleguide/2", headers={"Accept-Encoding": accepts})


def test_a_page_is_sent_as_gzip_and_is_the_same_page(client: FlaskClient) -> None:
    packed, whole = raw(client, "gzip, br"), raw(client, "identity")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(whole.data) / 2
    assert gzip.decompress(packed.data).count(b"<section") == whole.data.count(b"<section")
    assert "Content-Encoding" not in whole.headers


@pytest.mark.parametrize("accepts", ["gzip", "identity"])
def test_a_cache_is_told_that_the_answer_depends_on_the_browser(client: FlaskClient, accepts: str) -> None:
    assert "Accept-Encoding" in raw(client, accepts).headers["Vary"]


def test_a_short_answer_stays_as_it_is(client: FlaskClient) -> None:
    reply = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in reply.headers
    assert reply.json == {"status": "ok"}
