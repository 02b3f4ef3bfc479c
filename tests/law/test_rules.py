"""Norms are cited as a jurist of each language would, and doubts are never decided away."""

from datetime import date

import pytest

from law.act_names import NAMES
from law.rules import Place, cautious, changed_recently, changes_of, label
from tests.law.register import ACTS, NORMS


@pytest.mark.parametrize(
    ("place", "ru", "kk", "en"),
    [
        (Place("TK", "27"), "ст. 27 ТК РК", "ЕК 27-бабы", "Labour Code, art. 27"),
        (
            Place("TK", "52", "1(2)"),
            "пп. 2 п. 1 ст. 52 ТК РК",
            "ЕК 52-бабы 1-тармағының 2) тармақшасы",
            "Labour Code, art. 52(1)(2)",
        ),
        (
            Place("TK", "26", "1-1"),
            "п. 1-1 ст. 26 ТК РК",
            "ЕК 26-бабының 1-1-тармағы",
            "Labour Code, art. 26(1-1)",
        ),
        (
            Place("TK", "166", "1–3,6,8"),
            "п. 1–3, 6, 8 ст. 166 ТК РК",
            "ЕК 166-бабының 1–3, 6, 8-тармақтары",
            "Labour Code, art. 166(1–3, 6, 8)",
        ),
        (
            Place("TK", "52", "1(19), 1(21), 1(23)"),
            "пп. 19, 21, 23 п. 1 ст. 52 ТК РК",
            "ЕК 52-бабы 1-тармағының 19), 21), 23) тармақшалары",
            "Labour Code, art. 52(1)(19, 21, 23)",
        ),
        (
            Place("TK", "157", "2(7)–(8)"),
            "пп. 7–8 п. 2 ст. 157 ТК РК",
            "ЕК 157-бабы 2-тармағының 7)–8) тармақшалары",
            "Labour Code, art. 157(2)(7–8)",
        ),
        (
            Place("TU", "17", "8)"),
            "пп. 8 ст. 17 Закона о профсоюзах",
            "Кәсіптік одақтар туралы Заңның 17-бабының 8) тармақшасы",
            "Law on Trade Unions, art. 17(8)",
        ),
        (
            Place("TU", "28–29"),
            "ст. 28–29 Закона о профсоюзах",
            "Кәсіптік одақтар туралы Заңның 28–29-баптары",
            "Law on Trade Unions, arts. 28–29",
        ),
        (
            Place("GPK", "58", "1(3)"),
            "пп. 3 ч. 1 ст. 58 ГПК РК",
            "АПК 58-бабы 1-бөлігінің 3) тармақшасы",
            "Civil Procedure Code, art. 58(1)(3)",
        ),
        (
            Place("NP2024", "", "4"),
            "п. 4 НП ВС № 1, 2024",
            "ЖС 2024 жылғы № 1 НҚ-ның 4-тармағы",
            "Supreme Court Resolution No. 1 of 2024, para. 4",
        ),
        (
            Place("NP2024", "", "предположительно 26"),
            "п. 26 (предположительно) НП ВС № 1, 2024",
            "ЖС 2024 жылғы № 1 НҚ-ның 26-тармағы (болжам бойынша)",
            "Supreme Court Resolution No. 1 of 2024, para. 26 (presumably)",
        ),
        (
            Place("NP2024", "", "последний"),
            "последний пункт НП ВС № 1, 2024",
            "ЖС 2024 жылғы № 1 НҚ-ның соңғы тармағы",
            "Supreme Court Resolution No. 1 of 2024, last paragraph",
        ),
        (
            Place("CC", "№ 88-НП, 12.06.2026"),
            "КС № 88-НП, 12.06.2026",
            "КС № 88-НП, 12.06.2026",
            "Constitutional Court No. 88-НП, 12.06.2026",
        ),
        (
            Place("ILO-C155", ""),
            "Конвенция МОТ № 155",
            "ХЕҰ № 155 конвенциясы",
            "ILO Convention No. 155",
        ),
        (Place("NEW", "5", act_title="О новом"), "ст. 5 О новом", "О новом 5-бабы", "О новом, art. 5"),
    ],
)
def test_a_norm_is_cited_in_each_language(place: Place, ru: str, kk: str, en: str) -> None:
    assert (label(place, "ru"), label(place, "kk"), label(place, "en")) == (ru, kk, en)


def test_every_act_of_the_register_has_a_short_name() -> None:
    assert {act["code"] for act in ACTS} == set(NAMES)


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_no_two_norms_of_the_register_are_cited_alike_unless_the_register_places_them_alike(lang: str) -> None:
    places = {(norm["act"], norm["article"], norm["point"]) for norm in NORMS}
    assert len({label(Place(*place), lang) for place in places}) == len(places)


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_a_citation_in_another_language_has_no_russian_word(lang: str) -> None:
    russian = ("предположительно", "последний", "ст.", "Закон о")
    labels = [label(Place(norm["act"], norm["article"], norm["point"]), lang) for norm in NORMS]
    assert [each for each in labels if any(word in each for word in russian)] == []


def test_amendments_stand_newest_first_and_a_bare_year_gets_no_invented_day() -> None:
    stored = [
        {"date": "2021", "by": "а", "what": "б"},
        {"date": "2020-05-04", "by": "в", "what": "г"},
        {"date": "2026-04-07", "by": "д", "what": "е"},
    ]
    assert [change.on for change in changes_of(stored)] == [date(2026, 4, 7), date(2020, 5, 4), None]


@pytest.mark.parametrize(
    ("on", "recent"),
    [(date(2026, 4, 7), True), (date(2025, 11, 23), True), (date(2025, 11, 22), False), (None, False)],
)
def test_changed_recently_means_within_a_year(on: date | None, recent: bool) -> None:
    assert changed_recently(on, date(2026, 11, 22)) is recent


@pytest.mark.parametrize(
    ("checked", "note", "caution"), [(True, "", False), (True, "сверить", True), (False, "", True)]
)
def test_an_unread_norm_and_a_doubted_one_need_a_caution(checked: bool, note: str, caution: bool) -> None:
    assert cautious(checked, note) is caution
