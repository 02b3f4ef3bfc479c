"""Every value that stands on a certificate, as plain text: kept with the certificate and read back for verification."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Words = Mapping[str, str]
"""One text in ru, kk and en; a language that was not written is missing or empty."""


@dataclass(frozen=True)
class Skill:
    """A confirmed competency."""

    code: str
    title: Words
    level: int
    """1..4."""


@dataclass(frozen=True)
class Sheet:
    """What is printed. Nothing here is looked up again when the file is made."""

    number: str
    code: str
    """In groups, as printed."""
    name: str
    latin_name: str
    short_name: str
    title: Words
    """The programme or module, as the rule names it."""
    covers: Words
    issuer: Words
    hours: int
    score_percent: int
    pass_percent: int
    issued_on: str
    """dd.mm.yyyy"""
    valid_until: str
    """dd.mm.yyyy, or empty without an end."""
    law_as_of: Words
    """The day of the law that was tested, written out."""
    skills: tuple[Skill, ...]
    units: Mapping[str, tuple[str, ...]]
    """Titles of what was taken, in ru and kk, in the order of the module."""
    counts: Mapping[str, int]
    """How many lessons, cases, tests and exams of the module were required and done."""
    verify_url: str
    """What the QR holds."""
    verify_place: str
    """The address to type, without a scheme."""
    demo: bool

    def dump(self) -> dict[str, Any]:
        """The values as JSON, for the certificate's row."""
        return asdict(self)

    @classmethod
    def load(cls, printed: Mapping[str, Any]) -> "Sheet":
        """The sheet of a stored certificate."""
        skills = tuple(Skill(**each) for each in printed["skills"])
        units = {lang: tuple(titles) for lang, titles in printed["units"].items()}
        return cls(**{**printed, "skills": skills, "units": units})


def in_language(words: Words, lang: str) -> tuple[str, str]:
    """The text in a language, or the Russian one; with the language it is really in."""
    return (words[lang], lang) if words.get(lang) else (words.get("ru", ""), "ru")
