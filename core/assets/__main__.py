"""`python -m core.assets build`: build the front-end when its sources have changed."""

import argparse
import sys
import time

from core.assets.build import build


def main() -> int:
    """Build, and say in one line what happened."""
    parser = argparse.ArgumentParser(prog="python -m core.assets", description=__doc__)
    parser.add_argument("command", choices=["build"])
    parser.parse_args()
    started = time.monotonic()
    changed = build()
    print(f"front-end: built in {time.monotonic() - started:.1f} s" if changed else "front-end: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
