"""Pages of law."""

from flask import Blueprint

bp = Blueprint("law", __name__, template_folder="templates")
