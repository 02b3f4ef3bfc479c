"""What the page of a passed exam says of the certificate and of levels; who knows them is a package above."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from assessments import standing
from assessments.queries.texts import Words
from assessments.standing import Stage, Standing, Unit
from tests.factories.assessments import make_exam, make_learner, sign_in

TITLE = Words("HR и право, модуль 1")
MISSING = (Unit(Words("Трудовой договор"), "/learn/hr/w1-contract"), Unit(Words("Дело"), "/learn/hr/w1-case"))


def result(client: FlaskClient, session: Session, *, answer: str = "b") -> str:
    make_exam(session, slug="final")
    sign_in(session, client, make_learner(session))
    attempt = client.post("/attempts", data={"kind": "exam", "slug": "final", "language": "ru"}).location
    for n in (1, 2, 3):
        client.post(f"{attempt}/{n}", data={f"a{n}.value": answer, f"a{n}.key": f"k{n}", f"a{n}.base_seq": "0"})
    return client.get(client.post(f"{attempt}/submission", data={"sure": "y"}).location).text


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch):
    """Let the package above say this."""

    def tell(given: Standing | None) -> None:
        monkeypatch.setattr(standing, "_sources", [lambda *asked: given])

    return tell


@pytest.mark.parametrize(
    ("found", "words", "way"),
    [
        (Standing(TITLE, Stage.MISSING, {}, False, MISSING), "Экзамен сдан. До сертификата 2 шага", "/learn/hr/w1-contract"),
        (Standing(TITLE, Stage.MAKING, {}, True, number="KZ-2026-000001-7", code="A"), "Сертификат готовится", "KZ-2026-000001-7.pdf"),
        (Standing(TITLE, Stage.READY, {}, True, number="KZ-2026-000001-7", code="A"), "Сертификат готов", "KZ-2026-000001-7.pdf"),
        (Standing(TITLE, Stage.REFUSED, {}, True), "Имя нельзя напечатать без ошибки", "/record"),
        (Standing(TITLE, Stage.AWARDED, {}, True), "сертификат ещё не выдан", "/record"),
        (Standing(TITLE, Stage.ENDED, {}, True), "больше не действует", "/record"),
    ],
    ids=lambda each: each.stage if isinstance(each, Standing) else "",
)  # fmt: skip
def test_a_passed_exam_says_how_far_the_certificate_is(client, session, told, found: Standing, words: str, way: str):
    told(found)
    page = result(client, session)
    assert words in page
    step = page[page.index("Следующий шаг") :].split("</section>")[0]
    assert way in step


def test_the_level_reached_stands_in_words_beside_the_points(client, session, told):
    told(Standing(TITLE, Stage.MISSING, {"law-sources": 3}, False, MISSING))
    page = result(client, session)
    table = page[page.index("Баллы по компетенциям") :].split("</table>")[0]
    assert "самостоятельно" in table
    assert "Уровни по баллам этого экзамена" in page


def test_an_exam_that_is_not_passed_promises_nothing(client, session, told):
    told(Standing(TITLE, Stage.READY, {"deadlines": 3}, True, number="KZ-2026-000001-7"))
    page = result(client, session, answer="a")
    assert "Порог пока не достигнут" in page
    assert "KZ-2026" not in page
    assert "Уровень" not in page
