"""Search finds word forms alike on both engines, and nothing that a query only resembles."""

import pytest
from sqlalchemy.orm import Session

from core import search


@pytest.fixture
def filled(session: Session) -> Session:
    search.put(session, "norm", "tk-52", "ru", "Увольнение по инициативе работодателя", "Основания.", "/law/tk-52")
    search.put(session, "norm", "tk-33", "ru", "Заключение договора", "До увольнения далеко.", "/law/tk-33")
    search.put(session, "lesson", "w1-a", "ru", "Трудовой договор", "Приём на работу слесаря", "/learn/p/w1-a")
    search.put(session, "lesson", "w1-a", "kk", "Еңбек шарты", "Жұмыскерлерді қабылдау", "/learn/p/w1-a")
    session.flush()
    return session


@pytest.mark.parametrize("query", ["увольнения", "УВОЛЬНЕНИЕМ", "увольн"])
def test_every_form_of_a_word_finds_the_norm_that_names_it(filled: Session, query: str) -> None:
    assert [found.ref for found in search.find(filled, query)] == ["tk-52", "tk-33"]


@pytest.mark.parametrize("query", ["еңбек шарттары", "шарттың", "жұмыскер"])
def test_kazakh_word_forms_find_the_lesson(filled: Session, query: str) -> None:
    assert [found.lang for found in search.find(filled, query)] == ["kk"]


def test_every_word_of_the_query_must_be_there(filled: Session) -> None:
    assert [found.ref for found in search.find(filled, "договоры слесарей")] == ["w1-a"]
    assert search.find(filled, "договор пилота") == []


def test_kind_language_and_limit_narrow_the_search(filled: Session) -> None:
    assert [found.kind for found in search.find(filled, "договор", kinds=["lesson"])] == ["lesson"]
    assert search.find(filled, "договор", lang="kk") == []
    assert len(search.find(filled, "договор", limit=1)) == 1


@pytest.mark.parametrize("query", ["", "  ", '"', "' & | !", "AND OR NOT (", "a:* & b", "::: %_"])
def test_signs_of_a_query_language_are_words_or_nothing(filled: Session, query: str) -> None:
    assert search.find(filled, query) == []


def test_an_entry_put_twice_is_stored_once_and_a_changed_one_is_found_by_its_new_words(filled: Session) -> None:
    entry = ("norm", "tk-33", "ru", "Заключение договора", "До увольнения далеко.", "/law/tk-33")
    assert not search.put(filled, *entry)
    assert search.put(filled, *entry[:4], "О пенсии.", "/law/tk-33")
    filled.flush()
    assert [found.ref for found in search.find(filled, "пенсия")] == ["tk-33"]
    assert [found.ref for found in search.find(filled, "увольнение")] == ["tk-52"]
