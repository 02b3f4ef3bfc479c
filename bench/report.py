"""A measurement as a table on the screen and as JSON in var/bench/<name>.json."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"


def write(name: str, figures: Mapping[str, Any], rows: Sequence[Sequence[Any]], head: Sequence[str]) -> Path:
    """Print a table and keep figures, date, commit, machine and command; return the file.

    :param figures: everything measured, as numbers, for machines
    :param rows: what a person reads, one row under `head` each
    """
    show(name, rows, head)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    document = {
        "name": name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "command": " ".join(["python", "-m", "bench", *sys.argv[1:]]),
        "figures": figures,
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def show(name: str, rows: Sequence[Sequence[Any]], head: Sequence[str]) -> None:
    """Print rows under their head, columns aligned."""
    texts = [[str(cell) for cell in row] for row in [list(head), *rows]]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    print(f"\n{name}")
    for number, row in enumerate(texts):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))


def commit() -> str:
    """The commit that was measured, with a plus sign when the tree has changes."""
    run = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(run, capture_output=True, text=True, check=False, timeout=10).stdout.strip()
    changed = subprocess.run(
        ["git", "status", "--porcelain"], capture_output=True, text=True, check=False, timeout=10
    ).stdout
    return found + ("+" if changed else "")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "memory_mib": memory,
    }
