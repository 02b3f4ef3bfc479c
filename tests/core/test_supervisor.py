"""The web server and the job worker live and die together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from core.supervisor import supervise
folder = sys.argv[1]
child = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(float(sys.argv[2])); sys.exit(7)"
sys.exit(supervise([[sys.executable, "-c", child, f"{folder}/{name}", life] for name, life in zip("ab", sys.argv[2:])]))
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator:
    started = []

    def begin(*lives: str) -> tuple[subprocess.Popen[bytes], list[int]]:
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path), *lives], cwd=ROOT)
        started.append(process)
        until(lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in "ab"))
        return process, [int((tmp_path / name).read_text()) for name in "ab"]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_a_killed_make_leaves_no_server_behind(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("run:\n\t@exec $(COMMAND)\n")
    (tmp_path / "program.py").write_text(PROGRAM)
    command = f"{sys.executable} {tmp_path}/program.py {tmp_path} 60 60"
    make = subprocess.Popen(["make", "-C", tmp_path, f"COMMAND={command}"], env={**os.environ, "PYTHONPATH": str(ROOT)})
    until(lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in "ab"))
    children = [int((tmp_path / name).read_text()) for name in "ab"]
    make.kill()
    make.wait(15)
    until(lambda: not any(alive(pid) for pid in children))


def until(condition, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_stop_ends_both_children_cleanly(start, number: signal.Signals) -> None:
    process, children = start("60", "60")
    process.send_signal(number)
    assert process.wait(15) == 0
    assert not any(alive(pid) for pid in children)


def test_when_one_child_ends_the_other_ends_too_and_the_status_is_kept(start) -> None:
    process, children = start("60", "1")
    assert process.wait(15) == 7
    assert not any(alive(pid) for pid in children)


def test_even_a_killed_supervisor_leaves_no_child_behind(start) -> None:
    process, children = start("60", "60")
    os.kill(process.pid, signal.SIGKILL)
    process.wait(15)
    until(lambda: not any(alive(pid) for pid in children))
