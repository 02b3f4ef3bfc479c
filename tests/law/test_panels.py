"""Panels of norms: what lessons, cases and results show, in one statement however many norms."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from law.models import Norm, PinHolder
from law.queries import panels, pinned_panels
from tests.factories.law import make_act, make_edition, make_norm, make_pin

Taken = Callable[[], list[str]]


def test_panels_come_in_the_order_asked_and_unknown_norms_are_left_out(session: Session) -> None:
    make_norm(session, "tk-1", article="1")
    make_norm(session, "tk-2", article="2", point="1(3)")
    found = panels(session, ["tk-2", "no-such", "tk-1", "tk-2"])
    assert [panel.label for panel in found.values()] == ["пп. 3 п. 1 ст. 2 ТК РК", "ст. 1 ТК РК"]
    assert panels(session, []) == {}


def test_a_panel_shows_the_newest_edition_with_its_doubts_and_changes(session: Session) -> None:
    first = make_norm(session, "tk-27", gist_ru="Прежняя суть.")
    norm = session.get_one(Norm, first.norm_id)
    changes = [
        {"date": "2020-05-04", "by": "№ 321-VI", "what": "б"},
        {"date": "2026-04-07", "by": "№ 277-VIII", "what": "в"},
    ]
    make_edition(session, norm, number=2, gist_ru="Новая суть.", checked=False, note="сверить", changes=changes)
    panel = panels(session, ["tk-27"])["tk-27"]
    assert (panel.gist, panel.number, panel.newer, panel.edition_on) == ("Новая суть.", 2, False, date(2026, 7, 1))
    assert (panel.checked, panel.cautious, panel.caution) == (False, True, "сверить")
    assert panel.changed is not None
    assert panel.changed.by == "№ 277-VIII"


def test_content_sees_the_edition_it_was_written_on_and_that_there_is_a_newer_one(session: Session) -> None:
    first = make_norm(session, "tk-27", gist_ru="Прежняя суть.")
    pin = make_pin(session, first)
    make_edition(session, session.get_one(Norm, first.norm_id), number=2, gist_ru="Новая суть.")
    panel = pinned_panels(session, PinHolder.LESSON, pin.holder_id)["tk-27"]
    assert (panel.gist, panel.newer) == ("Прежняя суть.", True)
    assert pinned_panels(session, PinHolder.CASE, pin.holder_id) == {}


@pytest.mark.parametrize(
    ("lang", "title", "title_lang", "label"),
    [
        ("kk", "Қазақстан Республикасының Еңбек Кодексі", "kk", "ЕК 27-бабы"),
        ("en", "Трудовой кодекс Республики Казахстан", "ru", "Labour Code, art. 27"),
    ],
)
def test_a_panel_says_in_which_language_its_texts_are(
    session: Session, lang: str, title: str, title_lang: str, label: str
) -> None:
    make_norm(session, "tk-27")
    panel = panels(session, ["tk-27"], lang)["tk-27"]
    assert (panel.act_title, panel.act_lang, panel.label, panel.gist_lang) == (title, title_lang, label, "ru")


def test_panels_cost_one_statement_for_5_and_for_500_norms(session: Session, count_queries: Taken) -> None:
    act = make_act(session)
    slugs = [f"tk-{number}" for number in range(1, 501)]
    for slug in slugs:
        make_norm(session, slug, act=act, article=slug)
    for wanted in (slugs[:5], slugs):
        count_queries()
        assert len(panels(session, wanted)) == len(wanted)
        assert len(count_queries()) == 1
