"""`docs/wires.md` names every connected signal with its receiver, and no other."""

import re

from tests.architecture.sources import ROOT
from wires import WIRES

ROW = re.compile(r"^\| `([a-z-]+)` of `[a-z]+` \|[^|]+\| `([\w.]+)` \|", re.MULTILINE)


def test_the_page_of_wires_names_what_is_connected() -> None:
    written = sorted(ROW.findall((ROOT / "docs" / "wires.md").read_text("utf-8")))
    connected = sorted((signal.name, f"{receiver.__module__}.{receiver.__qualname__}") for signal, receiver in WIRES)
    assert written == connected
    assert connected
