"""`python -m bench [NAME …]`: run all measurements, or the named ones."""

import importlib
import sys

ALL = ("pages", "saving", "first_visit", "certificate", "workers", "statistics")


def main() -> int:
    """Run one after another; each prints its table and writes its file."""
    names = sys.argv[1:] or list(ALL)
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join(ALL)}")
        return 2
    for name in names:
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
