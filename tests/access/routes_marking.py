"""The routes of marking and of appeals: scripts in the marker's scope, the learner's own appeal."""

from access.actors import Role
from tests.access.routes import SIGNED_IN, Route

MARKERS = frozenset({Role.MARKER.value})
LEADERS = frozenset({Role.FEDERATION_ADMIN.value})
SCRIPT, REVIEW, RESULT = ({"ref": kind} for kind in ("script", "appealed", "result"))
NO_EDITION = {"edition_id": "session"}
"""A number that nothing has: which editions may be rescored is held by tests/marking."""

MARKING = (
    Route("marking.desk", "GET", MARKERS),
    Route("marking.languages", "POST", MARKERS, (303,), form={"language": "ru"}),
    Route("marking.agreement", "GET", MARKERS),
    Route("marking.comments", "GET", MARKERS),
    Route("marking.keep", "POST", MARKERS, (303,), form={"text": "Замечание"}),
    Route("marking.stop", "POST", MARKERS, (303,), {"ref": "remark"}),
    Route("marking.script", "GET", MARKERS, things=SCRIPT),
    Route("marking.hold", "POST", MARKERS, (303,), SCRIPT),
    Route("marking.give_back", "POST", MARKERS, (303,), SCRIPT),
    Route("marking.mark", "POST", MARKERS, (409,), SCRIPT, {"level-k1": "1"}),
    Route("marking.appeal", "GET", SIGNED_IN, things=RESULT),
    Route("marking.make_appeal", "POST", SIGNED_IN, (422,), RESULT, {"reason": "Нет"}),
    Route("marking.review", "GET", MARKERS, things=REVIEW),
    Route("marking.hold_appeal", "POST", MARKERS, (303,), REVIEW),
    Route("marking.return_appeal", "POST", MARKERS, (303,), REVIEW),
    Route("marking.decide", "POST", MARKERS, (409,), REVIEW, {"q1-points": "1"}),
    Route("marking.rescoring", "GET", LEADERS),
    Route("marking.dry_run", "GET", frozenset(), (404,), NO_EDITION),
    Route("marking.rescore", "POST", frozenset(), (404,), NO_EDITION),
)
