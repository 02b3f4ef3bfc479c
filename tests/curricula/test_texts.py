"""What a learner reads names documents and norms as the page shows them: «документ 3, абзац 2», «ст. 61 ТК», no ids."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.curricula.statements import FOLDER
from tests.law.register import NORMS

CASES = sorted(FOLDER.glob("*/week-*/cases/*.yaml"))
BANKS = sorted(FOLDER.glob("*/week-*/items/*.yaml"))
DOCUMENT = re.compile(r"(?<![\w-])d\d+(?:\.\d+)?(?![\w-])")
NORM = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted((re.escape(norm['id']) for norm in NORMS), key=len, reverse=True))})(?![\w-])"
)
UNSEEN = {"author", "norms"}
"""Parts of a file that no learner receives."""


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def said(thing: Any) -> Iterator[str]:
    """Every text of a file that a learner may come to see."""
    match thing:
        case dict():
            for key, value in thing.items():
                if key not in UNSEEN:
                    yield from said(value)
        case list():
            for value in thing:
                yield from said(value)
        case str():
            yield thing


@pytest.mark.parametrize("path", [*CASES, *BANKS], ids=lambda path: path.stem)
def test_no_text_shows_the_id_of_a_document_or_a_norm(path: Path) -> None:
    shown = [
        text
        for text in said(read(path))
        for pattern in (DOCUMENT, NORM)
        if pattern.search(text) and not pattern.fullmatch(text)
    ]
    assert shown == []


def test_an_id_within_a_sentence_would_be_seen() -> None:
    assert DOCUMENT.search("Сверьте с приказом (d3.2).")
    assert NORM.search("Срок три рабочих дня (tk-61).")
    assert not DOCUMENT.search("Сверьте с приказом (документ 3, абзац 2).")
    assert not NORM.search("Срок три рабочих дня (ст. 61 ТК).")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_number_in_a_text_is_the_number_on_the_page(path: Path) -> None:
    """The page counts the documents that are open, in their order; none may open before one that stands above it."""
    dossier = read(path)["dossier"]
    assert [each["id"] for each in dossier] == [f"d{n}" for n in range(1, len(dossier) + 1)]
    assert [each["opens"] for each in dossier] == sorted(each["opens"] for each in dossier)
