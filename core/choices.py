"""Choices of form fields, in the shape that WTForms keeps beyond 3.3."""

from typing import Any

import wtforms


def choice(value: str, label: Any) -> Any:
    """Return one option of a list, radio group or set of checkboxes.

    :param label: the words, lazily translated where they are made before a request
    """
    return wtforms.SelectChoice(value, label)  # type: ignore[attr-defined]  # the published stubs stop at 3.2
