"""Every visible string has its Kazakh and English text, and Russian plurals their three forms."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from core.i18n import catalogue, completeness

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def test_every_visible_string_is_translated() -> None:
    assert completeness.problems() == []


def test_the_search_for_strings_really_finds_them() -> None:
    texts = catalogue.found()
    assert {"Войти", "Такой страницы нет"} <= {text.id for text in texts["core"]}


ENDING = re.compile(
    r"(?:%\(\w+\)s|\{\w*\})-?(?:[дтн]е|[дтн]а|[дтн]ен|[дтн]ан|[гқк]е|[ғқк]а|[сы]?ы|с?і|с?ыны?ң?|с?іні?ң?|с?ына|с?іне|[дтн]ің|[дтн]ың)(?!\w)"
)
"""A Kazakh case or possessive ending tied to a value: it would have to follow the sound of the last digit."""


def test_no_kazakh_text_ties_an_ending_to_a_value() -> None:
    """«6-сы», «9-ы» and «10-ы»: which ending is right depends on the number, so the phrase needs none."""
    tied = [
        f"{path.name}: {text}"
        for path in sorted(TRANSLATIONS.glob("kk/*.po"))
        for message in read_po(path.read_bytes().splitlines(keepends=True), "kk")
        for text in (message.string if isinstance(message.string, list | tuple) else [message.string])
        if ENDING.search(str(text))
    ]
    assert tied == []


def test_an_ending_on_a_value_would_be_seen() -> None:
    tied = (
        "%(all)s әрекеттің %(n)s-і",
        "%(time)s-де сақталды",
        "%(n)s-іне жауап берілді",
        "{}-де сақталды",
        "%(m)s сабақтың %(n)s-сі",
    )
    assert all(ENDING.search(text) for text in tied)
    free = ("%(n)s-сұрақ", "%(n)s-кезеңде", "%(n)s / %(all)s", "%(num)s секундтан кейін", "%(n)s %%")
    assert not any(ENDING.search(text) for text in free)
