"""The browser of these tests: the system's Chromium, without anything that would reach another host."""

from typing import Any

import pytest

from core.assets.build import build


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def built_front_end() -> None:
    """The browser needs what it is sent; an up-to-date build costs nothing."""
    build()


@pytest.fixture(scope="session")
def base_url() -> str:
    """No address is the base: each test starts a server of its own. (Replaces a plugin's fixture that pytest 9 warns of.)"""
    return ""
