"""The lists that `app.py` registers: blueprints and command groups, one line for each part."""

from assessments.views import bp as assessments
from certificates.views import bp as certificates
from core.i18n.cli import i18n
from core.serve import serve
from core.worker import worker
from courses.cli import curricula
from courses.views import bp as courses
from law.views import bp as law
from people.views import bp as people
from qualifications.views import bp as qualifications
from unions.views import bp as unions

BLUEPRINTS = (unions, people, law, assessments, courses, qualifications, certificates)
COMMANDS = (i18n, serve, worker, curricula)
