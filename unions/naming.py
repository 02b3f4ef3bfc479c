"""Which of its names an organisation goes by in the reader's language."""

from typing import Any

from core.layout import current_language


def named(thing: Any) -> str:
    """The name of anything with `name_ru`, `name_kk` and perhaps `name_en`; Russian where the language has none."""
    own = getattr(thing, f"name_{current_language()}", "")
    return str(own or thing.name_ru)
