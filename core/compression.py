"""Pages leave compressed: a phone on a weak line gets a quarter of the octets. Built files are compressed once, by the build."""

import zlib

import brotli
from flask import Flask, Response, request

WORTH = 1024
"""Octets under which compressing costs more than it saves."""

BROTLI, GZIP = 6, 6
"""A millisecond and a half for a long lesson; above these, a few octets cost many times that. Browsers take Brotli on a safe line only."""

KINDS = ("text/html", "application/json")


def init_compression(app: Flask) -> None:
    """Compress what the application itself answers, when the browser says that it can read it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Replace the body by its Brotli or gzip form where that is allowed, wanted and worth it.

    Tokens in forms are signed anew for each second and cookies are not sent with requests that other sites make, so the
    length of a page tells a stranger nothing.
    """
    if response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.direct_passthrough or response.is_streamed or response.status_code in {204, 206, 304}:
        return response
    if "Content-Encoding" in response.headers:
        return response
    body, accepted = response.get_data(), request.accept_encodings
    coding = next((name for name in CODERS if accepted[name]), "")
    if coding and len(body) >= WORTH:
        response.set_data(CODERS[coding](body))
        response.headers["Content-Encoding"] = coding
    return response


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI))


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(GZIP, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


CODERS = {"br": _brotli, "gzip": _gzip}
"""The best one first."""
