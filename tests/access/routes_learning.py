"""The routes of courses, assessments, qualifications and certificates: what is one's own stays one's own, whatever the role."""

from datetime import UTC, datetime, timedelta

from access.actors import Role
from tests.access.routes import ANYONE, SIGNED_IN, Route

REGISTER = frozenset({Role.FEDERATION_ADMIN.value, Role.REGISTRAR.value})
EXAM, CASE, RESULT, COURT = ({"ref": kind} for kind in ("exam", "case", "result", "court"))
UNIT = {"programme": "programme", "unit": "unit"}
OPEN, CLOSED = ({"programme": "small", "unit": unit} for unit in ("w1-first", "w1-second"))
REASON = {"reason_class": "wrong_person", "reason": "Решение 1"}
SURE = {"sure": "y"}
SOON = datetime.now(UTC) + timedelta(days=20)

ATTEMPTS = (
    Route("assessments.start", "POST", SIGNED_IN, (303,), form={"kind": "exam", "slug": "w1-exam"}),
    Route("assessments.show", "GET", SIGNED_IN, things=EXAM),
    Route("assessments.question", "GET", SIGNED_IN, things=EXAM, fixed={"n": 1}),
    Route("assessments.answer", "POST", SIGNED_IN, (303,), EXAM, {"a1.value": "b", "a1.key": "k"}, {"n": 1}),
    Route(
        "assessments.save", "PUT", SIGNED_IN, (200,), EXAM, fixed={"n": 1}, sent={"seq": 1, "key": "k", "value": "b"}
    ),
    Route("assessments.answers", "GET", SIGNED_IN, things=EXAM),
    Route("assessments.takeover", "POST", SIGNED_IN, (303,), EXAM, {"tab_id": "tab-1"}),
    Route("assessments.ending", "GET", SIGNED_IN, things=EXAM),
    Route("assessments.end", "POST", SIGNED_IN, (303,), EXAM, SURE),
    Route("assessments.result", "GET", SIGNED_IN, things=RESULT),
    Route("assessments.save_stage", "POST", SIGNED_IN, (303,), CASE, {"a1.key": "k1", "a2.key": "k2"}, {"stage": 1}),
    Route("assessments.locking", "GET", SIGNED_IN, things=CASE, fixed={"stage": 1}),
    Route("assessments.lock", "POST", SIGNED_IN, (303,), CASE, SURE, {"stage": 1}),
    # The question is no decision: whose decision may be taken, tests/assessments/test_case_journey.py holds.
    Route("assessments.deciding", "GET", SIGNED_IN, (404,), CASE, fixed={"n": 1}),
    Route("assessments.decide", "POST", SIGNED_IN, (404,), CASE, SURE, {"n": 1}),
    Route("assessments.decision", "GET", SIGNED_IN, things=COURT),
)
COURSES = (
    Route("courses.learn", "GET", SIGNED_IN),
    Route("courses.enrolment", "POST", SIGNED_IN, (303,), fixed={"programme": "small"}),
    Route("courses.unit", "GET", ANYONE, fixed=OPEN),
    Route("courses.unit", "GET", SIGNED_IN, fixed=CLOSED),
    Route("courses.unit", "GET", SIGNED_IN, fixed={"programme": "small", "unit": "w1-exam"}),
    Route("courses.norms", "GET", ANYONE, fixed=OPEN),
    Route("courses.norms", "GET", SIGNED_IN, fixed=CLOSED),
    Route("courses.check", "POST", ANYONE, (200,), form={"w1-c1-value": "a"}, fixed={**OPEN, "check": "w1-c1"}),
    Route("courses.check", "POST", SIGNED_IN, (200,), form={"w1-c2-value": "a"}, fixed={**CLOSED, "check": "w1-c2"}),
    Route("courses.place", "POST", SIGNED_IN, (204,), UNIT, {"section": "s1", "share": "50"}),
    Route("courses.note", "POST", SIGNED_IN, (303,), UNIT, {"note": "Заметка"}),
    Route("courses.done", "POST", SIGNED_IN, (303,), UNIT),
)
RECORDS = (
    Route("qualifications.record", "GET", SIGNED_IN),
    Route("qualifications.share", "POST", SIGNED_IN, (303,), form={"fields": "programme", "until": f"{SOON:%Y-%m-%d}"}),
    Route("qualifications.unshare", "POST", SIGNED_IN, (404,)),
    Route("certificates.issue_own", "POST", SIGNED_IN, (303,)),
    Route("certificates.download", "GET", SIGNED_IN, (202,), {"number": "certificate"}),
    Route("certificates.revoke", "GET", REGISTER, things={"number": "charge"}),
    Route("certificates.revoke_post", "POST", REGISTER, (303,), {"number": "charge"}, REASON),
)
LEARNING = (*ATTEMPTS, *COURSES, *RECORDS)
