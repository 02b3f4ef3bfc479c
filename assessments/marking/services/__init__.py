"""What changes scripts and appeals: opening, taking, giving back, marking, settling, appealing, deciding."""

from assessments.marking.services.appeal import make_appeal
from assessments.marking.services.decide import PlaceGiven, decide
from assessments.marking.services.hold import give_back, hold_of, take, take_appeal
from assessments.marking.services.mark import Remark, Sheet, mark_script
from assessments.marking.services.open import open_scripts
from assessments.marking.services.profile import keep_comment, marker_of, set_languages, stop_comment

__all__ = [
    "PlaceGiven", "Remark", "Sheet", "decide", "give_back", "hold_of", "keep_comment", "make_appeal", "mark_script", "marker_of",
    "open_scripts", "set_languages", "stop_comment", "take", "take_appeal",
]  # fmt: skip
