"""The rules that `make check` reads line by line: each sees its breach and lets the right form pass."""

import pytest

from scripts.rules import faults


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("law/templates/law/norm.html", "{{ norm.text | safe }}"),
        ("law/templates/law/norm.html", '<p style="color: red">'),
        ("law/templates/law/norm.html", "<script>go()</script>"),
        ("law/templates/law/norm.html", '<button onclick="go()">'),
        ("law/templates/law/norm.html", '<img src="https://example.org/a.png">'),
        ("law/queries.py", 'session.execute(text(f"SELECT {name}"))'),
        ("law/views.py", "return Markup(body)"),
        ("core/jobs.py", "pickle.loads(data)"),
        ("docs/running.md", "cd " + "/home/" + "person/tirek"),
    ],
)
def test_a_breach_is_named_with_its_line(name: str, line: str) -> None:
    found = faults(name, f"first\n{line}\n")
    assert len(found) == 1
    assert found[0].startswith(f"{name}:2: ")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("law/templates/law/norm.html", "{{ norm.html | safe }}{# sanitised: core.markdown #}"),
        ("law/templates/law/norm.html", '<script src="/static/a.js" defer></script>'),
        ("law/templates/law/norm.html", '<a href="https://adilet.zan.kz/">'),
        ("law/queries.py", 'session.execute(text("SELECT 1"))'),
        ("law/views.py", "return Markup(body)  # sanitised: core.markdown"),
        ("law/views.py", 'return Markup("<b></b>")'),
    ],
)
def test_the_right_form_passes(name: str, line: str) -> None:
    assert faults(name, line) == []
