"""Components say what they are to everybody: labels, errors tied to their fields, states in words."""

from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient
from wtforms import Form, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from core.choices import choice


class SignIn(Form):
    login = StringField("Почта или телефон", [DataRequired("Введите почту или телефон")], description="Как привыкли")
    kind = RadioField(
        "Кто вы", [DataRequired("Выберите")], choices=[choice("a", "Работник"), choice("b", "Председатель")]
    )
    topics = SelectMultipleField("Темы", choices=[choice("x", "Оплата"), choice("y", "Отпуск")])


class Elements(HTMLParser):
    """All elements of a fragment with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        hits = [values for name, values in self.found if name == tag and wanted.items() <= values.items()]
        assert len(hits) == 1, (tag, wanted, hits)
        return hits[0]


@pytest.fixture
def render(app: Flask) -> Callable[..., str]:
    def _render(source: str, **values: object) -> str:
        with app.test_request_context("/"):
            return render_template_string(source, **values)

    return _render


FORM = '{% from "components/form.html" import field, error_summary %}'


def test_a_field_names_its_error_and_its_hint_to_a_screen_reader(render: Callable[..., str]) -> None:
    form = SignIn()
    form.validate()
    page = Elements(render(FORM + "{{ field(form.login, autocomplete='username') }}", form=form))
    control = page.one("input", id="login")
    assert page.one("label")["for"] == "login"
    assert control["aria-describedby"] == "login-error login-hint"
    assert control["aria-invalid"] == "true"
    assert control["autocomplete"] == "username"
    assert page.one("p", id="login-error")
    assert page.one("span", id="login-hint")


def test_a_field_without_fault_says_nothing_of_one(render: Callable[..., str]) -> None:
    html = render(FORM + "{{ field(form.login) }}", form=SignIn(login="a@b.kz"))
    assert "aria-invalid" not in html
    assert Elements(html).one("input")["aria-describedby"] == "login-hint"


def test_a_choice_is_a_group_with_a_legend_and_a_label_for_each_option(render: Callable[..., str]) -> None:
    form = SignIn()
    form.validate()
    html = render(FORM + "{{ field(form.kind) }}{{ field(form.topics) }}", form=form)
    page = Elements(html)
    assert page.one("fieldset", **{"aria-describedby": "kind-error"})
    assert html.index("<legend") < html.index("Кто вы") < html.index("Выберите")
    radios = [values for tag, values in page.found if tag == "input" and values["type"] == "radio"]
    assert [(each["name"], each["value"]) for each in radios] == [("kind", "a"), ("kind", "b")]
    boxes = [values for tag, values in page.found if tag == "input" and values["type"] == "checkbox"]
    assert [each["name"] for each in boxes] == ["topics", "topics"]
    labelled = {values.get("for") for tag, values in page.found if tag == "label"}
    assert {each["id"] for each in radios + boxes} <= labelled


def test_the_summary_leads_to_each_wrong_field(render: Callable[..., str]) -> None:
    form = SignIn()
    form.validate()
    page = Elements(render(FORM + "{{ error_summary(form) }}", form=form))
    assert page.one("div", role="alert")["tabindex"] == "-1"
    assert [values["href"] for tag, values in page.found if tag == "a"] == ["#login", "#kind-0"]
    assert render(FORM + "{{ error_summary(form) }}", form=SignIn()) == ""


def test_text_of_people_never_becomes_markup(render: Callable[..., str]) -> None:
    source = (
        '{% from "components/message.html" import alert, badge %}{% from "components/button.html" import button %}'
        "{{ alert('info', text, text) }}{{ badge(text) }}{{ button(text, attrs={'data-x': text}) }}"
    )
    html = render(source, text='<img src=x onerror="1">')
    assert "<img" not in html
    assert 'onerror="' not in html


@pytest.mark.parametrize(("level", "word"), [(0, "нет оценки"), (2, "с подсказкой"), (4, "уверенно")])
def test_a_level_always_has_its_word(render: Callable[..., str], level: int, word: str) -> None:
    html = render('{% from "components/progress.html" import levels %}{{ levels(level) }}', level=level)
    assert word in html
    assert f'data-level="{level}"' in html


def test_the_map_of_questions_says_each_state_in_words(render: Callable[..., str]) -> None:
    items = [
        {"number": 1, "href": "?q=1", "answered": True, "flagged": True, "current": False},
        {"number": 2, "href": "?q=2", "answered": False, "flagged": False, "current": True},
    ]
    html = render('{% from "components/exam.html" import qnav %}{{ qnav(items, "Вопросы") }}', items=items)
    assert '1<span class="sr-only">, с ответом, отмечен</span>' in html
    assert 'aria-current="true">2<span class="sr-only">, без ответа</span>' in html


def test_a_norm_that_changed_says_so(render: Callable[..., str]) -> None:
    source = '{% from "components/norm.html" import norm %}{{ norm("ст. 155 ТК РК", "#norm-155", changed=changed) }}'
    assert "(норма изменилась)" in render(source, changed=True)
    assert "изменилась" not in render(source, changed=False)


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/2"])
def test_the_catalogue_shows_every_component_in_each_language(client: FlaskClient, address: str) -> None:
    for lang in ("ru", "kk", "en"):
        client.set_cookie("lang", lang)
        assert client.get(address).status_code == 200


def test_the_catalogue_exists_in_demonstration_mode_only(app: Flask, client: FlaskClient) -> None:
    app.config["DEMO"] = False
    assert client.get("/styleguide").status_code == 404


def test_a_change_of_theme_returns_to_the_page_and_is_remembered(client: FlaskClient) -> None:
    reply = client.post("/theme", data={"theme": "dark", "next": "/styleguide?x=1"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/styleguide?x=1")
    page = client.get("/styleguide").text
    assert '<html lang="ru" data-bs-theme="dark">' in page
    assert 'name="theme" value="light"' in page


def test_a_change_of_language_works_on_an_error_page_too(client: FlaskClient) -> None:
    client.post("/language", data={"lang": "kk", "next": "/"})
    reply = client.get("/no-such-page")
    assert reply.status_code == 404
    assert '<html lang="kk"' in reply.text
    assert "Мұндай бет жоқ" in reply.text or "бет жоқ" in reply.text


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (None, []),
        ((), []),
        (("org_admin",), ["Организации"]),
        (("system_admin",), ["Письма"]),
        (("federation_admin", "system_admin"), ["Организации", "Письма"]),
    ],
)
def test_the_menu_offers_only_what_the_role_may_open(
    app: Flask, roles: tuple[str, ...] | None, words: list[str]
) -> None:
    with app.test_request_context("/"):
        if roles is not None:
            actor = SimpleNamespace(name="Дана Касымова", is_staff=bool(roles), roles=frozenset(roles))
            g.ctx = SimpleNamespace(actor=actor)
        html = render_template_string('{% from "components/frame.html" import topbar %}{{ topbar(here()) }}')
    assert [word for word in ("Организации", "Письма") if word in html] == words
    assert ("Войти" in html) == (roles is None)
