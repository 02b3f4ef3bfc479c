"""The offices that a form offers. The framework that knows them lies above this package, so `wires.py` names the source."""

from collections.abc import Callable

from sqlalchemy.orm import Session

Source = Callable[[Session, str], list[tuple[str, str]]]

_sources: list[Source] = []


def take_offices_from(source: Source) -> None:
    """Let offices be read by a function of a higher package: (session, language) → (code, title) pairs in order."""
    _sources[:] = [source]


def offices(session: Session, lang: str, member: str) -> list[tuple[str, str]]:
    """Choices of a form: `member` with the given word first, then the offices of the framework in force."""
    return [("member", member), *(pair for source in _sources for pair in source(session, lang))]
