"""The page keeps and sends answers by itself: against a small real server that can fail in every documented way."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, g, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf.csrf import validate_csrf
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from core.assets.lookup import published, serve_assets
from core.http import CSP
from core.layout import register_layout
from core.settings import ROOT

pytestmark = pytest.mark.browser

PAGE = """
{% extends "layouts/exam.html" %}
{% from "components/message.html" import saved_state %}
{% from "components/exam.html" import autosave, timer %}
{% from "components/form.html" import opt %}
{% block title %}Экзамен{% endblock %}{% block exam_title %}Экзамен{% endblock %}
{% block exam_state %}{{ saved_state("Ещё нет ответа") }}{% endblock %}
{% block exam_timer %}{{ timer(ends, now, "10:02") }}{% endblock %}
{% block content %}
<form id="q" method="post" action="/next"><div {{ autosave("/attempts/a1", "1", seq, "a1.") }}>
  <input type="hidden" name="a1.key" value="k"><input type="hidden" name="a1.base_seq" value="{{ seq }}" data-base>
  {{ opt("a1.value", "a", "Первый", type="checkbox") }}{{ opt("a1.value", "b", "Второй", type="checkbox") }}
  <label for="ground">Основание</label><textarea id="ground" name="a1.value-ground" data-count="n">{{ ground }}</textarea>
  <span id="n" data-words="написано {}"></span></div>
  <div {{ autosave("/attempts/a1", "2", 0, "a2.") }}><div data-whole>
  {% for name in "xy" %}<label>{{ name }}<select name="a2.value-{{ name }}"><option></option><option>1</option><option>2</option></select></label>{% endfor %}
  </div></div>
  <button type="submit" name="go" value="next">Записать и дальше</button>
</form>
<form method="post" action="/next" data-takeover hidden><input type="hidden" name="tab_id" value=""><button>Продолжить здесь</button></form>
{% endblock %}
"""


@dataclass
class AnswerServer:
    """Stores answers like the real one, and answers with `failure` instead while one is set."""

    url: str = ""
    stored: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    keys: list[str] = field(default_factory=list)
    failure: tuple[int, dict[str, Any]] | None = None
    posted: dict[str, str] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)

    def save(self, n: int) -> ResponseReturnValue:
        """PUT of one answer, by the protocol of the design."""
        sent = request.get_json()
        validate_csrf(request.headers["X-CSRFToken"])
        if self.failure:
            return jsonify(self.failure[1]), self.failure[0]
        if n == 2:
            self.order = sent["value"]["form"]
            return jsonify(seq=1, stored_at="2026-11-22T13:42:10+00:00")
        if sent["key"] not in self.keys:
            if sent["base_seq"] != self.seq:
                return jsonify(error="answer_stale", seq=self.seq), 409
            self.keys.append(sent["key"])
            self.seq, self.stored = sent["seq"], sent["value"]["form"]
        return jsonify(seq=self.seq, stored_at="2026-11-22T13:42:10+00:00")

    def page(self) -> str:
        """The question with what is stored."""
        from datetime import UTC, datetime, timedelta

        now = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
        ends = now + timedelta(minutes=10, seconds=2)
        ground = self.stored.get("value-ground", [""])[0]
        return render_template_string(PAGE, seq=self.seq, ground=ground, now=now, ends=ends)

    def next(self) -> str:
        """What a plain form post brings."""
        self.posted = request.form.to_dict()
        return "<!doctype html><title>next</title><h1>next</h1>"


@pytest.fixture
def server() -> Iterator[AnswerServer]:
    """The server on a free port of this machine."""
    published.cache_clear()
    made = AnswerServer()
    app = Flask("answers", root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="x" * 32, DEMO=False)
    Babel(app, default_locale="ru", locale_selector=lambda: "ru")
    register_layout(app, lambda: g.get("lang", "ru"), "Asia/Almaty")
    app.add_url_rule("/attempts/a1/answers/<int:n>", "save", made.save, methods=["PUT"])
    app.add_url_rule("/", "page", made.page)
    app.add_url_rule("/next", "next", made.next, methods=["POST"])
    app.after_request(lambda response: response.headers.set("Content-Security-Policy", CSP) or response)
    app.wsgi_app = serve_assets(app.wsgi_app)  # type: ignore[method-assign]
    http = make_server("127.0.0.1", 0, app, threaded=True)
    made.url = f"http://127.0.0.1:{http.server_port}/"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield made
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def exam(server: AnswerServer, page: Page) -> Page:
    """The question, open in the browser."""
    page.goto(server.url)
    return page


def state(page: Page) -> Any:
    """The line that says whether the answer is safe."""
    return expect(page.locator("[data-state]"))


def test_an_answer_is_saved_two_seconds_after_the_last_key(server: AnswerServer, exam: Page) -> None:
    exam.get_by_label("Второй").check()
    exam.get_by_label("Основание").fill("пункт 1 статьи 33")
    state(exam).to_contain_text("Сохранено в 18:42", timeout=8000)
    assert server.stored == {"value": ["b"], "value-ground": ["пункт 1 статьи 33"]}
    assert exam.locator("[data-base]").input_value() == str(server.seq)
    expect(exam.locator("#n")).to_have_text("написано 17")


def test_an_answer_made_offline_is_sent_when_the_line_is_back(
    server: AnswerServer, exam: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    exam.get_by_label("Первый").check()
    state(exam).to_contain_text("Связи нет. Ответы на этом устройстве: 1", timeout=8000)
    assert server.seq == 0
    context.set_offline(False)
    state(exam).to_contain_text("Сохранено", timeout=8000)
    assert server.stored["value"] == ["a"]


def test_an_unsent_answer_survives_a_reload_and_is_sent(server: AnswerServer, exam: Page) -> None:
    server.failure = (503, {"error": "not_saved_yet"})
    exam.get_by_label("Основание").fill("текст, который нельзя потерять")
    state(exam).to_contain_text("Не сохранено", timeout=8000)
    exam.goto("about:blank")
    server.failure = None
    exam.goto(server.url)
    state(exam).to_contain_text("Сохранено", timeout=8000)
    assert server.stored["value-ground"] == ["текст, который нельзя потерять"]
    expect(exam.get_by_label("Основание")).to_have_value("текст, который нельзя потерять")


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, "sign_in_needed", "Войдите снова, ответы на этом устройстве: 1"),
        (409, "answer_stale", "Ответ изменён в другой вкладке"),
        (409, "taken_over", "Ответы принимает другая вкладка"),
        (410, "attempt_closed", "Время вышло. Ответ принят как опоздавший"),
        (422, "wrong_shape", "Ответ не принят"),
    ],
)
def test_a_refusal_is_said_and_the_text_stays(
    server: AnswerServer, exam: Page, status: int, error: str, words: str
) -> None:
    server.failure = (status, {"error": error})
    exam.get_by_label("Основание").fill("мой текст")
    state(exam).to_contain_text(words, timeout=8000)
    expect(exam.get_by_label("Основание")).to_have_value("мой текст")


def test_the_form_waits_for_the_outbox_so_that_its_post_is_not_stale(server: AnswerServer, exam: Page) -> None:
    exam.get_by_label("Второй").check()
    exam.get_by_role("button", name="Записать и дальше").click()
    expect(exam.get_by_role("heading", name="next")).to_be_visible()
    assert server.seq == 1
    assert server.posted["a1.base_seq"] == "1"
    assert server.posted["a1.value"] == "b"
    assert server.posted["go"] == "next"


def test_half_an_order_waits_on_the_device_until_it_is_whole(server: AnswerServer, exam: Page) -> None:
    exam.get_by_label("x").select_option("2")
    exam.wait_for_timeout(3500)
    assert server.order == {}
    exam.reload()
    expect(exam.get_by_label("x")).to_have_value("2")
    exam.get_by_label("y").select_option("1")
    state(exam).to_contain_text("Сохранено", timeout=8000)
    assert server.order == {"value-x": ["2"], "value-y": ["1"]}


def test_a_tab_that_lost_the_attempt_offers_to_take_it_back(server: AnswerServer, exam: Page) -> None:
    server.failure = (409, {"error": "taken_over"})
    exam.get_by_label("Первый").check()
    exam.get_by_role("button", name="Продолжить здесь").click(timeout=8000)
    expect(exam.get_by_role("heading", name="next")).to_be_visible()
    assert len(server.posted["tab_id"]) == 32


def test_the_time_left_is_counted_and_spoken_at_ten_minutes(exam: Page) -> None:
    expect(exam.locator("[data-voice]")).to_have_text("Осталось минут: 10", timeout=6000)
    expect(exam.get_by_role("timer").locator("b")).to_have_text("09:58", timeout=6000)


@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_on_the_page_of_a_question(server: AnswerServer, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(server.url)
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].target))") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
