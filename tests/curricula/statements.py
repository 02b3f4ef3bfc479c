"""What lessons, items and cases say beside a pin: the sentence, the norms it stands on, and the story it may quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from tests.curricula.figures import Figure, figures
from tests.law.register import NORMS

FOLDER = Path(__file__).resolve().parents[2] / "curricula"
LINK = re.compile(r"\[[^\]]*\]\(norm:([\w-]+)\)")
PIN = re.compile(r"⟦([\w-]+)⟧")
SENTENCE = re.compile(r"(?<=[.;:!?|])\s+")
SPOKEN = {"feedback", "why", "explanation", "rule", "held", "model_answer", "answer", "reasoning", "note"}
"""Keys under which an item or a case speaks about the law; elsewhere it tells its story."""
STORY = {"prompt", "document", "given", "facts", "dossier", "timeline", "parameters"}


class Verdict(Enum):
    """What can be said of a figure beside a pin without understanding the sentence."""

    AGREES = "the pinned norm has it"
    STORY = "the story of the item or case has it: not a statement about the norm"
    DIFFERS = "the pinned norm has figures in this unit, and not this one"
    OPEN = "the pinned norm has no figure in this unit: nothing to compare with"


@dataclass(frozen=True)
class Statement:
    """A sentence beside a pin."""

    place: str
    text: str
    lang: str
    norms: tuple[str, ...]
    story: frozenset[Figure] = frozenset()


@dataclass(frozen=True)
class Judged:
    """A figure of a statement and what can be said of it."""

    statement: Statement
    figure: Figure
    verdict: Verdict

    def __str__(self) -> str:
        return f"{self.statement.place}: {self.figure} {list(self.statement.norms)} «{self.statement.text[:120]}»"


def register_figures() -> dict[str, set[Figure]]:
    """Key of a norm → the figures that the register states of it."""
    said = {norm["id"]: [norm["title"], norm["gist"], norm.get("note", "")] for norm in NORMS}
    for norm in NORMS:
        said[norm["id"]] += [change["what"] for change in norm["changed"]]
    return {key: figures(". ".join(texts), "ru") for key, texts in said.items()}


def judged(statement: Statement, register: dict[str, set[Figure]]) -> Iterator[Judged]:
    """Each figure of a statement, compared with the norms that stand beside it."""
    own = set().union(*(register[key] for key in statement.norms))
    for figure in sorted(figures(statement.text, statement.lang)):
        if any(figure.agrees(each) for each in own):
            verdict = Verdict.AGREES
        elif any(figure.agrees(each) for each in statement.story):
            verdict = Verdict.STORY
        else:
            verdict = Verdict.DIFFERS if any(figure.unit == each.unit for each in own) else Verdict.OPEN
        yield Judged(statement, figure, verdict)


def all_statements() -> Iterator[Statement]:
    """Every statement beside a pin in the content folder."""
    for path in sorted(FOLDER.glob("*/week-*/*.md")):
        yield from _of_lesson(path)
    for path in sorted(FOLDER.glob("*/week-*/items/*.yaml")):
        for item in yaml.safe_load(path.read_text("utf-8"))["items"]:
            yield from _of_structure(item, f"{path.name}:{item['id']}")
    for path in sorted(FOLDER.glob("*/week-*/cases/*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        pins = case.pop("norms")
        yield from _of_structure(case, path.name)
        for pin in pins:
            if pin.get("note"):
                yield Statement(f"{path.name}:norms:{pin['id']}", pin["note"], "ru", (pin["id"],))


def _of_lesson(path: Path) -> Iterator[Statement]:
    lang = path.name.split(".")[-2]
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        for sentence in SENTENCE.split(LINK.sub(r"⟦\1⟧", line)):
            if pins := PIN.findall(sentence):
                yield Statement(f"{path.name}:{number}", PIN.sub(" ", sentence), lang, tuple(pins))


def _of_structure(thing: dict[str, Any], place: str) -> Iterator[Statement]:
    told = [text for path, text, _ in _strings(thing, (), ()) if STORY & set(path)]
    story = frozenset().union(*(figures(text, lang) for text in told for lang in ("ru", "kk")))
    for path, text, norms in _strings(thing, (), ()):
        if norms and SPOKEN & set(path):
            yield Statement(f"{place}:{'/'.join(path)}", text, "kk" if "kk" in path else "ru", norms, story)


Found = tuple[tuple[str, ...], str, tuple[str, ...]]


def _strings(thing: Any, path: tuple[str, ...], norms: tuple[str, ...]) -> Iterator[Found]:
    """Every text with its path and the norms of the nearest part around it that names some."""
    match thing:
        case dict():
            nearest = _named(thing) or norms
            for key, value in thing.items():
                yield from _strings(value, (*path, str(key)), nearest)
        case list():
            for number, value in enumerate(thing):
                yield from _strings(value, (*path, str(number)), norms)
        case str():
            yield path, thing, norms


def _named(part: dict[str, Any]) -> tuple[str, ...]:
    named: list[str] = []
    for key in ("norms", "norm", "ground", "grounds"):
        value = part.get(key)
        for each in value if isinstance(value, list) else [value]:
            named.append(str(each.get("id") if isinstance(each, dict) else each))
    known = {norm["id"] for norm in NORMS}
    return tuple(each for each in named if each in known)
