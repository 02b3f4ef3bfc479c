"""Pages leave compressed: a phone on a weak line gets a third of the octets. Built files are compressed once, by the build."""

import zlib

from flask import Flask, Response, request

WORTH = 1024
"""Octets under which compressing costs more than it saves."""

LEVEL = 4
"""Half a millisecond for a long lesson; higher levels save a few per cent for twice the time."""

KINDS = ("text/html", "application/json")


def init_compression(app: Flask) -> None:
    """Compress what the application itself answers, when the browser says that it can read it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Replace the body by its gzip form where that is allowed, wanted and worth it.

    Tokens in forms are signed anew for each second and cookies are not sent with requests that other sites make, so the
    length of a page tells a stranger nothing.
    """
    if response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.direct_passthrough or response.is_streamed or response.status_code in {204, 206, 304}:
        return response
    if "Content-Encoding" in response.headers or not request.accept_encodings["gzip"]:
        return response
    body = response.get_data()
    if len(body) >= WORTH:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
        response.set_data(packer.compress(body) + packer.flush())
        response.headers["Content-Encoding"] = "gzip"
    return response
