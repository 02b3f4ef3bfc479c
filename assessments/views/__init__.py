"""Pages of assessments: starting, the exam, the case simulator, results and the receipt."""

from flask import Blueprint

bp = Blueprint("assessments", __name__, template_folder="../templates")

from assessments.views import attempts, cases, exams, results, saving, statistics  # noqa: E402, F401  # they register on `bp`
