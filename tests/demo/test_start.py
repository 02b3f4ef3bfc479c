"""`flask serve`, which `make run` calls: an empty folder becomes a running demonstration, Ctrl+C ends all of it, data stay."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from demo.cast import CAST
from tests.architecture.sources import ROOT
from tests.conftest import SECRET

PASSWORD = "a-password-of-this-start"
PATIENCE = 240.0
"""Seconds; a start takes about ten on an idle machine, and this test times nothing."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int, log: Path) -> Iterator[None]:
    """The installation in `folder`, running; ended as Ctrl+C does."""
    given = {
        "DATABASE_URL": f"sqlite:///{folder / 'tirek.db'}", "FILES_URL": str(folder / "files"), "SECRET_KEY": SECRET,
        "DEMO": "1", "DEMO_PASSWORD": PASSWORD, "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TIREK_")}
    environment = {**clean, **{f"TIREK_{name}": value for name, value in given.items()}}
    command = [sys.executable, "-m", "flask", "--app", "app:create_app", "serve", "--port", str(port), "--workers", "1"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_until(lambda: process.poll() is not None or answers(port), log)
        assert process.poll() is None, log.read_text("utf-8")
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE)


def wait_until(done, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.2)


def answers(port: int) -> bool:
    try:
        return request(port, "GET", "/sign-in")[0] == 200
    except OSError:
        return False


def request(port: int, method: str, path: str, *, cookie: str = "", **form: str) -> tuple[int, str, str]:
    """Status, cookies and text of a reply."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request(method, path, body=urlencode(form) if form else None, headers=headers)
        reply = connection.getresponse()
        cookies = "; ".join(each.split(";")[0] for each in reply.headers.get_all("Set-Cookie") or [])
        return reply.status, cookies, reply.read().decode()


def signs_in(port: int, login: str) -> bool:
    _, cookies, page = request(port, "GET", "/sign-in")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, page[:500]
    status, _, _ = request(
        port, "POST", "/sign-in", cookie=cookies, login=login, password=PASSWORD, csrf_token=token[1]
    )
    return status == 303


def test_an_empty_folder_becomes_a_demonstration_that_stops_cleanly_and_keeps_its_data(tmp_path: Path):
    port, first, second = free_port(), tmp_path / "first.log", tmp_path / "second.log"
    with served(tmp_path, port, first):
        assert all(signs_in(port, part.email) for part in CAST)
        assert "/law/" in request(port, "GET", "/law")[2]
    assert not answers(port)
    printed = first.read_text("utf-8")
    assert f"Tirek answers on http://127.0.0.1:{port}" in printed
    assert all(part.email in printed for part in CAST)
    assert "367 new norm editions" in printed
    with served(tmp_path, port, second):
        assert signs_in(port, CAST[0].email)
    assert "new norm editions" not in second.read_text("utf-8")
    codes = [set(re.findall(r"/verify/(\w+)", log.read_text("utf-8"))) for log in (first, second)]
    assert codes[0] == codes[1] != set()
