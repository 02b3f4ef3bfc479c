"""Who may begin a case, a check or an exam: those who take its programme; what stands in no programme is open to everybody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessments.models import Attempt
from core import clock
from courses.models import Enrolment
from courses.publishing.load import load
from tests.factories.assessments import make_case, make_exam, make_learner, sign_in
from tests.factories.content import make_folder
from tests.factories.qualifications import make_course
from wires import connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def learner(session: Session, client: FlaskClient, tmp_path: Path) -> FlaskClient:
    """Somebody signed in who takes no programme, beside a programme with a check and an exam."""
    connect()
    load(session, make_folder(tmp_path / "content"), now=NOW)
    return sign_in(session, client, make_learner(session))


def attempts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Attempt)) or 0


@pytest.mark.parametrize("slug", ["w1-exam", "w1-test"])
@pytest.mark.parametrize("edition", [{}, {"edition": "1"}])
def test_what_stands_in_a_programme_begins_after_enrolment_only(
    session: Session, learner: FlaskClient, slug: str, edition: dict[str, str]
) -> None:
    form = {"kind": "exam", "slug": slug, **edition}
    refused = learner.post("/attempts", data=form)
    assert refused.status_code == 403
    assert "Сначала запишитесь на программу" in refused.text
    assert 'href="/programmes/small"' in refused.text
    assert attempts(session) == 0
    learner.post("/programmes/small/enrolment")
    assert learner.post("/attempts", data=form).status_code == 303
    assert attempts(session) == 1


def test_a_case_of_a_programme_asks_for_the_enrolment_too(session: Session, learner: FlaskClient) -> None:
    edition = make_course(session)
    session.commit()
    slug = f"case-{edition.hash}"
    refused = learner.post("/attempts", data={"kind": "case", "slug": slug})
    assert refused.status_code == 403
    assert f'href="/programmes/programme-{edition.hash}"' in refused.text


def test_a_script_is_told_the_code_and_the_programme(session: Session, learner: FlaskClient) -> None:
    refused = learner.post(
        "/attempts", data={"kind": "exam", "slug": "w1-exam"}, headers={"Accept": "application/json"}
    )
    told = refused.get_json()
    assert (refused.status_code, told["error"], told["programme"]) == (403, "enrolment_needed", "small")


def test_who_left_the_programme_begins_nothing_new(session: Session, learner: FlaskClient) -> None:
    learner.post("/programmes/small/enrolment")
    session.execute(update(Enrolment).values(left_at=clock.now()))
    session.commit()
    assert learner.post("/attempts", data={"kind": "exam", "slug": "w1-exam"}).status_code == 403


def test_the_enrolment_of_somebody_else_opens_nothing(session: Session, learner: FlaskClient) -> None:
    learner.post("/programmes/small/enrolment")
    sign_in(session, learner, make_learner(session))
    assert learner.post("/attempts", data={"kind": "exam", "slug": "w1-exam"}).status_code == 403


def test_what_stands_in_no_programme_is_open_for_practice(session: Session, learner: FlaskClient) -> None:
    make_exam(session, slug="practice")
    make_case(session, slug="practice")
    session.commit()
    for kind in ("exam", "case"):
        assert learner.post("/attempts", data={"kind": kind, "slug": "practice"}).status_code == 303
