"""Templates speak the reader's language, and what people typed stays text."""

from collections.abc import Callable

import pytest
from flask import Flask, g, render_template_string


@pytest.fixture
def say(app: Flask) -> Callable[..., str]:
    def _say(lang: str, source: str, **values: object) -> str:
        with app.test_request_context("/"):
            g.lang = lang
            return render_template_string(source, **values)

    return _say


@pytest.mark.parametrize(("lang", "word"), [("ru", "Войти"), ("kk", "Кіру"), ("en", "Sign in")])
def test_a_text_is_in_the_language_of_the_request(say: Callable[..., str], lang: str, word: str) -> None:
    assert say(lang, '{{ _("Войти") }}') == word


def test_a_value_inside_a_text_is_escaped(say: Callable[..., str]) -> None:
    html = say("ru", '{{ _("Номер для поддержки: %(id)s", id=name) }}', name="<b>x</b>")
    assert html == "Номер для поддержки: &lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "Проверьте 1 поле"), (3, "Проверьте 3 поля"), (5, "Проверьте 5 полей")]
)
def test_russian_has_three_plural_forms(say: Callable[..., str], number: int, text: str) -> None:
    source = '{{ ngettext("Проверьте %(num)s поле", "Проверьте поля: %(num)s", n) }}'
    assert say("ru", source, n=number) == text


def test_a_text_that_no_catalogue_has_is_shown_as_it_is(say: Callable[..., str]) -> None:
    assert say("kk", "{{ _(text) }}", text="нет в каталоге") == "нет в каталоге"
