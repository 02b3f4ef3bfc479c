"""The worked example walked through by a client without a browser: ways, clock, later papers, the court by route; no key
on any page while it is open.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from assessments.chains import chain_breaks
from assessments.models import AttemptEvent, Mark, Result
from assessments.signals import attempt_marked
from assessments.walks.audit import step_breaks
from assessments.walks.models import CaseStep
from tests.assessments.test_case_walk import AMOUNTS
from tests.assessments.walker import Walker, answers, consequences, flat, leaks
from tests.content import example_case
from tests.factories.assessments import make_learner, sign_in

LATE = {"s1.today": "c", "s3.secure": "b", "s5.action": "a3", "s5c.recover": "c2"}


@pytest.fixture(params=["ru", "kk"])
def walker(session: Session, client: FlaskClient, request: pytest.FixtureRequest) -> Walker:
    return Walker(session, client, request.param)


def test_the_best_way_leads_past_the_branches_to_the_court(walker: Walker) -> None:
    court = walker.walk(answers())
    result = walker.session.scalars(select(Result)).one()
    assert (result.points, result.max_points, result.waiting_points) == (Decimal(80), Decimal(80), Decimal(20))
    steps = walker.session.scalars(select(CaseStep).order_by(CaseStep.n)).all()
    assert [step.to_stage_no for step in steps if step.to_stage_no] == [2, 3, 4, 5, 8, 9]
    assert [step.choice for step in steps if step.choice] == ["a", "a", "a1"]
    assert steps[-1].day == date(2026, 5, 12)
    assert leaks(walker.pages) == []
    assert "854 000" in court
    assert "Ваш путь" in court or "Сіздің жолыңыз" in court
    assert "7 мамыр" not in court


def test_the_late_way_loses_the_right_and_is_told_why(walker: Walker) -> None:
    late = answers(**{name.replace(".", "_"): value for name, value in LATE.items()}) | {
        "s6.amount": AMOUNTS["late_lost"]
    }
    court = walker.walk(late)
    result = walker.session.scalars(select(Result)).one()
    assert result.passed is False
    assert result.rule["fatal"] == ["route=late_lost"]
    assert leaks({page: words for page, words in walker.pages.items() if not page.startswith(("7", "8"))}) == []
    assert "Комиссия рассмотрит заявление, но о сроке надо просить отдельно" in walker.pages["7 "]
    assert "Право потеряно: срок пропущен и не восстановлен." in court
    if walker.attempt.language == "ru":
        assert "В иске отказано. Срок пропущен, причин никто не назвал." in court
        assert "заявление подано 8-го без просьбы и причин" in court
    else:
        assert "Талап қанағаттандырылмады" in court


def test_each_stage_of_a_kazakh_walk_has_its_kazakh_task(session: Session, client: FlaskClient) -> None:
    walker = Walker(session, client, "kk")
    tasks = example_case().case.kk.stages
    walker.walk(answers(s5_action="a2", s5b_recover="b2", s5c_recover="c1") | {"s6.amount": AMOUNTS["late_restored"]})
    for number, name in enumerate(tasks, 1):
        assert flat(tasks[name])[:60] in walker.pages[f"{number} "], name
    assert leaks({page: words for page, words in walker.pages.items() if not page.startswith(("7", "8"))}) == []


class TestOnTheWay:
    """What a learner of the Russian side sees at single stages."""

    @pytest.fixture
    def walker(self, session: Session, client: FlaskClient) -> Walker:
        return Walker(session, client)

    def until(self, walker: Walker, stage: str, **decisions: str) -> str:
        while walker.stage != stage:
            walker.walk_stage(answers(**decisions))
        return walker.page()

    def test_the_consequence_is_told_only_after_the_decision(self, walker: Walker) -> None:
        walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="save"))
        before = walker.page()
        assert not [text for text in consequences("s1.today").values() if text[:40] in before]
        assert walker.decide("s1.today", "a") == 303
        after = walker.page()
        assert consequences("s1.today")["a"][:40] in after
        assert not [text for option, text in consequences("s1.today").items() if option != "a" and text[:40] in after]

    def test_a_decision_is_taken_once_and_never_changed(self, walker: Walker) -> None:
        walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="save"))
        walker.decide("s1.today", "a")
        walker.decide("s1.today", "c")
        n = walker.numbers["s1.today"]
        reply = walker.client.put(f"{walker.base}/answers/{n}", json={"seq": 9, "key": "again", "value": "c"})
        assert (reply.status_code, reply.get_json()["error"]) == (409, "already_decided")
        step = walker.session.scalars(select(CaseStep).where(CaseStep.choice != "")).one()
        assert (step.choice, step.flags["opinion"]) == ("a", "timely")

    def test_a_decision_needs_the_tick_and_the_option_that_was_asked_about(self, walker: Walker) -> None:
        walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="save"))
        where = f"{walker.base}/decisions/{walker.numbers['s1.today']}"
        assert walker.client.post(where, data={"choice": "a"}).status_code == 422
        assert walker.client.post(where, data={"choice": "b", "sure": "y"}).status_code == 422
        assert walker.session.scalars(select(CaseStep).where(CaseStep.choice != "")).all() == []

    def test_a_question_that_is_no_decision_cannot_be_decided(self, walker: Walker) -> None:
        assert walker.client.get(f"{walker.base}/decisions/{walker.numbers['s1.conclusion']}").status_code == 404

    def test_the_decision_of_somebody_else_does_not_exist(
        self, session: Session, client: FlaskClient, walker: Walker
    ) -> None:
        walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="save"))
        where = f"{walker.base}/decisions/{walker.numbers['s1.today']}"
        sign_in(session, client, make_learner(session))
        assert client.get(where).status_code == 404
        assert client.post(where, data={"sure": "y", "choice": "a"}).status_code == 404
        assert session.scalars(select(CaseStep).where(CaseStep.choice != "")).all() == []

    def test_the_decision_of_a_later_stage_is_not_asked_yet(self, walker: Walker) -> None:
        assert walker.client.get(f"{walker.base}/decisions/{walker.numbers['s3.secure']}").status_code == 303
        assert walker.decide("s3.secure", "a") == 303
        assert walker.session.scalars(select(CaseStep).where(CaseStep.choice != "")).all() == []

    def test_a_stage_does_not_close_before_its_decision(self, walker: Walker) -> None:
        asked = walker.page("/stages/1/lock")
        assert "Сначала примите решение" in asked
        reply = walker.client.post(f"{walker.base}/stages/1/lock", data={"sure": "y"})
        assert reply.status_code == 409
        assert walker.stage == "s1"

    def test_the_button_of_a_decision_stores_the_stage_and_asks(self, walker: Walker) -> None:
        n = walker.numbers["s1.today"]
        sent = walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act=f"decide-{n}"))
        assert sent.location.endswith(f"/decisions/{n}")
        assert "Собрать профком сегодня" in walker.page(f"/decisions/{n}")

    def test_the_clock_stands_beside_the_stage(self, walker: Walker) -> None:
        assert "Сегодня в деле 2 апреля 2026" in walker.page()
        assert "посчитайте сами" in walker.page()
        page = self.until(walker, "s4")
        assert "Сегодня в деле 6 апреля 2026" in page
        assert "прошло 4 дня" in page

    def test_the_log_appears_later_and_as_it_was_obtained(self, walker: Walker) -> None:
        assert "Журнал выездов, лист 31" not in self.until(walker, "s3", s3_secure="b")
        page = self.until(walker, "s4", s3_secure="b")
        assert "на телефон 3 апреля 2026 года" in page
        assert "Копия верна: начальник транспортного участка" not in page

    def test_the_repair_is_a_stage_of_its_own_and_gives_points_back(self, walker: Walker) -> None:
        page = self.until(walker, "s5b", s5_action="a2")
        assert "Сегодня 29 апреля. Суд вернул иск" in page
        assert "Иск вернули: решения комиссии нет" in page
        assert "Этап 6 из 7" in page
        walker.walk(answers(s5_action="a2", s5b_recover="b1") | {"s6.amount": AMOUNTS["returned"]})
        marks = walker.session.scalars(select(Mark).where(Mark.max_points == 8)).all()
        assert Decimal(4) in {mark.points for mark in marks}
        result = walker.session.scalars(select(Result)).one()
        assert result.points == Decimal(76)

    def test_a_stage_that_the_way_passed_by_does_not_exist(self, walker: Walker) -> None:
        self.until(walker, "s6")
        assert walker.client.get(f"{walker.base}?stage=6").status_code == 404
        assert walker.client.get(f"{walker.base}?stage=7").status_code == 404
        n = walker.numbers["s5b.recover"]
        reply = walker.client.put(f"{walker.base}/answers/{n}", json={"seq": 1, "key": "x", "value": "b1"})
        assert (reply.status_code, reply.get_json()["error"]) == (409, "stage_not_open")
        assert walker.client.post(f"{walker.base}/stages/6/lock", data={"sure": "y"}).status_code == 303
        assert walker.stage == "s6"

    def test_certifying_has_no_hints_and_no_explanations(self, walker: Walker) -> None:
        assert "Подсказка" not in walker.page()
        reply = walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="hint"))
        assert reply.status_code == 409
        page = self.until(walker, "s2")
        assert "Тренировка" not in page
        behind = walker.page("?stage=1")
        assert leaks({"behind": behind}) == []

    def test_a_board_on_a_plain_form_comes_back_as_it_was_sent(self, walker: Walker) -> None:
        self.until(walker, "s3")
        walker.client.post(f"{walker.base}/stages/3", data=walker.fields(answers(), act="save"))
        reply = walker.client.get(walker.base).text
        n = walker.numbers["s3.board"]
        chosen = re.search(rf'name="a{n}\.value-c1\.reliability".*?</select>', reply, re.DOTALL)
        assert chosen is not None
        assert re.search(r'value="weak" selected', chosen.group(0))


class TestPractice:
    @pytest.fixture
    def walker(self, session: Session, client: FlaskClient) -> Walker:
        return Walker(session, client, mode="practice")

    def test_a_hint_is_shown_for_its_points(self, walker: Walker) -> None:
        hint = "Сверьте каждое слово работника с документом"
        assert hint not in walker.page()
        for _ in range(2):
            walker.client.post(f"{walker.base}/stages/1", data=walker.fields(answers(), act="hint"))
        assert hint in walker.page()
        court = walker.walk(answers())
        result = walker.session.scalars(select(Result)).one()
        assert (result.points, result.rule["hints"]) == (Decimal(79), "1")
        assert "За подсказки вычтено баллов: 1." in court

    def test_practice_is_nobodys_evidence(self, walker: Walker) -> None:
        heard = []
        with attempt_marked.connected_to(lambda session, **news: heard.append(news)):
            walker.walk(answers())
        assert heard == []

    def test_a_closed_stage_is_explained_at_once_and_the_open_one_is_not(self, walker: Walker) -> None:
        walker.walk_stage(answers())
        behind = walker.page("?stage=1")
        assert "Восемь часов явки подписал тот же начальник" in behind
        later = {each.id for stage in ("s2", "s3", "s4", "s5", "s6") for each in example_case().of_stage(stage)}
        assert not [row for row in leaks({"open": walker.page()}) if row[1] in later or row[1].startswith("court")]


class TestTheStoredWay:
    @pytest.fixture
    def walker(self, session: Session, client: FlaskClient) -> Walker:
        walker = Walker(session, client)
        walker.walk_stage(answers())
        return walker

    def test_every_step_has_its_event(self, walker: Walker) -> None:
        assert list(step_breaks(walker.session)) == []
        assert list(chain_breaks(walker.session)) == []
        kinds = walker.session.scalars(select(AttemptEvent.type).order_by(AttemptEvent.n)).all()
        assert kinds == ["opened", "decided", "stage_locked"]

    def test_a_step_is_never_changed_or_deleted(self, walker: Walker) -> None:
        for act in (update(CaseStep).values(choice="c"), delete(CaseStep)):
            with pytest.raises(DatabaseError, match="append-only"), walker.session.begin_nested():
                walker.session.execute(act.execution_options(synchronize_session=False))

    def test_a_step_that_was_slipped_in_is_found(self, walker: Walker) -> None:
        last = walker.session.scalars(select(CaseStep).order_by(CaseStep.n.desc()).limit(1)).one()
        copied = {
            name: getattr(last, name)
            for name in ("attempt_id", "kind", "mode", "stage_no", "flags", "day", "at", "to_stage_no")
        }
        walker.session.add(CaseStep(**copied, n=last.n + 1))
        walker.session.flush()
        assert [each.what for each in step_breaks(walker.session)] == [f"step {last.n + 1} has no event"]
