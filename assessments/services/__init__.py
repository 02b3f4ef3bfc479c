"""What changes an attempt: starting, saving, locking a stage, submitting, marking, taking over."""

from assessments.services.finish import finish_overdue, submit, submit_if_overdue
from assessments.services.lock import lock_stage
from assessments.services.mark import make_result_again, mark_attempt, release
from assessments.services.save import Place, Saved, Sent, flag, save_answer, store_late, take_over
from assessments.services.start import start_attempt

__all__ = [
    "Place", "Saved", "Sent", "finish_overdue", "flag", "lock_stage", "make_result_again", "mark_attempt", "release", "save_answer", "start_attempt",
    "store_late", "submit", "submit_if_overdue", "take_over",
]  # fmt: skip
