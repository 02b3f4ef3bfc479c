"""A case as a learner walks it: stages open in order and lock behind, then the court speaks."""

import re

import pytest
from sqlalchemy import select

from assessments.models import Answer, Attempt, AttemptEvent, AttemptState, Result
from assessments.queries.case import case_page
from tests.factories.assessments import make_case, make_learner, sign_in
from tests.factories.law import make_norm, make_pin

COURT = (
    "COURT-",
    "WHY-",
    "OUTCOME-TEXT",
    "LOST-1",
    "HONESTY",
    "FEEDBACK",
    "MISTAKE",
    "MODEL-ANSWER",
    "LEVEL-",
    "PAIR-",
    "KK-COURT",
    "KK-OUTCOME",
)
LATER = ("DOC-2", "EVENT-LATER", "PROMPT-2", "2026-07-08", "08.07.2026")


@pytest.fixture
def case(session, client):
    """The address of a case just begun."""
    make_case(session, slug="order-case")
    sign_in(session, client, make_learner(session))
    return client.post("/attempts", data={"kind": "case", "slug": "order-case", "language": "ru"}).location


def stage_1(**more):
    return {
        "a1.value": "b",
        "a1.key": "x1",
        "a1.base_seq": "0",
        "a2.value": "a",
        "a2.key": "x2",
        "a2.base_seq": "0",
    } | more


def reach_court(client, case):
    client.post(f"{case}/stages/1", data=stage_1())
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    client.post(f"{case}/stages/2", data={"a3.value-text": "Моя позиция", "a3.key": "x3", "a3.base_seq": "0"})
    return client.post(f"{case}/stages/2/lock", data={"sure": "y"})


def test_an_open_stage_shows_its_papers_and_nothing_that_comes_later(client, case):
    page = client.get(case)
    assert page.status_code == 200
    assert "PROMPT-1" in page.text
    assert "Первый пункт. DOC-1" in page.text
    assert "определите, дата на этапе 2" in page.text
    assert "8 июля" not in page.text
    assert not [word for word in (*COURT, *LATER) if word in page.text]


def test_the_court_does_not_exist_before_the_last_stage_is_locked(client, case):
    assert client.get(f"{case}/decision").status_code == 303
    assert client.get(f"{case}/result").status_code == 303
    assert client.get(f"{case}?stage=2").status_code == 404
    assert client.post(f"{case}/stages/2", data={}).status_code == 409
    assert client.post(f"{case}/stages/2/lock", data={"sure": "y"}).status_code == 409


def test_every_page_of_an_open_case_keeps_the_court_and_the_keys_back(client, case):
    client.post(f"{case}/stages/1", data=stage_1())
    pages = [
        client.get(case),
        client.get(f"{case}/stages/1/lock"),
        client.get(f"{case}/answers"),
        client.get(f"{case}?doc=d1"),
    ]
    pages.append(client.get(f"{case}/answers", headers={"Accept": "application/json"}))
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    pages += [client.get(case), client.get(f"{case}?stage=1"), client.get(f"{case}?stage=2&doc=d2")]
    for page in pages:
        assert page.status_code == 200
        assert not [word for word in COURT if word in page.text]


def test_a_locked_stage_opens_the_next_and_can_only_be_read(client, case):
    saved = client.post(f"{case}/stages/1", data=stage_1(act="lock"))
    assert saved.location.endswith("/stages/1/lock")
    asked = client.get(saved.location)
    assert "На все вопросы есть ответ" in asked.text
    assert client.post(saved.location, data={}).status_code == 422
    assert client.post(saved.location, data={"sure": "y"}).status_code == 303
    page = client.get(case)
    assert "PROMPT-2" in page.text
    assert "EVENT-LATER" in page.text
    assert "до 8 июля 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    behind = client.get(f"{case}?stage=1")
    assert "Этап закрыт" in behind.text
    assert "Второй 1" in behind.text
    assert 'name="a1.value"' not in behind.text
    assert client.post(f"{case}/stages/1", data=stage_1()).status_code == 409


def test_locking_twice_changes_nothing(session, client, case):
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    assert client.post(f"{case}/stages/1/lock", data={"sure": "y"}).status_code == 303
    assert session.scalar(select(Attempt.stage_no)) == 2
    types = session.scalars(select(AttemptEvent.type).order_by(AttemptEvent.n)).all()
    assert types == ["opened", "stage_locked"]


def test_a_refused_answer_of_a_stage_stores_none_of_them(session, client, case):
    page = client.post(f"{case}/stages/1", data=stage_1(**{"a2.value": "zzz"}))
    assert page.status_code == 422
    assert "Такого ответа у этого вопроса нет" in page.text
    assert session.scalars(select(Answer)).all() == []


def test_the_court_stands_beside_the_learners_own_answers(session, client, case):
    assert reach_court(client, case).location.endswith("/decision")
    page = client.get(f"{case}/decision")
    assert page.status_code == 200
    for word in ("Иск удовлетворён", "OUTCOME-TEXT", "COURT-1", "WHY-2", "LOST-1", "HONESTY", "PAIR-NORM", "Моя позиция", "MODEL-ANSWER",
                 "UNKNOWN-1", "судебного решения за ним нет", "Ещё 4 баллов ждут", "Совпало, 2 из 2", "Разошлось, 0 из 2", "Ждёт проверки"):  # fmt: skip
        assert word in page.text, word
    assert client.get(case).location.endswith("/decision")
    result = session.scalars(select(Result)).one()
    assert (result.points, result.max_points, result.waiting_points, result.passed) == (2, 4, 4, None)
    assert session.scalar(select(Attempt.state)) == AttemptState.MARKING


def test_a_kazakh_learner_gets_the_kazakh_side_and_the_rest_marked_as_russian(session, client):
    make_case(session, slug="kk-case")
    sign_in(session, client, make_learner(session))
    case = client.post("/attempts", data={"kind": "case", "slug": "kk-case", "language": "kk"}).location
    page = client.get(case)
    assert "Бұйрық туралы іс" in page.text
    assert "KK-PROMPT-1" in page.text
    assert '<span lang="ru">' in page.text or 'lang="ru"' in page.text
    reach_court(client, case)
    court = client.get(f"{case}/decision")
    assert "Талап қанағаттандырылды" in court.text
    assert "KK-COURT-1" in court.text
    assert "Этот текст пока только на русском" in court.text


def test_a_stage_costs_the_same_few_statements_every_time(client, case, count_queries):
    count_queries()
    client.get(case)
    assert len(count_queries()) <= 6


def test_the_chronology_gathers_what_happened_on_one_day_and_draws_the_periods_under_it(session, client, case):
    attempt = session.scalars(select(Attempt)).one()
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    session.expire_all()
    before, after = (case_page(session, attempt, n, base="", paper="", lang="ru") for n in (1, 2))
    assert [(str(day.on), day.decides, day.papers) for day in after.days] == [
        ("2026-06-08", True, [("d1", 1)]),
        ("2026-06-20", False, []),
    ]
    limit = after.limits[0]
    assert (limit.first, limit.last, limit.row, str(limit.ends)) == (1, 5, 1, "2026-07-08")
    assert before.role_in_short.text == "Вы — председатель профкома."


def test_a_period_that_is_still_to_be_found_reaches_the_edge_and_tells_no_day(session, client, case):
    attempt = session.scalars(select(Attempt)).one()
    limit = case_page(session, attempt, 1, base="", paper="", lang="ru").limits[0]
    assert (limit.first, limit.last, limit.ends, limit.reveal) == (1, 3, None, 2)
    page = client.get(case).text
    assert "cbar--b cb-f1 cb-t3 cb-r1" in page
    assert "cbar--a" not in page


def test_the_court_leads_on_to_lessons_about_the_points_where_the_ways_parted(session, client, case):
    make_pin(
        session,
        make_norm(session, slug="tk-13"),
        title_ru="Сроки в трудовом праве",
        title_kk="",
        address="/learn/hr-and-law/terms",
    )
    reach_court(client, case)
    page = client.get(f"{case}/decision").text
    assert 'href="/learn/hr-and-law/terms"' in page
    assert "где вы разошлись с судом: 2" in page
    assert 'name="slug" value="order-case"' in page


def test_the_courts_page_stands_open_without_a_script_and_leads_to_each_point(session, client, case):
    reach_court(client, case)
    page = client.get(f"{case}/decision").text
    folds = re.findall(r"<details[^>]*data-fold[^>]*>", page)
    assert folds
    assert all(" open" in fold for fold in folds)
    for point in re.findall(r'href="#(point-\d+)"', page):
        assert f'id="{point}"' in page
    assert page.count('class="cmp__i') == len(re.findall(r'href="#point-\d+"', page)) > 1


def test_a_case_that_is_closed_can_be_walked_again(session, client, case):
    reach_court(client, case)
    again = client.post("/attempts", data={"kind": "case", "slug": "order-case", "edition": "1", "language": "ru"})
    assert again.status_code == 303
    assert again.location != case


def test_before_a_stage_closes_the_page_names_what_closes_and_what_opens(client, case):
    asked = client.get(f"{case}/stages/1/lock").text
    assert "Закроется" in asked
    assert '<span lang="ru">Норма</span>: 2 вопроса' in asked
    assert '<span lang="ru">Позиция</span>' in asked
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    assert "решение суда рядом с вашими ответами" in client.get(f"{case}/stages/2/lock").text


def test_the_court_of_an_earlier_walk_stays_closed_while_the_case_is_walked_anew(client, case):
    reach_court(client, case)
    again = client.post("/attempts", data={"kind": "case", "slug": "order-case", "language": "ru"}).location
    assert again != case
    closed = client.get(f"{case}/decision")
    assert (closed.status_code, closed.location) == (303, again)
    page = client.get(again).text
    assert "Решение суда откроется, когда закроется последний этап" in page
    assert not [word for word in COURT if word in page]
    reach_court(client, again)
    assert "COURT-" in client.get(f"{case}/decision").text
