"""Pages of qualifications."""

from flask import Blueprint

bp = Blueprint("qualifications", __name__, template_folder="templates")
