"""The base of all forms: declared fields only, clean text, the same message beside the field and in the summary."""

import unicodedata
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from core.errors import BadRequest

ALLOWED_BESIDE = {"csrf_token", "next"}
KEEPS = {"\t", "\n"}
BIDI = set("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """Refuses fields it does not declare; the token is checked for the whole application, not by each form."""

    class Meta:
        """WTForms' own switch."""

        csrf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = "formdata" in kwargs and kwargs["formdata"] is None  # another form of the page was sent
        if request.method == "POST" and not beside:
            unknown = set(request.form) - set(self._fields) - ALLOWED_BESIDE
            if unknown:
                raise BadRequest(fields=sorted(unknown)[:5])

    def values(self) -> dict[str, Any]:
        """The cleaned fields by name."""
        return {name: field.data for name, field in self._fields.items() if name not in ALLOWED_BESIDE}

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
