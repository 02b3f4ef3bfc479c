"""The lists that `app.py` registers: blueprints and command groups, one line for each part."""

import reports.cli  # noqa: F401 - adds doctor and audit to `flask admin`
from assessments.cli import assessments as assessments_commands
from assessments.views import bp as assessments
from certificates.cli import certificates as certificates_commands
from certificates.views import bp as certificates
from core.i18n.cli import i18n
from core.serve import serve
from core.worker import worker
from courses.cli import curricula
from courses.views import bp as courses
from demo.cli import demo
from law.views import bp as law
from people.cli import admin
from people.views import bp as people
from qualifications.views import bp as qualifications
from unions.cli import unions as unions_commands
from unions.views import bp as unions

BLUEPRINTS = (unions, people, law, assessments, courses, qualifications, certificates)
COMMANDS = (
    i18n, serve, worker, unions_commands, admin, curricula, assessments_commands, demo, certificates_commands
)  # fmt: skip
