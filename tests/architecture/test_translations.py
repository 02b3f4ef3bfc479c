"""Every visible string has its Kazakh and English text, and Russian plurals their three forms."""

from core.i18n import catalogue, completeness


def test_every_visible_string_is_translated() -> None:
    assert completeness.problems() == []


def test_the_search_for_strings_really_finds_them() -> None:
    texts = catalogue.found()
    assert {"Войти", "Такой страницы нет"} <= {text.id for text in texts["core"]}
