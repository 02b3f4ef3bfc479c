"""The pages of the register and of a norm, as a reader without a script meets them."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from law.models import Norm, PinHolder
from tests.factories.law import NOW, make_act, make_edition, make_norm, make_pin

Taken = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.guard.clock.now", lambda: NOW)


def page(client: FlaskClient, address: str, status: int = 200, lang: str = "") -> str:
    if lang:
        client.set_cookie("lang", lang)
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def slugs(html: str) -> list[str]:
    """The norms of a list, in their order."""
    return list(dict.fromkeys(re.findall(r'<p class="lawrow__r"><a class="norm[^"]*" href="/law/([^"]+)"', html)))


@pytest.fixture
def few(session: Session) -> Session:
    budget = make_act(session, code="BUD26", title_ru="О бюджете", title_kk="", in_force="unknown")
    old = make_act(session, code="NP2017", title_ru="Прежнее", title_kk="", in_force="false", content={"in_force_until": "2024-11-28", "repealed_by": "NP2024"})  # fmt: skip
    make_norm(session, "tk-52-1-8", article="52", point="1(8)", title="Увольнение: прогул", topics=["termination"])
    changed = [{"date": "2026-04-07", "by": "Закон № 277-VIII", "what": "Новое правило"}]
    make_norm(session, "tk-160-2", article="160", point="1(2)", title="Срок: другие споры", changes=changed)
    make_norm(session, "np2017", act=old, article="", title="Прежнее постановление")
    make_norm(session, "bud26-mrp", act=budget, article="", title="МРП", checked=False, note="Текст не прочитан, число по публикациям", second_reading_on=None)  # fmt: skip
    session.commit()
    return session


def test_the_register_says_how_much_was_read_and_doubted(few: Session, client: FlaskClient) -> None:
    html = page(client, "/law")
    assert slugs(html) == ["tk-52-1-8", "tk-160-2", "np2017", "bud26-mrp"]
    for words in (
        "4 нормы из 3 актов",
        "по тексту: 3",
        "с оговоркой: 1",
        "не прочитано: 1",
        "второе чтение: 3",
        "другой странице: 0",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=увольнения", ["tk-52-1-8"]),
        ("?q=прогулом", ["tk-52-1-8"]),
        ("?q=160", ["tk-160-2"]),
        ("?q=ст.+160+ТК+РК", ["tk-160-2"]),
        ("?q=пп.+8+п.+1+ст.+52", ["tk-52-1-8"]),
        ("?q=ЕК+52-бап", ["tk-52-1-8"]),
        ("?q=art.+52", ["tk-52-1-8"]),
        ("?q=пилот", []),
        ("?act=NP2017", ["np2017"]),
        ("?act=no-such", []),
        ("?topic=termination", ["tk-52-1-8"]),
        ("?topic=no-such&state=no-such&page=x", ["tk-52-1-8", "tk-160-2", "np2017", "bud26-mrp"]),
        ("?state=unread", ["bud26-mrp"]),
        ("?state=caution", ["bud26-mrp"]),
        ("?state=changed", ["tk-160-2"]),
        ("?state=repealed", ["np2017"]),
        ("?state=taught", []),
        ("?act=TK&state=changed&q=срок", ["tk-160-2"]),
    ],
)
def test_the_register_is_searched_and_narrowed_by_its_address(
    few: Session, client: FlaskClient, query: str, found: list[str]
) -> None:
    html = page(client, f"/law{query}")
    assert slugs(html) == found
    assert ("Таких норм в реестре нет" in html) is (not found)


def test_a_found_word_is_marked_in_the_form_in_which_it_stands(few: Session, client: FlaskClient) -> None:
    assert '<mark class="hl">Увольнение</mark>: прогул' in page(client, "/law?q=увольнения")


def test_what_was_asked_stays_in_the_forms_and_is_escaped(few: Session, client: FlaskClient) -> None:
    html = page(client, '/law?q="><b>срок&act=TK&state=changed')
    assert "<b>срок" not in html
    assert 'name="act" value="TK"' in html
    assert 'value="changed" checked' in html


def test_the_register_is_cut_into_pages_that_keep_the_question(session: Session, client: FlaskClient) -> None:
    act = make_act(session)
    for number in range(1, 61):
        make_norm(session, f"tk-{number}", act=act, article=str(number))
    session.commit()
    assert slugs(page(client, "/law?act=TK&page=3")) == [f"tk-{number}" for number in range(51, 61)]
    html = page(client, "/law?act=TK&page=2")
    assert "26–50 из 60" in html
    assert 'href="/law?act=TK&amp;page=3"' in html
    assert slugs(page(client, "/law?page=99")) == slugs(page(client, "/law?page=3"))


def test_the_register_costs_the_same_for_5_and_for_500_norms(
    session: Session, client: FlaskClient, count_queries: Taken
) -> None:
    act = make_act(session)
    costs = []
    for start, end in ((1, 6), (6, 501)):
        for number in range(start, end):
            make_pin(session, make_norm(session, f"tk-{number}", act=act, article=str(number)))
        session.commit()
        count_queries()
        page(client, "/law?q=признаки")
        costs.append(len(count_queries()))
    assert costs[0] == costs[1] <= 6


def test_an_empty_register_says_so(client: FlaskClient) -> None:
    assert "Таких норм в реестре нет" in page(client, "/law")


def test_an_unknown_norm_is_not_found(few: Session, client: FlaskClient) -> None:
    page(client, "/law/no-such", 404)


def test_a_norm_shows_its_gist_its_source_and_the_state_of_its_act(few: Session, client: FlaskClient) -> None:
    html = page(client, "/law/tk-160-2")
    assert "пп. 2 п. 1 ст. 160 ТК РК" in html
    assert 'href="https://adilet.zan.kz/rus/docs/K1500000414" rel="noopener noreferrer"' in html
    assert "Акт действует" in html
    assert "Закон № 277-VIII" in html
    assert "Новое правило" in html
    assert "Есть оговорка" not in html


def test_a_repealed_act_leads_to_the_one_that_replaced_it(few: Session, client: FlaskClient) -> None:
    html = page(client, "/law/np2017")
    assert "Акт утратил силу 28\u00a0ноября 2024\u00a0г." in html
    assert 'href="/law?act=NP2024"' in html


def test_an_act_of_unknown_force_is_said_to_be_so(few: Session, client: FlaskClient) -> None:
    assert "Действует ли акт, в реестре не установлено" in page(client, "/law/bud26-mrp")


def test_a_norm_names_lessons_and_cases_and_only_counts_questions(session: Session, client: FlaskClient) -> None:
    first = make_norm(session, "tk-27")
    make_pin(session, first, title_ru="Старый урок", address="/learn/p/old")
    second = make_edition(session, session.get_one(Norm, first.norm_id), number=2)
    make_pin(session, second, holder_kind=PinHolder.CASE, title_ru="Дело о подряде", address="/learn/p/case")
    for number in range(3):
        make_pin(session, second, holder_kind=PinHolder.ITEM, holder_slug=f"i-{number}", title_ru=f"Ключ {number}")
    make_pin(session, second, title_ru="Снятый урок", superseded_at=NOW)
    session.commit()
    html = page(client, "/law/tk-27")
    assert '<a href="/learn/p/old">Старый урок</a>' in html
    assert "прежняя, № 1" in html
    assert '<a href="/learn/p/case">Дело о подряде</a>' in html
    assert "опирается вопросов: 3" in html
    assert "Ключ" not in html
    assert "Снятый урок" not in html
    assert slugs(page(client, "/law?state=taught")) == ["tk-27"]


def test_an_earlier_record_of_the_register_stays_readable(session: Session, client: FlaskClient) -> None:
    first = make_norm(session, "tk-27", gist_ru="Прежняя суть.")
    make_edition(
        session, session.get_one(Norm, first.norm_id), number=2, gist_ru="Новая суть.", from_on=date(2026, 7, 1)
    )
    session.commit()
    html = page(client, "/law/tk-27")
    assert html.index("Новая суть.") < html.index("прежняя запись") < html.index("Прежняя суть.")


def test_a_norm_leads_to_its_article_and_to_its_neighbours(session: Session, client: FlaskClient) -> None:
    for position, (article, point) in enumerate([("51", ""), ("52", "1"), ("52", "2"), ("53", "")], start=1):
        make_norm(session, f"n-{position}", article=article, point=point, position=position)
    session.commit()
    html = page(client, "/law/n-2")
    article, beside = html.split("Соседние нормы реестра")
    assert "В той же статье" in article
    assert '/law/n-3"' in article
    assert '/law/n-1"' in beside
    assert '/law/n-3"' in beside
    assert "/law/n-4" not in html


def test_the_page_of_a_norm_costs_the_same_whatever_its_article_holds(
    session: Session, client: FlaskClient, count_queries: Taken
) -> None:
    act = make_act(session)
    costs = []
    for start, end in ((1, 6), (6, 501)):
        for number in range(start, end):
            make_pin(session, make_norm(session, f"tk-{number}", act=act, article="52", point=str(number)))
        session.commit()
        count_queries()
        page(client, "/law/tk-3")
        costs.append(len(count_queries()))
    assert costs[0] == costs[1] <= 6


@pytest.mark.parametrize(
    ("lang", "words", "act"),
    [("kk", "Еңбек құқығының нормалары", "ЕК 160-бабы"), ("en", "Norms of labour law", "Labour Code, art. 160(1)(2)")],
)
def test_other_languages_cite_in_their_own_words_and_mark_what_is_russian(
    few: Session, client: FlaskClient, lang: str, words: str, act: str
) -> None:
    html = page(client, "/law", lang=lang)
    assert f"<h1>{words}</h1>" in html
    assert act in html
    assert html.count('<p class="lawrow__g" lang="ru">') == len(slugs(html))
    assert '<h1 class="display display--m" lang="ru">' in page(client, "/law/tk-160-2", lang=lang)


def test_the_search_is_linked_from_every_page(client: FlaskClient) -> None:
    assert page(client, "/law").count('href="/search"') == 2
