"""What is wrong with the catalogues: texts without a translation, doubtful ones, placeholders that differ, leftovers."""

from pathlib import Path

from babel.messages.catalog import Message

from core.i18n.catalogue import LANGUAGES, PACKAGES, PLACEHOLDER, ROOT, Text, entries, found, key_of, merged, read


def problems(root: Path = ROOT) -> list[str]:
    """Every fault that a reader of the page would see, one sentence each."""
    result = []
    texts = found(root)
    for language in LANGUAGES:
        known = merged(language, root)
        for package, of_package in texts.items():
            for text in of_package:
                if language == "ru" and not text.plural:
                    continue
                if reason := wrong(text, known.get(text.key)):
                    result.append(f"{language}/{package}.po: {reason}: {text.id!r} ({text.files[0]})")
    return result


def wrong(text: Text, message: Message | None) -> str:
    """Say what is wrong with the translation of one text; an empty string when nothing is."""
    if message is None or not message.string:
        return "no text"
    if message.fuzzy:
        return "marked as doubtful (fuzzy)"
    forms = list(message.string) if isinstance(message.string, list | tuple) else [message.string]
    if bool(text.plural) != isinstance(message.id, list | tuple):
        return "has plural forms in one place and none in the other"
    if not all(forms):
        return "a plural form is empty"
    return _placeholders_differ(text, forms)


def _placeholders_differ(text: Text, forms: list[str]) -> str:
    wanted = names(text.id) | names(text.plural)
    for form in forms:
        missing, foreign = wanted - names(form), names(form) - wanted
        if text.plural:
            missing -= {"num"}  # «one day» may be written without its figure.
        if missing or foreign:
            return f"placeholders differ ({', '.join(sorted(missing | foreign))})"
    return ""


def names(text: str) -> set[str]:
    """The placeholders of a text: names of `%(name)s`, or the mark itself where it has no name."""
    return {match.group(1) or match.group(0) for match in PLACEHOLDER.finditer(text)}


def leftovers(root: Path = ROOT) -> list[str]:
    """Entries that no source shows any more, or that lie in another package's catalogue than `extract` would put them."""
    texts = found(root)
    result = []
    for language in LANGUAGES:
        for package in PACKAGES:
            here = {text.key for text in texts[package] if language != "ru" or text.plural}
            for message in entries(read(language, package, root)):
                if key_of(message) not in here:
                    result.append(f"{language}/{package}.po: no source of this package shows {key_of(message)[1]!r}")
    return result
