"""Pages of statistics: who may open them, what they say before, while and after figures are found, what they cost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access.actors import Role
from assessments.models import ExamEdition
from assessments.statistics.jobs import find_figures, print_report
from assessments.statistics.models import StatisticsReport, StatisticsRun, StatisticsSummary
from assessments.statistics.services import ask_for_figures
from core.models import Job, JobState
from people.models import Account
from tests.architecture.sources import ROOT
from tests.conftest import SECRET
from tests.factories.assessments import NOW, make_attempt, make_exam
from tests.factories.people import make_account, make_member, make_staff
from tests.factories.statistics import four, make_long_exam, make_sitting, rasch
from tests.factories.unions import make_federation, make_organisation
from unions.models import Organisation

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def federation(session: Session) -> Organisation:
    return make_federation(session)


@pytest.fixture
def edition(session: Session) -> ExamEdition:
    return make_long_exam(session, 6, slug="long")


@pytest.fixture
def trainer(session: Session, federation: Organisation) -> Account:
    return make_staff(session, Role.TRAINER, federation)


def worked(app: Flask, session: Session, edition: ExamEdition, federation: Organisation | None) -> StatisticsRun:
    """A run whose figures are found."""
    run = ask_for_figures(session, edition.id, federation_id=federation.id if federation else None, by_id=None, now=NOW)
    session.commit()
    find_figures(app, {"run": run.id})
    session.execute(update(Job).values(state=JobState.DONE))
    session.commit()
    return run


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 403), (Role.MARKER, 403), (Role.REGISTRAR, 403), (Role.ORG_ADMIN, 403), (Role.FEDERATION_ADMIN, 403), (Role.TRAINER, 200), (Role.JURIST, 200)],
)  # fmt: skip
def test_only_those_who_write_and_check_items_see_how_they_work(
    session: Session, sign_in: SignIn, federation: Organisation, edition: ExamEdition, role: Role | None, status: int
):
    account = make_staff(session, role, federation) if role else make_member(session, federation)
    session.commit()
    client = sign_in(account)
    assert client.get("/exams").status_code == status
    assert client.get("/exams/long/statistics").status_code == status
    assert client.post("/exams/long/statistics", data={"edition": "1"}).status_code == (303 if status == 200 else 403)


def test_a_role_over_a_part_of_a_federation_is_not_enough(
    session: Session, sign_in: SignIn, federation: Organisation, edition: ExamEdition
):
    part = make_organisation(session, federation=federation)
    account = make_staff(session, Role.TRAINER, part)
    session.commit()
    assert sign_in(account).get("/exams/long/statistics").status_code == 403


def test_nobody_is_asked_to_sign_in_for_nothing(client: FlaskClient):
    assert client.get("/exams").status_code == 303


def test_an_unknown_exam_edition_run_and_item_are_not_found(
    app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
):
    run = worked(app, session, edition, federation)
    client = sign_in(trainer)
    for address in ("/exams/none/statistics", "/exams/long/statistics?edition=2", "/exams/long/statistics?edition=x", f"/statistics/{'0' * 32}", f"/statistics/{run.ref}/7", f"/statistics/{run.ref}/0"):  # fmt: skip
        assert client.get(address).status_code == 404, address


class TestTheWall:
    def test_another_federation_s_run_does_not_exist(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition
    ):
        other = make_federation(session)
        make_sitting(session, edition, rasch(35, 6), federation_id=other.id)
        runs = [worked(app, session, edition, who) for who in (other, None)]
        client = sign_in(trainer)
        for run in runs:
            for path in ("", "/1", ".csv", "/report"):
                assert client.get(f"/statistics/{run.ref}{path}").status_code == 404, path
            assert client.post(f"/statistics/{run.ref}/report").status_code == 404
        assert "Сейчас их 0" in client.get("/exams/long/statistics").text

    def test_the_system_administrator_looks_at_everybody(
        self, app: Flask, session: Session, sign_in: SignIn, federation: Organisation, edition: ExamEdition
    ):
        from core import clock
        from people.models import Person
        from people.services import grant

        account = make_account(session)
        grant(session, session.get_one(Person, account.person_id), Role.SYSTEM_ADMIN, now=clock.now())
        for who in (federation.id, make_federation(session).id):
            make_sitting(session, edition, rasch(20, 6), federation_id=who)
        run = worked(app, session, edition, None)
        client = sign_in(account)
        page = client.get("/exams/long/statistics").text
        assert "Все попытки этой установки" in page
        assert client.get(f"/statistics/{run.ref}/1").status_code == 200

    def test_whoever_sits_the_exam_or_one_with_a_common_item_sees_no_key(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        from people.models import Person

        make_sitting(session, edition, rasch(40, 6), federation_id=federation.id)
        run = worked(app, session, edition, federation)
        make_attempt(session, edition, session.get_one(Person, trainer.person_id))
        session.commit()
        client = sign_in(trainer)
        for address in (
            "/exams/long/statistics",
            *(f"/statistics/{run.ref}{path}" for path in ("", "/1", ".csv", "/report")),
        ):
            reply = client.get(address)
            assert (reply.status_code, "Показатели откроются после вашей попытки" in reply.text) == (403, True), address


class TestThePage:
    def test_too_few_attempts_are_said_so(self, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation):  # fmt: skip
        make_sitting(session, edition, rasch(29, 6), federation_id=federation.id)
        session.commit()
        page = sign_in(trainer).get("/exams/long/statistics").text
        assert "Меньше 30 попыток: показатели не считаются. Сейчас их 29." in page

    def test_figures_are_asked_for_waited_for_and_shown(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        make_sitting(session, edition, rasch(60, 6), federation_id=federation.id, demo=True)
        session.commit()
        client = sign_in(trainer)
        assert "Показателей ещё нет" in client.get("/exams/long/statistics").text
        assert (
            client.post("/exams/long/statistics", data={"edition": "1"}).location == "/exams/long/statistics?edition=1"
        )
        waiting = client.get("/exams/long/statistics").text
        assert "Показатели считаются" in waiting
        assert "Сосчитать показатели" not in waiting
        run = session.scalars(select(StatisticsRun)).one()
        assert (run.federation_id, run.asked_by_id) == (federation.id, trainer.person_id)
        find_figures(app, {"run": run.id})
        session.execute(update(Job).values(state=JobState.DONE))
        session.commit()
        page = client.get("/exams/long/statistics").text
        assert "Показатели считаются" not in page
        assert "Кьюдер — Ричардсон 20" in page
        assert "люди и ответы смоделированы" in page
        assert page.count('scope="row"><a href="/statistics/') == 6

    def test_a_failed_computation_is_said_and_can_be_asked_again(
        self, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        ask_for_figures(session, edition.id, federation_id=federation.id, by_id=None, now=NOW)
        session.execute(update(Job).values(state=JobState.FAILED))
        session.commit()
        client = sign_in(trainer)
        assert "Сосчитать не удалось" in client.get("/exams/long/statistics").text
        client.post("/exams/long/statistics", data={"edition": "1"})
        assert "Показатели считаются" in client.get("/exams/long/statistics").text

    def test_figures_that_lag_behind_say_so_and_an_old_run_stays_as_it_was(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        make_sitting(session, edition, rasch(40, 6), federation_id=federation.id)
        first = worked(app, session, edition, federation)
        make_sitting(session, edition, rasch(3, 6), federation_id=federation.id)
        session.commit()
        client = sign_in(trainer)
        assert "После расчёта проверено попыток: 3." in client.get("/exams/long/statistics").text
        worked(app, session, edition, federation)
        assert "Показатели отстали" not in client.get("/exams/long/statistics").text
        old = client.get(f"/statistics/{first.ref}").text
        assert "Это показатели от" in old
        assert session.get_one(StatisticsSummary, first.id).candidates == 40

    def test_the_list_is_put_in_order_and_narrowed(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        solved = rasch(120, 6)
        solved[:, 4] = ~solved[:, 4] & ~solved[:, 0]
        make_sitting(session, edition, solved, federation_id=federation.id)
        run = worked(app, session, edition, federation)
        client = sign_in(trainer)

        def order(asked: str) -> list[int]:
            page = client.get(f"/exams/long/statistics{asked}").text
            return [int(part.split('"')[0]) for part in page.split(f"/statistics/{run.ref}/")[1:] if part[0].isdigit()]

        assert order("") == order("?sort=nonsense") == [1, 2, 3, 4, 5, 6]
        assert order("?sort=discrimination")[0] == 5
        assert 5 in order("?flagged=y")
        assert len(order("?flagged=y")) < 6
        assert "Проверить ключ" in client.get(f"/statistics/{run.ref}/5").text

    def test_one_item_shows_its_key_and_who_chose_what(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        make_sitting(session, edition, rasch(60, 6), federation_id=federation.id)
        run = worked(app, session, edition, federation)
        client = sign_in(trainer)
        page = client.get(f"/statistics/{run.ref}/2").text
        assert all(
            words in page
            for words in ("Вопрос номер 2?", "Кто что выбрал", "B 2", "От слабых к сильным", "нужно по 100 ответов")
        )
        client.set_cookie("lang", "kk")
        assert "2-сұрақ?" in client.get(f"/statistics/{run.ref}/2").text

    def test_the_table_opens_in_a_spreadsheet_and_holds_no_formula(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, federation: Organisation
    ):  # fmt: skip
        edition = make_exam(session, [four(1, prompt={"ru": "=1+1", "kk": "=1+1"}), four(2)], slug="bad")
        make_sitting(session, edition, rasch(40, 2), federation_id=federation.id)
        run = worked(app, session, edition, federation)
        reply = sign_in(trainer).get(f"/statistics/{run.ref}.csv")
        assert reply.headers["Content-Disposition"] == 'attachment; filename="bad.csv"'
        lines = reply.get_data().decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert ";'=1+1;" in lines[1]
        assert all(line.count(";") == lines[0].count(";") for line in lines)

    def test_the_report_is_printed_once_and_downloaded(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, edition: ExamEdition, federation: Organisation
    ):  # fmt: skip
        make_sitting(session, edition, rasch(60, 6), federation_id=federation.id)
        run = worked(app, session, edition, federation)
        client = sign_in(trainer)
        assert client.post(f"/statistics/{run.ref}/report").status_code == 303
        assert "Отчёт готовится" in client.get(f"/statistics/{run.ref}/report").text
        job = session.scalars(select(Job).where(Job.kind == "statistics.report")).one()
        for _ in range(2):
            with app.app_context():
                print_report(app, job.payload)
        assert len(session.scalars(select(StatisticsReport)).all()) == 1
        reply = client.get(f"/statistics/{run.ref}/report")
        assert reply.mimetype == "application/pdf"
        assert reply.get_data().startswith(b"%PDF-")

    def test_pages_cost_the_same_for_few_and_for_many_items(
        self, app: Flask, session: Session, sign_in: SignIn, trainer: Account, federation: Organisation, count_queries: Callable[[], list[str]]
    ):  # fmt: skip
        costs = []
        for count in (3, 40):
            edition = make_long_exam(session, count, slug=f"of-{count}")
            make_sitting(session, edition, rasch(40, count), federation_id=federation.id)
            run = worked(app, session, edition, federation)
            client = sign_in(trainer)
            cost = []
            for address in (f"/exams/of-{count}/statistics", f"/statistics/{run.ref}/1", f"/statistics/{run.ref}.csv"):
                client.get(address)
                count_queries()
                assert client.get(address).status_code == 200
                cost.append(len(count_queries()))
            costs.append(cost)
        assert costs[0] == costs[1]
        assert max(costs[1]) <= 12

    def test_the_list_of_exams_costs_the_same_for_few_and_for_many(
        self, session: Session, sign_in: SignIn, trainer: Account, count_queries: Callable[[], list[str]]
    ):
        costs = []
        for _ in range(2):
            for _ in range(10):
                make_long_exam(session, 2)
            session.commit()
            client = sign_in(trainer)
            client.get("/exams")
            count_queries()
            assert client.get("/exams").status_code == 200
            costs.append(len(count_queries()))
        assert costs[0] == costs[1]


def test_the_menu_leads_there_for_those_who_may(session: Session, sign_in: SignIn, trainer: Account):
    learner = make_account(session)
    session.commit()
    assert 'href="/exams"' in sign_in(trainer).get("/learn").text
    assert 'href="/exams"' not in sign_in(learner).get("/learn").text


def test_a_web_process_that_serves_the_pages_never_loads_numpy(tmp_path: Path):
    """The whole application without its commands, as web workers load it: figures are found elsewhere."""
    program = "import sys, web; print(sorted({'numpy', 'scipy', 'weasyprint', 'assessments.statistics.read'} & set(sys.modules)))"
    environment = {**os.environ, "TIREK_DATABASE_URL": f"sqlite:///{tmp_path / 'web.db'}", "TIREK_SECRET_KEY": SECRET}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
