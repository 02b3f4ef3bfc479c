"""Pages of people: signing in, joining, the own account, and the people of an organisation."""

from flask import Blueprint

import people.messages  # noqa: F401 - names the words of this package's refusals

bp = Blueprint("people", __name__, template_folder="../templates")

from people.views import account, joining, mail, organisation, sign_in, tickets  # noqa: E402, F401 - they add their routes to `bp`
