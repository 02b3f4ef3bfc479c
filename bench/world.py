"""The database under measurement: migrated, loaded with curricula/ and the demonstration federation, made anew for each run."""

import os
import re
import shutil
import subprocess
import sys
import urllib.parse
from http.client import HTTPConnection
from pathlib import Path

from bench.servers import ROOT

FOLDER = ROOT / "var" / "bench" / "world"
PASSWORD = "bench-password-of-nobody"
LEARNER = "learner@demo.tirek.example"


def environ(database_url: str) -> dict[str, str]:
    """The settings of the servers: demonstration mode, own files, a fixed key."""
    return {
        "TIREK_DATABASE_URL": database_url,
        "TIREK_FILES_URL": str(FOLDER / "files"),
        "TIREK_SECRET_KEY": "bench-" + "k" * 40,
        "TIREK_DEMO": "1",
        "TIREK_SECOND_FACTOR": "0",
        "TIREK_DEMO_PASSWORD": PASSWORD,
    }


def make_world() -> dict[str, str]:
    """Make the database and return the settings that lead to it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    settings = environ(f"sqlite:///{FOLDER / 'world.db'}")
    for command in (["db", "upgrade"], ["curricula", "load"], ["demo", "seed"]):
        flask(settings, *command)
    return settings


def flask(settings: dict[str, str], *arguments: str) -> str:
    """Run a command of the application; its output."""
    command = [sys.executable, "-m", "flask", "--app", "app:create_app", *arguments]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=300, check=False
    )
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {run.stderr[-2000:]}")
    return run.stdout


class Visitor:
    """A browser as far as cookies and forms need it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> dict[str, str]:
        """The cookies as a header, for the load client."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; redirects are followed."""
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form with the token of the last page."""
        return self._send("POST", path, urllib.parse.urlencode({"csrf_token": self.token, **fields}))

    def sign_in(self) -> None:
        """As the demonstration learner."""
        self.get("/sign-in")
        status, text = self.post("/sign-in", {"login": LEARNER, "password": PASSWORD})
        assert status == 200, (status, text[:500])

    token = ""
    path = ""

    def _send(self, method: str, path: str, body: str | None, hops: int = 5) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            **self.headers,
            **({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}),
        }
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        self.path = path
        if response.status in {301, 302, 303} and hops:
            return self._send("GET", urllib.parse.urljoin(path, response.headers["Location"]), None, hops - 1)
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text):
            self.token = found.group(1)
        return response.status, text


def path_of(folder: Path) -> str:
    """A path as it may be printed: from the checkout on."""
    return str(folder.relative_to(ROOT))
