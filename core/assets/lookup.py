"""The address of a built file, and the middleware that serves it for a year without asking again."""

import json
import logging
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from core.assets.paths import DIST, HASHED, MANIFEST, URL_PREFIX

log = logging.getLogger(__name__)


@cache
def published() -> dict[str, str]:
    """Return logical name → published name, read once; empty, with a warning, when nothing was built."""
    if not MANIFEST.is_file():
        log.warning("front-end is not built: run `python -m core.assets build`; pages work, but plain")
        return {}
    files: dict[str, str] = json.loads(MANIFEST.read_text())["files"]
    return files


def asset_url(name: str) -> str:
    """Return the address of a built file.

    :param name: the logical name, such as `css/app.css`
    :raises KeyError: the build does not publish this name
    """
    files = published()
    return URL_PREFIX + (files[name] if files else name)


def serve_assets(application: Callable[..., Iterable[bytes]]) -> Any:
    """Wrap a WSGI application so that `/static/` is answered from `static/dist/`, compressed and cacheable."""
    from whitenoise import WhiteNoise  # noqa: PLC0415 - commands do not serve

    server = WhiteNoise(application, max_age=300, immutable_file_test=_never_changes, add_headers_function=_harden)
    if DIST.is_dir():
        server.add_files(str(DIST), prefix=URL_PREFIX)
    return server


def _never_changes(_path: str, url: str) -> bool:
    return bool(HASHED.search(url))


def _harden(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
