"""Style sheets and scripts: each one bundled from its parts and made small by esbuild."""

import tempfile
from pathlib import Path

from core.assets import node
from core.assets.paths import PACKAGES, STATIC, URL_PREFIX

STYLES = ("app.css",)
SCRIPTS = ("app.js",)
BROWSERS = "chrome87,firefox84,safari15"
"""Phones of 2020 and newer; an older one gets the same pages as plain links and forms."""


def stylesheet(name: str) -> bytes:
    """Return `static/css/<name>` with its imports, small drawings inlined, fonts left as `/static/fonts/…`."""
    return _esbuild(STATIC / "css" / name, "--loader:.svg=dataurl", f"--external:{URL_PREFIX}*")


def script(name: str) -> bytes:
    """Return `static/js/<name>` with all modules that it imports."""
    return _esbuild(STATIC / "js" / name, "--format=esm")


def _esbuild(entry: Path, *options: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / entry.name
        node.run(
            PACKAGES / "esbuild" / "bin" / "esbuild",
            str(entry), f"--outfile={target}", "--bundle", "--minify", "--legal-comments=none",
            f"--target={BROWSERS}", "--charset=utf8", "--log-level=warning", *options,
        )  # fmt: skip
        return target.read_bytes()
