"""The product's own register, loaded: nothing of the files is lost, and no doubt is hidden."""

import html as html_module

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.content.yaml_file import read_yaml
from core.models import SearchEntry
from law.models import Act, Norm, NormEdition
from law.publishing import publish_register
from law.queries import listing, panels
from law.register import Register, read_register
from law.rules import day_of
from law.topics import TOPICS
from law.wanted import State, Wanted
from tests.factories.law import NOW
from tests.law.register import ACTS, FOLDER, NORMS

CAUTIOUS = [norm for norm in NORMS if not norm["checked"] or norm.get("note")]


def register() -> Register:
    acts, norms = (read_yaml((FOLDER / name).read_text("utf-8"), name) for name in ("acts.yaml", "norms.yaml"))
    found, problems = read_register(acts, norms)
    assert problems == []
    return found


@pytest.fixture
def loaded(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr("access.guard.clock.now", lambda: NOW)
    publish_register(session, register(), now=NOW)
    session.commit()
    return session


def test_all_367_norms_are_loaded_as_the_files_have_them(loaded: Session) -> None:
    rows = loaded.execute(
        select(Norm, NormEdition, Act)
        .join(NormEdition, NormEdition.norm_id == Norm.id)
        .join(Act, Act.id == Norm.act_id)
        .order_by(Norm.position)
    ).all()
    assert len(rows) == len(NORMS) == 367
    for (norm, edition, act), entry in zip(rows, NORMS, strict=True):
        assert {
            "id": norm.slug, "act": act.code, "article": norm.article, "point": norm.point, "title": edition.title,
            "gist": edition.gist_ru, "edition": edition.edition_on, "source": edition.source,
            "official": edition.official, "checked": edition.checked, "changed": edition.changes,
            "topics": edition.topics, "note": edition.note, "second_reading": edition.second_reading_on,
            "second_reading_source": edition.second_reading_source,
        } == entry | {
            "edition": day_of(entry["edition"]),
            "second_reading": day_of(entry.get("second_reading", "")),
            "second_reading_source": entry.get("second_reading_source", ""),
            "official": entry["official"] or act.official,
            "note": entry.get("note", ""),
        }  # fmt: skip


def test_all_acts_are_loaded_as_the_files_have_them(loaded: Session) -> None:
    acts = loaded.scalars(select(Act).order_by(Act.position)).all()
    assert [act.code for act in acts] == [entry["code"] for entry in ACTS]
    for act, entry in zip(acts, ACTS, strict=True):
        assert (act.title_ru, act.title_kk, act.title_en) == (
            entry["title_ru"],
            entry.get("title_kk", ""),
            entry.get("title_en", ""),
        )
        assert act.in_force == str(entry["in_force"]).lower()
        assert act.official == entry["official"]


def test_what_the_search_finds_of_a_norm_begins_with_its_citation(loaded: Session) -> None:
    body = loaded.scalar(select(SearchEntry.body).where(SearchEntry.ref == "tk-160-2", SearchEntry.lang == "ru"))
    assert body is not None
    assert body.startswith("пп. 2 п. 1 ст. 160 ТК РК. ")
    assert body.endswith("(Трудовой кодекс Республики Казахстан)")


def test_every_norm_can_be_found(loaded: Session) -> None:
    found = select(func.count()).select_from(SearchEntry).where(SearchEntry.kind == "norm", SearchEntry.lang == "ru")
    assert loaded.scalar(found) == 367
    for query in ("увольнения", "увольнением"):
        first = listing(loaded, Wanted(q=query), NOW.date(), "ru").page.rows[0]
        assert "вольнени" in first.title


def test_every_topic_of_the_register_has_words() -> None:
    assert {topic for norm in NORMS for topic in norm["topics"]} == set(TOPICS)


def test_the_figures_of_the_register_are_counted_from_its_rows(loaded: Session) -> None:
    figures = listing(loaded, Wanted(), NOW.date(), "ru").figures
    assert figures.norms == 367
    assert figures.acts == len({norm["act"] for norm in NORMS})
    assert figures.read == sum(norm["checked"] for norm in NORMS)
    assert figures.unread == 367 - figures.read
    assert figures.cautious == len(CAUTIOUS)
    assert figures.second == sum(bool(norm.get("second_reading")) for norm in NORMS)
    assert figures.compared == sum(norm.get("second_reading_source", "").startswith("http") for norm in NORMS)


def test_no_panel_and_no_row_hides_a_caution(loaded: Session) -> None:
    shown = panels(loaded, [norm["id"] for norm in NORMS])
    assert {slug for slug, panel in shown.items() if panel.cautious} == {norm["id"] for norm in CAUTIOUS}
    for norm in CAUTIOUS:
        assert shown[norm["id"]].caution == norm.get("note", "")
    rows = [
        row
        for number in range(1, 10)
        for row in listing(loaded, Wanted(state=State.CAUTION, page=number), NOW.date(), "ru").page.rows
    ]
    assert {row.slug for row in rows} == {norm["id"] for norm in CAUTIOUS}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_the_page_of_every_unread_and_every_doubted_norm_shows_its_caution(
    loaded: Session, client: FlaskClient, lang: str
) -> None:
    client.set_cookie("lang", lang)
    unread, doubted = {"ru": ("Текст не прочитан", "Есть оговорка"), "kk": ("Мәтіні оқылмаған", "Ескертпе бар")}[lang]
    for norm in CAUTIOUS:
        html = client.get(f"/law/{norm['id']}").get_data(as_text=True)
        box = html_module.unescape(html.split('aria-labelledby="h-d"')[1].split("</section>")[0])
        assert norm.get("note", "") in box, norm["id"]
        assert (doubted if norm["checked"] else unread) in box, norm["id"]


def test_the_list_says_a_word_of_caution_beside_every_such_norm(loaded: Session, client: FlaskClient) -> None:
    badges = 0
    for number in range(1, 16):
        html = client.get(f"/law?page={number}").get_data(as_text=True)
        badges += html.count("текст не прочитан") + html.count("есть оговорка")
    assert badges == len(CAUTIOUS)


def test_a_norm_without_a_doubt_shows_no_caution(loaded: Session, client: FlaskClient) -> None:
    plain = next(norm for norm in NORMS if norm["checked"] and not norm.get("note"))
    assert 'aria-labelledby="h-d"' not in client.get(f"/law/{plain['id']}").get_data(as_text=True)
