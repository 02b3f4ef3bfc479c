"""The text of one file of the content folder, or the problem that says why it has none."""

from pathlib import Path

from core.content.problems import ContentRefused, Problem

MAX_BYTES = 5_000_000
KEPT = {"\n", "\r", "\t"}
TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
"""Signs that turn the direction of what follows: a reader would see another text than the one that is stored."""


def read_text(path: Path, name: str) -> str:
    """The text without a byte order mark.

    :param name: how problems call the file
    :raises ContentRefused: it is missing, no ordinary file, unreadable, too large, not UTF-8, or holds a sign no text needs
    """
    try:
        if path.exists() and not path.is_file():
            raise ContentRefused([Problem(name, 1, "not an ordinary file", "a text file")])
        if path.stat().st_size > MAX_BYTES:
            raise ContentRefused([Problem(name, 1, "larger than 5 MB", "smaller files")])
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ContentRefused([Problem(name, 1, "the file is missing", "the file")]) from error
    except UnicodeDecodeError as error:
        raise ContentRefused([Problem(name, 1, "not UTF-8", "save the file as UTF-8")]) from error
    except OSError as error:
        raise ContentRefused([Problem(name, 1, f"cannot be read: {error.strerror}", "a file you may read")]) from error
    if found := [_strange(name, text, at) for at, sign in enumerate(text) if _is_strange(sign)]:
        raise ContentRefused(found[:5])
    return text


def _is_strange(sign: str) -> bool:
    return (sign < " " and sign not in KEPT) or sign == "\x7f" or sign in TURNING


def _strange(name: str, text: str, at: int) -> Problem:
    return Problem(
        name, text.count("\n", 0, at) + 1, f"the invisible sign U+{ord(text[at]):04X}", "the text without it"
    )
