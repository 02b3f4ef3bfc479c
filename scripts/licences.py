"""Refuse a run-time dependency whose licence does not go together with ours (Apache-2.0)."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPEN = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|0BSD|Unlicense|HPND|MPL|Mozilla|LGPL|Lesser General|CC0|Public Domain|OFL",
    re.I,
)
KNOWN = {
    "huey": "MIT, in its LICENSE file",
    "pyphen": "GPL-2.0+, LGPL-2.1+ or MPL-1.1, at choice",
}
"""Licences that the metadata do not say in one word, read by hand."""


def names(lock: Path) -> list[str]:
    """The distributions of a lock that are meant for this system."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [match.group(1) for line in lines if (match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*])?==", line))]


def licence(name: str) -> str:
    """What the distribution says about its licence."""
    about = metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License")]
    said = "; ".join([*(about.get_all("License-Expression") or ()), *classifiers])
    return said or "".join(about.get_all("License") or ()).strip().split("\n")[0]


def main() -> int:
    """Print every distribution whose licence is not known to be open to us."""
    doubtful = []
    for name in names(ROOT / "requirements" / "base.txt"):
        try:
            said = licence(name)
        except PackageNotFoundError:
            continue
        if name not in KNOWN and not OPEN.search(said):
            doubtful.append(f"{name}: {said or 'says nothing'}")
    print("\n".join(doubtful), file=sys.stderr, end="\n" if doubtful else "")
    return bool(doubtful)


if __name__ == "__main__":
    sys.exit(main())
