"""What was found is shown with its words marked, in whatever form they stand."""

import pytest

from core.search_marks import excerpt, marked


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Об увольнении", "увольнения", 'Об <mark class="hl">увольнении</mark>'),
        ("Еңбек шартының мерзімі", "шарттар", 'Еңбек <mark class="hl">шартының</mark> мерзімі'),
        ("Увольняя", "уволь", '<mark class="hl">Увольняя</mark>'),
        ("<b>срок</b>", "срок", '&lt;b&gt;<mark class="hl">срок</mark>&lt;/b&gt;'),
        ("<b>", "", "&lt;b&gt;"),
    ],
)
def test_words_are_marked_and_everything_else_is_escaped(text: str, query: str, shown: str) -> None:
    assert str(marked(text, query)) == shown


def test_an_excerpt_holds_the_word_and_is_cut_between_words() -> None:
    text = "начало " * 100 + "увольнение " + "конец " * 100
    part = excerpt(text, "увольнения", 120)
    assert "увольнение" in part
    assert part.startswith("… начало")
    assert part.endswith("конец …")
    assert len(part) <= 126


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("Короткий текст", "слово") == "Короткий текст"
