"""An answer of a running exam survives what happens on the way: no connection, a reload, a second tab, an ended session."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select, update

from assessments.models import Answer, Attempt, AttemptItem
from core import clock
from people.models import Account, SignedSession
from people.services import Names
from tests.browser.answers import Fields, right_answers
from tests.browser.server import Site, new_learner
from tests.browser.walk import EXAM, UNITS, Walk, fill, holds
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def exam(site: Site, opened: Callable[..., BrowserContext]) -> tuple[Walk, str, str]:
    """A learner at the first question of the exam: the walk, the attempt, the login."""
    login = new_learner(site, Names("Сәрсенов", "Бауыржан"))
    context = opened("phone", "ru")
    walk = Walk(context.new_page(), site, Watch(context, site.url))
    walk.look = lambda kind="": None  # type: ignore[method-assign]  # these pages are judged on the whole way
    walk.sign_in(login)
    walk.enrol()
    walk.page.goto(f"{UNITS}/{EXAM}")
    walk.page.locator("form[action='/attempts'] button").click()
    return walk, walk.attempt(), login


def answer_to(walk: Walk, ref: str, n: int = 1) -> Fields:
    """The right answer to a question."""
    with walk.site.look() as session:
        return right_answers(session, ref)[n]


def stored(site: Site, ref: str, n: int) -> list[object]:
    """Every answer that the database holds to a question, the oldest first."""
    with site.look() as session:
        wanted = (
            select(Answer.value)
            .join(AttemptItem, AttemptItem.id == Answer.attempt_item_id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .where(Attempt.ref == ref, AttemptItem.position == n)
        )
        return list(session.scalars(wanted.order_by(Answer.seq)))


def reaches_the_server(walk: Walk, ref: str, n: int) -> None:
    """The outbox sends from any page, so the database alone tells when; the answer is there once."""
    ends = time.monotonic() + 20
    while not stored(walk.site, ref, n) and time.monotonic() < ends:
        walk.page.wait_for_timeout(200)
    assert len(stored(walk.site, ref, n)) == 1


def says(page: Page, state: str) -> None:
    expect(page.locator(f"[data-state={state}]")).to_be_visible(timeout=20000)


def test_an_answer_made_without_connection_survives_a_closed_page(exam: tuple[Walk, str, str]) -> None:
    walk, ref, _ = exam
    page, answer = walk.page, answer_to(walk, ref)
    page.context.set_offline(True)
    fill(walk.question(1), "a1.", answer)
    says(page, "waiting")
    expect(page.locator("[data-state=waiting]")).to_contain_text("на этом устройстве: 1")
    assert stored(walk.site, ref, 1) == []
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"/attempts/{ref}/1")
    says(page, "saved")
    holds(walk.question(1), "a1.", answer)
    assert len(stored(walk.site, ref, 1)) == 1


def test_the_line_comes_back_under_an_open_page(exam: tuple[Walk, str, str]) -> None:
    walk, ref, _ = exam
    walk.page.context.set_offline(True)
    fill(walk.question(1), "a1.", answer_to(walk, ref))
    says(walk.page, "waiting")
    walk.page.context.set_offline(False)
    says(walk.page, "saved")
    assert len(stored(walk.site, ref, 1)) == 1


def test_a_second_tab_takes_over_and_the_first_says_so(exam: tuple[Walk, str, str]) -> None:
    walk, ref, _ = exam
    first, answer = walk.page, answer_to(walk, ref)
    fill(walk.question(1), "a1.", answer)
    says(first, "saved")
    second = Walk(first.context.new_page(), walk.site, walk.watch)
    second.page.goto(f"/attempts/{ref}/2")
    fill(second.question(2), "a2.", answer_to(walk, ref, 2))
    says(second.page, "takenOver")
    second.page.locator("[data-takeover] button").click()
    expect(second.page.locator("[data-takeover]")).to_be_hidden()
    reaches_the_server(walk, ref, 2)
    first.goto(f"/attempts/{ref}/3")
    fill(walk.question(3), "a3.", answer_to(walk, ref, 3))
    says(first, "takenOver")
    expect(first.locator("[data-takeover]")).to_be_visible()
    assert stored(walk.site, ref, 3) == []


def test_an_ended_session_loses_no_answer(exam: tuple[Walk, str, str]) -> None:
    walk, ref, login = exam
    page, answer = walk.page, answer_to(walk, ref)
    with walk.site.work() as session:
        account = session.scalars(select(Account).where(Account.email_key == login)).one()
        mine = update(SignedSession).where(SignedSession.account_id == account.id)
        session.execute(mine.values(ended_at=clock.now()))
    fill(walk.question(1), "a1.", answer)
    says(page, "signedOut")
    expect(page.locator("[data-state=signedOut]")).to_contain_text("Войдите снова")
    assert stored(walk.site, ref, 1) == []
    walk.sign_in(login)
    reaches_the_server(walk, ref, 1)
    page.goto(f"/attempts/{ref}/1")
    holds(walk.question(1), "a1.", answer)
