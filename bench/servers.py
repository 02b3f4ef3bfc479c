"""Servers under measurement: started like the real one, their CPU read from the kernel's own account."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.supervisor import MEMORY

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running gunicorn with its workers."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    database_pids: Sequence[int] = ()

    def pids(self) -> list[int]:
        """The master and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_ms(self) -> float:
        """CPU milliseconds used so far by all processes of the server, the database's included."""
        return sum(cpu_ms_of(pid) for pid in [*self.pids(), *postgres_pids(self.name)])

    def resident_mib(self) -> float:
        """Resident memory of the workers together, MiB."""
        return sum(resident_mib_of(pid) for pid in self.pids()[1:])


def cpu_ms_of(pid: int) -> float:
    """User and system time of a process and its ended children, in ms, at the kernel's nanosecond resolution where it has it."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6 + threads_ms(pid)
    except (OSError, IndexError):
        return 0.0


def threads_ms(pid: int) -> float:
    """CPU of all threads but the first, whose time the process file itself holds."""
    total = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        if task.name != str(pid):
            try:
                total += int((task / "schedstat").read_text().split()[0]) / 1e6
            except (OSError, IndexError):
                continue
    return total


def resident_mib_of(pid: int) -> float:
    """Resident set of a process, MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def postgres_pids(name: str) -> list[int]:
    """The backends of PostgreSQL that serve connections named after the server (`application_name`)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if line.startswith("postgres:") and f"bench_{name}" in line:
                found.append(int(entry.name))
    return found


@contextmanager
def serving(
    name: str, application: str, environ: dict[str, str], *, workers: int = 2, threads: int = 4
) -> Iterator[Server]:
    """Start gunicorn with the options of `make run` and stop it afterwards."""
    port = free_port()
    command = [
        *MEMORY, sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", str(threads),
        "--worker-class", "gthread", "--preload", "--worker-tmp-dir", tempfile.gettempdir(), "--log-level", "error", "--keep-alive", "30",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})
    try:
        wait_until_up(port)
        yield Server(name, port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_up(port: int, seconds: float = 30) -> float:
    """Return how many seconds it took until the first answer.

    :raises TimeoutError: no answer in time
    """
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return time.monotonic() - started
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(f"no answer on port {port}")
