"""Keep the web server and the job worker running together: when one ends, or this process does, both end.

Only the standard library is imported, so that this third process costs next to nothing.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
GRACE = 35.0
"""Seconds that the children have to finish their requests; gunicorn itself allows thirty."""

MEMORY = ("env", "MALLOC_ARENA_MAX=2")
"""Threads share two pools of memory: each further one keeps megabytes that nobody uses."""


def web(host: str, port: str, workers: str) -> list[str]:
    """The web server: forked after the application is loaded, so that the workers share its memory."""
    return [
        *MEMORY, sys.executable, "-m", "gunicorn", "web:application", "--bind", f"{host}:{port}", "--workers", workers,
        "--threads", "4", "--worker-class", "gthread", "--preload", "--timeout", "60", "--graceful-timeout", "30",
        "--worker-tmp-dir", _memory_folder(), "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    """The job worker with its periodic jobs."""
    return [sys.executable, "-m", "flask", "--app", "app:create_app", "worker"]


def _memory_folder() -> str:
    """Heartbeats of the workers are written here; a slow disk would look like a dead worker."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"  # noqa: S108  # no secret goes there


def _die_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor is gone, even by `kill -9`."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(commands: Sequence[Sequence[str]]) -> int:
    """Run `commands` until one of them ends or this process is told to stop; return the exit status to give.

    Children live in their own process groups, so Ctrl+C reaches them once, through this process.
    """
    stopping = False
    parent = os.getppid() if _started_by_make() else None

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    children = [
        subprocess.Popen(command, preexec_fn=_die_with_parent, process_group=0)  # noqa: PLW1509  # no thread runs here
        for command in commands
    ]
    while not stopping and all(child.poll() is None for child in children):
        if parent is not None and os.getppid() != parent:
            break
        time.sleep(0.2)
    ended = next((child.returncode for child in children if child.returncode is not None), 0)
    _end(children)
    return 0 if stopping else ended or 1


def _started_by_make() -> bool:
    """Whether `make run` started this: then a killed make must not leave a server that nobody sees."""
    try:
        return Path(f"/proc/{os.getppid()}/comm").read_text() == "make\n"
    except OSError:
        return False


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(supervise([web(*sys.argv[1:4]), worker()]))
