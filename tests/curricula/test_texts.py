"""What a learner reads: documents and norms as the page shows them, no ids, and no option that its length gives away."""

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
BLOCK = re.compile(r"^:::(?:check|decision) (\S+)\n(.*?)\n^:::$", re.DOTALL | re.MULTILINE)
TELLING = 1.3
"""So many times longer than any other option, the right one is seen without reading."""


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


def choices() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every question with one best option: of the bank, of the cases, of the lessons."""
    for path in BANKS:
        yield from ((each["id"], each["options"]) for each in read(path)["items"] if each["type"] == "single")
    for path in CASES:
        for stage in read(path)["stages"]:
            asked = [each for each in stage["items"] if each["type"] in ("single", "decision")]
            yield from ((f"{path.stem} {each['id']}", each["options"]) for each in asked)
    for path in sorted(FOLDER.glob("*/week-*/*.md")):
        for name, body in BLOCK.findall(path.read_text("utf-8")):
            block = yaml.safe_load(body)
            if block.get("type", "single") == "single":
                yield f"{path.stem} {name}", block["options"]


def worth(option: dict[str, Any]) -> float:
    return float(option.get("points", option.get("right", False) or option.get("verdict") == "strong"))


def test_no_option_is_given_away_by_its_length() -> None:
    told: dict[str, str] = {}
    for name, options in choices():
        best = max(options, key=worth)
        for lang in ("ru", "kk"):
            length = {id(each): len(said_in(each["text"], lang)) for each in options}
            longest = max(length[id(each)] for each in options if each is not best)
            if length[id(best)] > TELLING * longest:
                told[f"{name} {lang}"] = said_in(best["text"], lang)
    assert told == {}


def said_in(text: dict[str, str] | str, lang: str) -> str:
    return text if isinstance(text, str) else text.get(lang, "")
