"""The base of all forms: clean text, the same message beside the field and in the summary. What else is sent: `core/fields.py`."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

KEEPS = {"\t", "\n"}
BIDI = set("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """The token and fields that no form declares are checked for the whole application, not by each form."""

    class Meta:
        """WTForms' own switch."""

        csrf = False

    @classmethod
    def names(cls) -> set[str]:
        """The names of its fields."""
        return {name for name in dir(cls) if hasattr(getattr(cls, name), "_formfield")}

    def values(self) -> dict[str, Any]:
        """The cleaned fields by name."""
        return {name: field.data for name, field in self._fields.items()}

    def text(self, name: str) -> str:
        """The cleaned text of a field, empty when nothing was sent."""
        return str(self._fields[name].data or "")


def clean(text: str | None) -> str:
    """Text as it is stored: NFC, no blanks around, lines ended the Unix way."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n")).strip()


class PlainText:
    """Refuses control characters, lone surrogates and, in names, invisible and direction-changing ones (security 6.2)."""

    def __init__(self, *, name: bool = False) -> None:
        self.name = name

    def __call__(self, form: Any, field: Any) -> None:
        """Raise `ValidationError` on the first character that must not be stored."""
        for character in field.data or "":
            category = unicodedata.category(character)
            hidden = category in {"Cc", "Cs"} and character not in KEEPS
            if hidden or (self.name and (character in BIDI or character in KEEPS)):
                raise ValidationError(lazy_gettext("Здесь есть знак, который нельзя сохранить. Наберите текст заново"))
