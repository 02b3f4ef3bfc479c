"""What visitors and learners see of programmes and lessons, and what stays theirs alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from access.actors import Role
from core import clock
from courses.models import (
    Enrolment,
    ModuleEditionUnit,
    ProgrammeEdition,
    ProgressType,
    ReadingPlace,
    Unit,
    UnitEdition,
    UnitKind,
    UnitNote,
    UnitProgress,
)  # fmt: skip
from courses.publishing.load import load
from people.models import Account
from tests.factories.content import make_folder
from tests.factories.people import PASSWORD, make_account, make_staff
from tests.factories.unions import make_federation
from wires import connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST, SECOND, EXAM = "/learn/small/w1-first", "/learn/small/w1-second", "/learn/small/w1-exam"


@pytest.fixture
def content(session: Session, tmp_path: Path) -> Path:
    connect()
    folder = make_folder(tmp_path / "content")
    assert load(session, folder, now=NOW).problems == ()
    session.commit()
    return folder


@pytest.fixture
def learner(app: Flask, client: FlaskClient, session: Session, content: Path) -> FlaskClient:
    """Somebody signed in who takes no programme yet."""
    return sign_in(client, session)


def sign_in(client: FlaskClient, session: Session, account: Account | None = None) -> FlaskClient:
    account = account or make_account(session)
    session.commit()
    assert client.post("/sign-in", data={"login": account.email_key, "password": PASSWORD}).status_code == 303
    return client


@pytest.fixture
def enrolled(learner: FlaskClient) -> FlaskClient:
    assert learner.post("/programmes/small/enrolment").headers["Location"] == "/learn"
    return learner


def test_who_left_meets_the_programme_as_a_visitor_does(session: Session, enrolled: FlaskClient) -> None:
    assert "Записаться" not in enrolled.get("/programmes/small").text
    session.execute(update(Enrolment).values(left_at=clock.now()))
    session.commit()
    assert "Записаться" in enrolled.get("/programmes/small").text


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize("path", ["/", "/programmes", "/programmes/small", FIRST])
def test_the_open_pages_stand_in_every_language(client: FlaskClient, content: Path, path: str, language: str) -> None:
    client.set_cookie("lang", language)
    page = client.get(path)
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


def test_the_front_page_counts_what_is_there(client: FlaskClient, content: Path) -> None:
    page = client.get("/").text
    assert "<dt>норм в реестре</dt><dd>3</dd>" in page or "<dt>нормы в реестре</dt><dd>3</dd>" in page
    assert "Малая программа" in page


def test_the_pages_stand_before_anything_was_loaded(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/programmes").status_code == 200
    assert client.get("/programmes/first-lesson").status_code == 404


def test_a_programme_names_the_week_being_prepared_and_its_honest_minutes(client: FlaskClient, content: Path) -> None:
    page = client.get("/programmes/small").text
    assert "Готовится, даты пока нет" in page
    assert "отличить перевод" in page
    assert "Обязательные занятия: 44 мин. Обещано 1 ч, то есть 45 мин." in page
    assert "Экзамен и сертификат" in page


def test_the_first_lesson_is_open_without_an_account(client: FlaskClient, content: Path) -> None:
    assert client.get("/programmes/first-lesson").headers["Location"] == FIRST
    page = client.get(FIRST).text
    assert "Слесарь приходит в профком" in page
    assert f'href="{FIRST}/norms#norm-tk-27"' in page
    assert "Прочитано, дальше" not in page


def test_the_norms_of_a_lesson_stand_on_a_page_of_their_own_with_edition_and_official_text(
    client: FlaskClient, content: Path
) -> None:
    page = client.get(f"{FIRST}/norms").text
    assert 'id="norm-tk-27"' in page
    assert "Редакция на 1 июля 2026" in page.replace("\u00a0", " ")
    assert "Три признака отличают трудовой договор." in page
    assert "https://adilet.zan.kz/rus/docs/K1500000414" in page
    assert client.get(f"{SECOND}/norms").status_code == 303


def test_other_units_lead_a_guest_to_the_sign_in(client: FlaskClient, content: Path) -> None:
    for path in (SECOND, EXAM):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_somebody_who_takes_nothing_is_led_to_the_programme(learner: FlaskClient) -> None:
    answer = learner.get(SECOND)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/programmes/small")
    assert "Чтобы открыть занятие, запишитесь" in learner.get("/programmes/small").text


@pytest.mark.parametrize("path", ["/programmes/none", "/learn/none/w1-first", "/learn/small/none"])
def test_an_unknown_address_is_not_found(learner: FlaskClient, path: str) -> None:
    assert learner.get(path).status_code == 404


def test_without_a_programme_the_home_page_leads_to_one(learner: FlaskClient) -> None:
    page = learner.get("/learn").text
    assert "Вы пока не записаны на программу" in page
    assert "/programmes/small" in page


def test_a_guest_has_no_home_page(client: FlaskClient, content: Path) -> None:
    assert client.get("/learn").status_code == 303


def test_enrolling_twice_is_one_enrolment(enrolled: FlaskClient, session: Session) -> None:
    assert enrolled.post("/programmes/small/enrolment").status_code == 303
    assert len(session.scalars(select(Enrolment.id)).all()) == 1


def test_the_home_page_shows_the_way(enrolled: FlaskClient) -> None:
    page = enrolled.get("/learn").text
    assert page.index("Первый урок") < page.index("Второй урок") < page.index("Экзамен")
    assert f'href="{FIRST}"' in page


def test_the_home_page_names_what_was_begun_and_not_finished(enrolled: FlaskClient) -> None:
    begun = enrolled.post("/attempts", data={"kind": "exam", "slug": "w1-exam", "edition": "1"}).headers["Location"]
    page = enrolled.get("/learn").text
    notice = page[page.index("Незаконченная работа") : page.index("Вернуться к работе")]
    assert "Экзамен" in notice
    assert "Время до" in notice
    assert f'href="{begun}"' in notice


@pytest.mark.parametrize(
    ("role", "words", "way"),
    [
        (Role.TRAINER, "Стол тренера ещё готовится", "/programmes"),
        (Role.JURIST, "Стол проверки норм и уроков ещё готовится", "/law"),
        (Role.MARKER, "Письменные ответы, которые ждут вас", "/marking"),
        (Role.REGISTRAR, "Пакетная работа ещё готовится", "/verify"),
        (Role.ORG_ADMIN, "Люди, заявки, коды и приглашения ваших организаций", "/unions"),
        (Role.SYSTEM_ADMIN, "Письма, которые ждут отправки", "/admin/mail"),
    ],
)
def test_who_has_a_role_reads_what_it_opens_today_and_where(
    client: FlaskClient, session: Session, content: Path, role: Role, words: str, way: str
) -> None:
    sign_in(client, session, make_staff(session, role, make_federation(session)))
    page = client.get("/learn").text
    told = page[page.index("Ваша работа здесь") :].split("</section>")[0]
    assert words in told
    assert f'href="{way}"' in told
    assert client.get(way).status_code == 200


def test_a_learner_reads_nothing_of_roles(learner: FlaskClient) -> None:
    assert "Ваша работа здесь" not in learner.get("/learn").text


def test_a_read_lesson_is_done_and_the_next_one_opens(enrolled: FlaskClient, session: Session) -> None:
    answer = enrolled.post(f"{FIRST}/done")
    assert (answer.status_code, answer.headers["Location"]) == (303, SECOND)
    assert enrolled.post(f"{FIRST}/done").status_code == 303
    done = session.scalars(select(UnitProgress.id).where(UnitProgress.type == ProgressType.COMPLETED)).all()
    assert len(done) == 1
    assert "Пройдено" in enrolled.get(FIRST).text


def test_an_exam_cannot_be_read_to_its_end(enrolled: FlaskClient, session: Session) -> None:
    assert enrolled.post(f"{EXAM}/done").status_code == 400
    assert session.scalars(select(UnitProgress.id)).all() == []


def test_the_page_before_an_exam_says_its_rules_and_begins_it_in_the_pinned_edition(enrolled: FlaskClient) -> None:
    page = enrolled.get(EXAM).text
    assert "2 задания, они выбираются для вас." in page
    assert "2 попытки." in page
    for field in ('name="kind" value="exam"', 'name="slug" value="w1-exam"', 'name="edition" value="1"'):
        assert field in page


@pytest.mark.parametrize(
    ("option", "word", "why"), [("a", "Да", "Название договора не решает."), ("b", "Пока нет", "Смотрите на работу.")]
)
def test_a_check_is_explained_at_once_even_to_a_guest(
    client: FlaskClient, content: Path, option: str, word: str, why: str
) -> None:
    answer = client.post(f"{FIRST}/checks/w1-c1", data={"w1-c1-value": option})
    assert answer.status_code == 200
    shown = answer.text[answer.text.index('id="check-w1-c1"') :]
    assert word in shown.split("</section>")[0]
    assert why in shown


def test_no_feedback_stands_in_the_page_before_an_answer(client: FlaskClient, content: Path) -> None:
    page = client.get(FIRST).text
    assert "Название договора не решает." not in page
    assert "Название вместо работы" not in page


@pytest.mark.parametrize("sent", [{}, {"w1-c1-value": "z"}, {"w1-c1-value": "a" * 5000}])
def test_what_is_no_answer_is_said_beside_the_question(
    client: FlaskClient, content: Path, sent: dict[str, str]
) -> None:
    answer = client.post(f"{FIRST}/checks/w1-c1", data=sent)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text


def test_a_check_of_another_lesson_is_not_found_and_a_closed_lesson_answers_nothing(
    client: FlaskClient, content: Path
) -> None:
    assert client.post(f"{FIRST}/checks/w1-c2", data={"w1-c2-value": "a"}).status_code == 404
    assert client.post(f"{SECOND}/checks/w1-c2", data={"w1-c2-value": "a"}).status_code == 303


def test_the_place_is_remembered_on_any_device(enrolled: FlaskClient, session: Session) -> None:
    assert enrolled.post(f"{FIRST}/place", data={"section": "s1", "share": "40"}).status_code == 204
    assert enrolled.post(f"{FIRST}/place", data={"section": "s1", "share": "60"}).status_code == 204
    assert 'data-section="s1"' in enrolled.get(FIRST).text
    page = enrolled.get("/learn").text
    assert f'href="{FIRST}#s1"' in page
    assert 'value="60"' in page
    assert list(session.scalars(select(UnitProgress.type))) == [ProgressType.OPENED]


@pytest.mark.parametrize(
    "sent", [{"share": "101"}, {"share": "-1"}, {"share": "NaN"}, {"section": "s1"}, {"section": "<b>", "share": "1"}]
)
def test_a_place_of_the_wrong_shape_is_refused(enrolled: FlaskClient, session: Session, sent: dict[str, str]) -> None:
    assert enrolled.post(f"{FIRST}/place", data=sent).status_code == 400
    assert session.scalars(select(ReadingPlace.id)).all() == []


def test_a_note_is_kept_changed_and_taken_away(enrolled: FlaskClient, session: Session) -> None:
    for text, kept in (("Проверить раздел 9", ["Проверить раздел 9"]), ("Раздел 10", ["Раздел 10"]), ("  ", [])):
        assert enrolled.post(f"{FIRST}/note", data={"note": text}).status_code == 303
        assert session.scalars(select(UnitNote.text)).all() == kept
        assert (text.strip() or "Видна только вам") in enrolled.get(FIRST).text


def test_a_note_that_is_too_long_is_given_back_and_not_kept(enrolled: FlaskClient, session: Session) -> None:
    answer = enrolled.post(f"{FIRST}/note", data={"note": "я" * 5001})
    assert answer.status_code == 422
    assert "я" * 5001 in answer.text
    assert session.scalars(select(UnitNote.id)).all() == []


def test_nobody_sees_the_note_the_place_or_the_progress_of_another(
    app: Flask, enrolled: FlaskClient, session: Session
) -> None:
    enrolled.post(f"{FIRST}/note", data={"note": "Тайная заметка"})
    enrolled.post(f"{FIRST}/place", data={"section": "s1", "share": "50"})
    enrolled.post(f"{FIRST}/done")
    other = sign_in(app.test_client(), session)
    other.post("/programmes/small/enrolment")
    lesson, home, programme = (other.get(path).text for path in (FIRST, "/learn", "/programmes/small"))
    assert "Тайная заметка" not in lesson
    assert 'data-section=""' in lesson
    assert "tick--done" not in home + programme


@pytest.mark.parametrize(("act", "form"), [("place", {"share": "1"}), ("note", {"note": "x"}), ("done", {})])
def test_who_does_not_take_the_programme_changes_nothing(learner: FlaskClient, act: str, form: dict[str, str]) -> None:
    assert learner.post(f"{FIRST}/{act}", data=form).status_code == 404


@pytest.mark.parametrize("act", ["place", "note", "done"])
def test_a_guest_changes_nothing(client: FlaskClient, content: Path, act: str) -> None:
    assert client.post(f"{FIRST}/{act}").status_code == 303


def test_a_reader_in_kazakh_gets_the_summary_and_the_russian_text_marked_as_such(
    client: FlaskClient, content: Path
) -> None:
    client.set_cookie("lang", "kk")
    page = client.get(FIRST).text
    assert "Бірінші сабақ" in page
    assert 'lang="kk"><div class="alert__body"><strong>' in page
    assert '<div lang="ru">' in page
    assert "Слесарь приходит" in page


def test_who_is_enrolled_keeps_the_edition_and_a_newcomer_gets_the_new_one(
    app: Flask, enrolled: FlaskClient, session: Session, content: Path
) -> None:
    lesson = content / "small/week-1/w1-first.ru.md"
    lesson.write_text(lesson.read_text("utf-8").replace("Слесарь приходит", "Сварщик приходит"), "utf-8")
    assert load(session, content, now=clock.now()).published == ("small",)
    session.commit()
    assert "Слесарь приходит" in enrolled.get(FIRST).text
    assert "Вышла новая редакция программы" in enrolled.get("/learn").text
    assert "Сварщик приходит" in app.test_client().get(FIRST).text


def test_a_norm_amended_after_the_lesson_is_marked_in_its_panel(
    client: FlaskClient, session: Session, content: Path
) -> None:
    assert "норма изменилась" not in client.get(FIRST).text
    norms = content / "law/norms.yaml"
    norms.write_text(norms.read_text("utf-8").replace("Три признака", "Четыре признака"), "utf-8")
    load(session, content, now=clock.now())
    session.commit()
    assert "норма изменилась" in client.get(FIRST).text
    page = client.get(f"{FIRST}/norms").text
    assert "Норма изменилась после выхода урока" in page
    assert "Три признака" in page


def many_units(session: Session, count: int) -> None:
    """More lessons in the week of the newest edition, as a large programme would have."""
    module, edition = session.execute(
        select(ModuleEditionUnit.module_edition_id, ModuleEditionUnit.unit_edition_id).limit(1)
    ).one()
    law_day = session.get_one(UnitEdition, edition).law_as_of
    programme = session.scalars(select(ProgrammeEdition.programme_id)).one()
    have = session.scalar(select(func.max(ModuleEditionUnit.position))) or 0
    for n in range(have + 1, have + 1 + count):
        unit = Unit(programme_id=programme, slug=f"more-{n}")
        session.add(unit)
        session.flush()
        more = UnitEdition(
            unit_id=unit.id, number=1, hash="0", kind=UnitKind.LESSON, title_ru=f"Урок {n}", planned_minutes=5,
            law_as_of=law_day, content={}, published_at=NOW,
        )  # fmt: skip
        session.add(more)
        session.flush()
        session.add(ModuleEditionUnit(module_edition_id=module, unit_edition_id=more.id, position=n))
    session.commit()


@pytest.mark.parametrize("path", ["/learn", "/programmes/small", FIRST, f"{FIRST}/norms", EXAM])
def test_a_page_costs_at_most_six_statements_whatever_the_number_of_units(
    enrolled: FlaskClient, session: Session, count_queries: Callable[[], list[str]], path: str
) -> None:
    enrolled.post(f"{FIRST}/note", data={"note": "Заметка"})
    enrolled.post(f"{FIRST}/place", data={"section": "s1", "share": "10"})
    counted = []
    for more in (5, 495):
        many_units(session, more)
        count_queries()
        assert enrolled.get(path).status_code == 200
        counted.append(count_queries())
    assert len(counted[0]) == len(counted[1]) <= 6, counted[0]
