"""`python -m courses.content FOLDER`: prints what is wrong in a content folder; 1 when something is."""

import sys
from pathlib import Path

from courses.content.tree import read_curricula


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("python -m courses.content FOLDER\n")
        return 2
    read = read_curricula(Path(arguments[0]))
    for problem in read.problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{read.summary()}\n")
    return 1 if read.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
