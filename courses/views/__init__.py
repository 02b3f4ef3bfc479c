"""Pages of courses: what anybody may see of a programme, and the learner's own way through it."""

from flask import Blueprint

bp = Blueprint("courses", __name__, template_folder="../templates")

from courses.views import catalogue, learning, lesson  # noqa: E402, F401 - the routes register themselves on `bp`
