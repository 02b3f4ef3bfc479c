"""Print the table of settings for docs/running.md; with --write, put it there."""

import re
import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.settings import Settings  # noqa: E402  # the path above makes it known

PAGE = ROOT / "docs" / "running.md"
PLACE = re.compile(r"(<!-- settings: begin -->\n).*?(<!-- settings: end -->)", re.DOTALL)


def table() -> str:
    """One row for each setting: variable, default, meaning."""
    rows = ["| Variable | Default | What it sets |", "|---|---|---|"]
    for each in fields(Settings):
        default = (
            "" if each.default == "" else f"`{int(each.default) if isinstance(each.default, bool) else each.default}`"
        )
        rows.append(f"| `TIREK_{each.name.upper()}` | {default} | {each.metadata['about']} |")
    return "\n".join(rows) + "\n"


def with_table(page: str) -> str:
    """The page with the table between its two marks."""
    return PLACE.sub(lambda match: match.group(1) + table() + match.group(2), page)


def main(arguments: list[str]) -> int:
    """Print or write the table."""
    if arguments == ["--write"]:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(table(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
