"""The register of the product itself, as its files have it."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "curricula" / "law"


def _rows(name: str) -> list[dict[str, Any]]:
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as stream:
        rows: list[dict[str, Any]] = yaml.safe_load(stream)[name]
    return rows


ACTS = _rows("acts")
NORMS = _rows("norms")
