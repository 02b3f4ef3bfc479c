"""A written answer on its way: put before markers, taken, marked, read by its author."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from assessments.chains import chain_breaks
from assessments.marking.models import Allocation, Hold, Round, Script, ScriptMark
from assessments.models import Attempt, AttemptEvent, AttemptState, Mark, Result
from core.models import Mail
from tests.factories.assessments import make_case
from tests.marking.world import (
    account_of,
    essay_exam,
    make_marker,
    make_member,
    script_of,
    sheet,
    submitted,
)


def events(session, attempt):
    rows = select(AttemptEvent.type).where(AttemptEvent.attempt_id == attempt.id).order_by(AttemptEvent.n)
    return list(session.scalars(rows))


def test_a_written_answer_goes_from_the_author_to_a_marker_and_back(session, sign_in, client, side, author, marker):
    attempt = submitted(session, essay_exam(session), author)
    script = script_of(session, attempt)
    sign_in(account_of(session, marker))
    desk = client.get("/marking")
    assert script.code in desk.text
    assert "Для вас" in desk.text
    free = client.get(f"/marking/{script.ref}")
    assert "ТЕКСТ-ОТВЕТА" in free.text
    assert "MODEL-ANSWER" in free.text
    assert 'name="level-k1"' not in free.text
    assert client.post(f"/marking/{script.ref}/hold").status_code == 303
    page = client.get(f"/marking/{script.ref}")
    for word in ("LEVEL-0", "LEVEL-3", "MODEL-ANSWER", 'name="level-k1"'):
        assert word in page.text
    stored = client.post(f"/marking/{script.ref}", data=sheet(3))
    assert stored.location.endswith("/marking")
    session.expire_all()
    assert session.get_one(Attempt, attempt.id).state == AttemptState.RELEASED
    results = session.scalars(select(Result).order_by(Result.version)).all()
    assert [(each.version, each.points, each.waiting_points) for each in results] == [(1, 0, 4), (2, 4, 0)]
    assert results[-1].passed is True
    assert results[-1].by_competency["claim-drafting"]["points"] == "4"
    assert events(session, attempt)[-5:] == ["script_opened", "script_taken", "script_marked", "marked", "released"]
    assert list(chain_breaks(session)) == []
    assert session.scalars(select(Mail.subject)).all() == ["Ваша работа проверена"]
    sign_in(account_of(session, author))
    read = client.get(f"/attempts/{attempt.ref}/result")
    for word in ("LEVEL-3", "ОТЗЫВ", "Оценка по критериям", "Норма названа", "Экзамен сдан"):
        assert word in read.text
    assert "Проверкин" not in read.text


def test_the_marker_never_sees_who_wrote_it(session, sign_in, client, side, author, marker):
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    for path in ("/marking", f"/marking/{script.ref}"):
        page = client.get(path).text
        assert "СЕКРЕТНОВ" not in page
        assert author.ref not in page
        assert side.primaries[0].ref not in page


def test_a_second_marker_is_told_by_code_who_has_it(session, sign_in, client, side, author, marker):
    other = make_marker(session, side.federation)
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    code = client.get("/marking").text.split('<p class="num strong u-mb-2">')[1].split("<")[0]
    sign_in(account_of(session, other))
    refused = client.post(f"/marking/{script.ref}/hold")
    assert refused.status_code == 409
    assert f"Работа у проверяющего {code}" in refused.text
    assert "Проверкин" not in refused.text.split("<main")[1]
    assert client.post(f"/marking/{script.ref}", data=sheet()).status_code == 409
    assert session.scalars(select(ScriptMark)).all() == []


def test_taking_twice_keeps_one_hold_and_giving_back_frees_it(session, sign_in, client, side, author, marker):
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    for _ in range(2):
        assert client.post(f"/marking/{script.ref}/hold").status_code == 303
    assert session.scalar(select(func.count()).select_from(Hold)) == 1
    for _ in range(2):
        assert client.post(f"/marking/{script.ref}/return").status_code == 303
    assert client.post(f"/marking/{script.ref}", data=sheet()).status_code == 409
    assert client.post(f"/marking/{script.ref}/hold").status_code == 303


def test_a_script_left_lying_for_a_day_may_be_taken_by_another(session, sign_in, client, side, author, marker):
    other = make_marker(session, side.federation)
    script = script_of(session, submitted(session, essay_exam(session), author))
    long_ago = datetime.now(UTC) - timedelta(hours=25)
    session.add(Hold(script_id=script.id, round=Round.FIRST, marker_id=marker.id, taken_at=long_ago))
    sign_in(account_of(session, other))
    assert client.post(f"/marking/{script.ref}/hold").status_code == 303
    sign_in(account_of(session, marker))
    assert client.post(f"/marking/{script.ref}", data=sheet()).status_code == 409


def test_an_incomplete_sheet_stores_nothing_and_keeps_what_was_typed(session, sign_in, client, side, author, marker):
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    refused = client.post(f"/marking/{script.ref}", data={"comment": "НАБРАНО", "go": "next"})
    assert refused.status_code == 422
    assert "Выберите уровень" in refused.text
    assert "НАБРАНО" in refused.text
    strange = client.post(f"/marking/{script.ref}", data=sheet() | {"level-k1": "9"})
    assert strange.status_code == 422
    foreign = client.post(f"/marking/{script.ref}", data=sheet() | {"remark-text": "Да", "norm-text": "tk-999"})
    assert foreign.status_code == 422
    unknown = client.post(f"/marking/{script.ref}", data=sheet(points="4", person="1"))
    assert unknown.status_code == 400
    assert session.scalars(select(ScriptMark)).all() == []


def test_a_marked_script_is_closed_and_a_mark_is_never_changed(session, sign_in, client, side, author, marker):
    other = make_marker(session, side.federation)
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    client.post(f"/marking/{script.ref}", data=sheet())
    assert client.post(f"/marking/{script.ref}", data=sheet()).status_code == 409
    assert client.post(f"/marking/{script.ref}/hold").status_code == 409
    assert "Ваша оценка" in client.get(f"/marking/{script.ref}").text
    sign_in(account_of(session, other))
    assert client.post(f"/marking/{script.ref}/hold").status_code == 409
    assert "Работа проверена" in client.get(f"/marking/{script.ref}").text


def test_the_next_script_is_taken_with_the_same_act(session, sign_in, client, side, author, marker):
    edition = essay_exam(session)
    first = script_of(session, submitted(session, edition, author))
    second = script_of(session, submitted(session, edition, make_member(session, side.primaries[1])))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{first.ref}/hold")
    moved = client.post(f"/marking/{first.ref}", data=sheet(go="next"))
    assert moved.location.endswith(second.ref)
    assert 'name="level-k1"' in client.get(moved.location).text


def test_desk_and_script_need_few_statements_however_many_wait(session, sign_in, client, side, marker, count_queries):
    edition = essay_exam(session)
    scripts = [
        script_of(session, submitted(session, edition, make_member(session, side.primaries[0]))) for _ in range(12)
    ]
    sign_in(account_of(session, marker))
    client.post(f"/marking/{scripts[0].ref}/hold")
    client.get("/marking")
    count_queries()
    client.get("/marking")
    assert len(count_queries()) <= 9
    client.get(f"/marking/{scripts[0].ref}")
    assert len(count_queries()) <= 22


def test_the_author_of_a_case_reads_levels_and_comment_beside_the_model(session, sign_in, client, side, author, marker):
    make_case(session, slug="order-case")
    sign_in(account_of(session, author))
    case = client.post("/attempts", data={"kind": "case", "slug": "order-case", "language": "ru"}).location
    client.post(f"{case}/stages/1/lock", data={"sure": "y"})
    client.post(f"{case}/stages/2", data={"a3.value-text": "Моя позиция", "a3.key": "x3", "a3.base_seq": "0"})
    client.post(f"{case}/stages/2/lock", data={"sure": "y"})
    assert "Не согласны с оценкой" not in client.get(f"{case}/decision").text
    script = session.scalars(select(Script)).one()
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    page = client.get(f"/marking/{script.ref}").text
    assert "COURT-1" in page
    remarked = sheet(2, **{"remark-text": "ЗАМЕЧАНИЕ-К-МЕСТУ"})
    assert client.post(f"/marking/{script.ref}", data=remarked).status_code == 303
    sign_in(account_of(session, author))
    read = client.get(f"{case}/decision").text
    for word in ("LEVEL-2", "ОТЗЫВ", "ЗАМЕЧАНИЕ-К-МЕСТУ", "Не согласны с оценкой", "3 из 4"):
        assert word in read.replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_written_answer_needs_nobody(session, side, author):
    attempt = submitted(session, essay_exam(session), author, text="")
    assert session.scalars(select(Script)).all() == []
    assert session.get_one(Attempt, attempt.id).state == AttemptState.RELEASED


def test_remarks_of_the_store_are_put_behind_the_comment(session, sign_in, client, side, author, marker):
    edition = essay_exam(session)
    first = script_of(session, submitted(session, edition, author))
    second = script_of(session, submitted(session, edition, make_member(session, side.primaries[1])))
    sign_in(account_of(session, marker))
    assert client.post("/marking/comments", data={"text": ""}).status_code == 422
    client.post("/marking/comments", data={"text": "ИЗ-ЗАПАСА"})
    client.post(f"/marking/{first.ref}/hold")
    page = client.get(f"/marking/{first.ref}").text
    ref = page.split('name="stock" id="stock-1" value="')[1].split('"')[0]
    client.post(f"/marking/{first.ref}", data=sheet(stock=ref, keep="y"))
    assert (
        session.scalars(select(Mark.comment).where(Mark.marker_id.is_not(None))).one()
        == "ОТЗЫВ: норма названа\n\nИЗ-ЗАПАСА"
    )
    client.post(f"/marking/{second.ref}/hold")
    assert "ОТЗЫВ: норма названа" in client.get(f"/marking/{second.ref}").text
    assert client.post(f"/marking/comments/{ref}/end").status_code == 303
    assert "ИЗ-ЗАПАСА" not in client.get("/marking/comments").text.replace("ОТЗЫВ: норма названа\n\nИЗ-ЗАПАСА", "")
    other = make_marker(session, side.federation)
    sign_in(account_of(session, other))
    assert client.post(f"/marking/comments/{ref}/end").status_code == 404


def test_a_marker_chooses_languages_and_keeps_at_least_one(session, sign_in, client, side, author, marker):
    script = script_of(session, submitted(session, essay_exam(session), author, language="kk"))
    assert session.scalars(select(Allocation)).all() == []
    sign_in(account_of(session, marker))
    assert script.code not in client.get("/marking").text
    client.post("/marking/languages", data={"language": ["ru", "kk"]})
    assert script.code in client.get("/marking").text
    client.post("/marking/languages", data={})
    assert script.code in client.get("/marking").text


def test_points_of_a_mark_are_decimal_to_the_hundredth(session, sign_in, client, side, author, marker):
    script = script_of(session, submitted(session, essay_exam(session), author))
    sign_in(account_of(session, marker))
    client.post(f"/marking/{script.ref}/hold")
    client.post(f"/marking/{script.ref}", data=sheet(1))
    mark = session.scalars(select(Mark).where(Mark.marker_id.is_not(None))).one()
    assert mark.points == Decimal("1.00")
    assert mark.by_part["levels"] == {"k1": [1]}
