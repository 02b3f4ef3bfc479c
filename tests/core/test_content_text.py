"""A file that is no readable text is named with what is wrong; nothing of it is guessed."""

import os

import pytest

from core.content.problems import ContentRefused
from core.content.text_file import MAX_BYTES, read_text


def refusal(path) -> str:
    with pytest.raises(ContentRefused) as refused:
        read_text(path, "items/a.yaml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("Приказ".encode("cp1251"), 1, "not UTF-8"),
        ("Приказ".encode("utf-16"), 1, "not UTF-8"),
        (b"one\ntwo\x00", 2, "U+0000"),
        (b"one\n\ntwo\x1b[0m", 3, "U+001B"),
        ("one\ntwo\u202e".encode(), 2, "U+202E"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than 5 MB"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, content, line, what):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    said = refusal(path)
    assert said.startswith(f"items/a.yaml:{line}: ")
    assert what in said


def test_what_is_no_ordinary_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "not an ordinary file" in refusal(tmp_path)
    assert "not an ordinary file" in refusal(tmp_path / "pipe")
    assert "the file is missing" in refusal(tmp_path / "none")
    assert "items/a.yaml:1: " in refusal(tmp_path / "loop")


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: \xd0\xb0\r\nb: 1\r\n")
    assert read_text(path, "a.yaml").splitlines() == ["id: а", "b: 1"]
