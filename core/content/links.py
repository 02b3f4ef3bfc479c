"""Links inside a content folder: one that leads out of it would publish somebody else's file, so it is refused before anything is read."""

import os
from collections.abc import Iterator
from pathlib import Path

from core.content.problems import ContentRefused, Problem


def refuse_links_outwards(root: Path) -> None:
    """Let pass a folder whose links all end inside it; the folder itself may be reached through a link.

    :raises ContentRefused: names each link to elsewhere or to nothing
    """
    home = root.resolve()
    if found := [problem for path in _links(root) if (problem := _judged(path, root, home))]:
        raise ContentRefused(found)


def _links(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):  # does not go through links
        yield from (path for name in [*folders, *files] if (path := Path(folder, name)).is_symlink())


def _judged(path: Path, root: Path, home: Path) -> Problem | None:
    name = path.relative_to(root).as_posix()
    try:
        end = path.resolve(strict=True)
    except (OSError, RuntimeError):  # nothing there, or a circle
        return Problem(name, 1, f"a link that leads nowhere: {path.readlink()}", "the file itself")
    if end.is_relative_to(home):
        return None
    return Problem(name, 1, f"a link that leads out of the folder: {path.readlink()}", "the file itself")
