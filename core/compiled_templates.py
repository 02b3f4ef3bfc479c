"""Compiled templates kept on disk: each web worker would compile the same sixty files anew, for half a second and three megabytes."""

import os
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache


def keep_compiled(app: Flask, folder: Path) -> None:
    """Keep what is compiled in a folder that only the server's user may enter; where there can be none, nothing is kept.

    Each file carries the checksum of its template, so an edited template is compiled anew.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = folder.stat()
    except OSError:
        return
    if ours.st_uid == os.getuid() and not ours.st_mode & 0o022:
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
