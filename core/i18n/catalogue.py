"""The catalogues: one `.po` file per package and language, merged into the one file that Flask-Babel reads.

A msgid is the Russian text itself, so Russian catalogues hold plural forms only. A text that several packages show lives
in the catalogue of the first of them in import order.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "kk", "en")
PACKAGES = (
    "core", "access", "unions", "people", "competencies", "law", "assessments", "courses", "qualifications",
    "certificates", "reports",
)  # fmt: skip
"""In import order. Files at the top (`app.py`, `policy.py`) and in `templates/` count as `core`."""

TOP = ("app.py", "policy.py", "templates")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]|%%|\{\w*\}")

Key = tuple[str, str]
"""Context and msgid (of a plural: its first form)."""


@dataclass(frozen=True)
class Text:
    """One visible string in the sources: its msgid, its plural and context if any, and the files that show it."""

    id: str
    plural: str
    context: str
    files: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What identifies the text in every catalogue."""
        return self.context, self.id


def sources(package: str, root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Every file of a package that may hold visible strings, with the name of its extraction method."""
    places = [root / package] + ([root / top for top in TOP] if package == "core" else [])
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix == ".py" and file.exists():
                yield file, "python"
            elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
                yield file, "jinja2"


def found(root: Path = ROOT) -> dict[str, list[Text]]:
    """All texts of the sources by the package whose catalogue holds them; every text appears once."""
    result: dict[str, list[Text]] = {}
    owner: set[Key] = set()
    for package in PACKAGES:
        texts: dict[Key, Text] = {}
        for file, method in sources(package, root):
            for text in _texts(file, method, root):
                known = texts.get(text.key)
                texts[text.key] = _joined(known, text) if known else text
        result[package] = [text for key, text in texts.items() if key not in owner]
        owner |= texts.keys()
    return result


def _texts(file: Path, method: str, root: Path) -> Iterator[Text]:
    name = file.relative_to(root).as_posix()
    options = {"encoding": "utf-8", "trimmed": "true", "silent": "false"} if method == "jinja2" else {}
    for _, message, _, context in extract_from_file(method, file, keywords=KEYWORDS, options=options):
        forms = message if isinstance(message, tuple) else (message,)
        if forms[0]:
            yield Text(forms[0], forms[1] if len(forms) > 1 else "", context or "", (name,))


def _joined(first: Text, second: Text) -> Text:
    files = tuple(sorted({*first.files, *second.files}))
    return Text(first.id, first.plural or second.plural, first.context, files)


def path(language: str, package: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a package in a language lies."""
    return root / "translations" / language / f"{package}.po"


def read(language: str, package: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a package; empty when there is no file yet."""
    file = path(language, package, root)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def write(language: str, package: str, catalogue: Catalog, root: Path = ROOT) -> None:
    """Write a catalogue sorted and without dates, so that two people's changes meet as little as possible."""
    file = path(language, package, root)
    if not len(catalogue):
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.write(_header(language, catalogue).encode())
        write_po(
            stream, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def _header(language: str, catalogue: Catalog) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


def key_of(message: Message) -> Key:
    """The key of a catalogue's entry."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", first


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def merged(language: str, root: Path = ROOT) -> dict[Key, Message]:
    """Everything that is translated into a language, by key; the first package in import order wins."""
    result: dict[Key, Message] = {}
    for package in PACKAGES:
        for message in entries(read(language, package, root)):
            result.setdefault(key_of(message), message)
    return result


def extract(packages: Iterable[str] = PACKAGES, root: Path = ROOT) -> int:
    """Bring the catalogues of `packages` in line with the sources, keeping every text there is; return what is untranslated."""
    wanted = set(packages)
    texts = found(root)
    missing = 0
    for language in LANGUAGES:
        known = merged(language, root)
        for package in PACKAGES:
            if package not in wanted:
                continue
            catalogue = Catalog(locale=language)
            for text in texts[package]:
                if language == "ru" and not text.plural:
                    continue
                missing += not _add(catalogue, text, known.get(text.key))
            write(language, package, catalogue, root)
    return missing


def _add(catalogue: Catalog, text: Text, known: Message | None) -> bool:
    """Add a text with its known translation; say whether it is translated."""
    string = known.string if known else None
    if known and bool(text.plural) != isinstance(known.id, list | tuple):
        string = None
    catalogue.add(
        (text.id, text.plural) if text.plural else text.id,
        string=string,
        locations=[(file, 0) for file in text.files],
        flags=known.flags if known else (),
        user_comments=known.user_comments if known else (),
        context=text.context or None,
    )
    return _complete(string)


def _complete(string: object) -> bool:
    if isinstance(string, list | tuple):
        return bool(string) and all(string)
    return bool(string)


def compile_all(root: Path = ROOT) -> dict[str, int]:
    """Merge every package's catalogue into `messages.mo` of its language; return how many texts each holds."""
    counts = {}
    for language in LANGUAGES:
        catalogue = Catalog(locale=language, charset="utf-8")
        for message in merged(language, root).values():
            if _complete(message.string) and not message.fuzzy:
                catalogue[message.id] = message
        target = compiled(language, root)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as stream:
            write_mo(stream, catalogue)
        draft.replace(target)  # A reader finds the old file or the new one, never a half.
        counts[language] = len(catalogue)
    return counts


def compiled(language: str, root: Path = ROOT) -> Path:
    """Where Flask-Babel finds the merged catalogue of a language."""
    return root / "translations" / language / "LC_MESSAGES" / "messages.mo"


def stale(root: Path = ROOT) -> bool:
    """Whether a merged catalogue is missing or older than one of the files it is made from."""
    for language in LANGUAGES:
        target = compiled(language, root)
        files = [file for package in PACKAGES if (file := path(language, package, root)).exists()]
        if not target.exists() or any(file.stat().st_mtime > target.stat().st_mtime for file in files):
            return True
    return False
