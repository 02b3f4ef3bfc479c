"""Pages of unions."""

from flask import Blueprint

bp = Blueprint("unions", __name__, template_folder="templates")
