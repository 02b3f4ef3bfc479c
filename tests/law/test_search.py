"""The search over norms, lessons and cases; the same on both engines."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core import search
from tests.factories.law import NOW, make_norm

Taken = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.guard.clock.now", lambda: NOW)


@pytest.fixture
def published(session: Session) -> Session:
    make_norm(session, "tk-52-1-8", title="Увольнение: прогул")
    make_norm(session, "tk-33", title="Заключение трудового договора")
    lesson = "/learn/hr-and-law/hiring"
    search.put(session, "lesson", lesson, "ru", "Трудовой договор", "Приём и <увольнение> слесаря", lesson)
    search.put(session, "lesson", lesson, "kk", "Еңбек шарты", "Жұмыскерді қабылдау", lesson)
    case = "/learn/hr-and-law/w1-c1"
    search.put(session, "case", case, "ru", "Дело об увольнении", "Рассказывает слесарь", case)
    search.put(session, "person", "1", "ru", "Увольнение Ивана", "не для поиска", "/people/1")
    session.commit()
    return session


def found(client: FlaskClient, query: str, lang: str = "ru") -> set[str]:
    client.set_cookie("lang", lang)
    html = client.get("/search", query_string=query).get_data(as_text=True)
    addresses = [part.split('"')[0] for part in html.split('<h3><a href="')[1:]]
    assert len(addresses) == len(set(addresses))
    return set(addresses)


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        ("q=увольнения", {"/law/tk-52-1-8", "/learn/hr-and-law/hiring", "/learn/hr-and-law/w1-c1"}),
        ("q=уволь", {"/law/tk-52-1-8", "/learn/hr-and-law/hiring", "/learn/hr-and-law/w1-c1"}),
        ("q=увольнения&kind=norm", {"/law/tk-52-1-8"}),
        ("q=увольнения&kind=case", {"/learn/hr-and-law/w1-c1"}),
        ("q=трудовому договору", {"/law/tk-33", "/learn/hr-and-law/hiring"}),
        ("q=еңбек шарттары", {"/learn/hr-and-law/hiring"}),
        ("q=жұмыск", {"/learn/hr-and-law/hiring"}),
        ("q=пилот", set()),
        ("q=%22 OR * --", set()),
        ("q=", set()),
        ("q=%00", set()),
        ("q=увольнения&kind=person&page=-3", {"/law/tk-52-1-8", "/learn/hr-and-law/hiring", "/learn/hr-and-law/w1-c1"}),
    ],
)
def test_word_forms_of_both_languages_find_what_was_published(
    published: Session, client: FlaskClient, query: str, addresses: set[str]
) -> None:
    assert found(client, query) == addresses


def test_a_thing_found_in_two_languages_is_named_once_in_the_readers_own(session: Session, client: FlaskClient) -> None:
    for lang, title in (("ru", "Медиация"), ("kk", "Медиация туралы")):
        search.put(session, "lesson", "/learn/p/m", lang, title, "медиация", "/learn/p/m")
    session.commit()
    client.set_cookie("lang", "kk")
    html = client.get("/search?q=медиация").get_data(as_text=True)
    assert html.count('<h3><a href="/learn/p/m">') == 1
    assert "</mark> туралы" in html


def test_marks_stand_in_escaped_text(published: Session, client: FlaskClient) -> None:
    html = client.get("/search?q=слесаря увольнение").get_data(as_text=True)
    assert '&lt;<mark class="hl">увольнение</mark>&gt; <mark class="hl">слесаря</mark>' in html


def test_many_results_are_cut_into_pages(session: Session, client: FlaskClient) -> None:
    for number in range(45):
        search.put(session, "norm", f"n-{number}", "ru", "Испытание", "срок", f"/law/n-{number}")
    session.commit()
    pages = [found(client, f"q=испытания&page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set.union(*pages)) == 45


def test_the_search_costs_the_same_for_5_and_for_500_things(
    session: Session, client: FlaskClient, count_queries: Taken
) -> None:
    costs = []
    for start, end in ((0, 5), (5, 500)):
        for number in range(start, end):
            search.put(session, "norm", f"n-{number}", "ru", "Испытание", "срок", f"/law/n-{number}")
        session.commit()
        count_queries()
        client.get("/search?q=испытание")
        costs.append(len(count_queries()))
    assert costs[0] == costs[1] <= 3


def test_the_sixty_first_search_of_a_minute_waits(published: Session, client: FlaskClient) -> None:
    statuses = [client.get(f"/{page}?q=прогул").status_code for page in ("law", "search") * 30]
    assert set(statuses) == {200}
    refused = client.get("/search?q=прогул")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert client.get("/search").status_code == 200
    assert client.get("/law").status_code == 200
