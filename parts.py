"""The blueprints that `app.py` registers, one line for each part."""

from assessments.marking.views import bp as marking
from assessments.views import bp as assessments
from certificates.views import bp as certificates
from courses.views import bp as courses
from law.views import bp as law
from people.views import bp as people
from qualifications.views import bp as qualifications
from unions.views import bp as unions

BLUEPRINTS = (unions, people, law, assessments, marking, courses, qualifications, certificates)
