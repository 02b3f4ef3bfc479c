"""Pages of markers, and of learners who appeal."""

from flask import Blueprint

bp = Blueprint("marking", __name__, template_folder="../templates")

from assessments.marking.views import appeals, desk, rescoring, reviews, scripts  # noqa: E402, F401  # they register on `bp`
