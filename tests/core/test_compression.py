"""Pages leave compressed for those who can read it, and whole for those who cannot."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def raw(client: FlaskClient, accepts: str) -> TestResponse:
    """The page as it goes over the line. (The strict client reads pages, so the plain one is used.)"""
    plain = FlaskClient(client.application, client.application.response_class)
    return plain.get("/styleguide/2", headers={"Accept-Encoding": accepts})


@pytest.mark.parametrize(
    ("accepts", "coding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("br;q=0, gzip", "gzip", gzip.decompress)],
)  # fmt: skip
def test_a_page_is_sent_compressed_as_the_browser_reads_it_and_is_the_same_page(
    client: FlaskClient, accepts: str, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    packed, whole = raw(client, accepts), raw(client, "identity")
    assert packed.headers["Content-Encoding"] == coding
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(whole.data) / 2
    assert unpack(packed.data).count(b"<section") == whole.data.count(b"<section") > 0
    assert "Content-Encoding" not in whole.headers


@pytest.mark.parametrize("accepts", ["br", "gzip", "identity"])
def test_a_cache_is_told_that_the_answer_depends_on_the_browser(client: FlaskClient, accepts: str) -> None:
    assert "Accept-Encoding" in raw(client, accepts).headers["Vary"]


def test_a_short_answer_stays_as_it_is(client: FlaskClient) -> None:
    reply = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in reply.headers
    assert reply.json == {"status": "ok"}
