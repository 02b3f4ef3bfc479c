"""Letters to the author of a work: it is marked, the appeal is decided. What was given is read after signing in."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from assessments.marking.models import Appeal
from assessments.models import Attempt
from core.mail import write_mail
from core.models import Mail
from core.settings import Settings
from people.models import Person


def _address(endpoint: str, ref: str) -> str:
    """A page of an attempt under the configured address, also outside of a request."""
    settings: Settings = current_app.extensions["settings"]
    paths = {"result": f"/attempts/{ref}/result", "appeal": f"/attempts/{ref}/appeal"}
    return settings.public_url + paths[endpoint]


def write_marked(session: Session, attempt: Attempt, *, now: datetime) -> Mail | None:
    """The written part is marked; None for somebody who cannot be reached."""
    person = session.get_one(Person, attempt.person_id)
    with force_locale(person.language):
        subject = gettext("Ваша работа проверена")
        text = gettext(
            "Проверяющий поставил баллы за письменную часть. Баллы, критерии и замечания стоят на странице результата:\n%(url)s",
            url=_address("result", attempt.ref),
        )
    return _write(session, person, f"marked:{attempt.id}", subject, text, now)


def write_decided(session: Session, appeal: Appeal, attempt: Attempt, *, now: datetime) -> Mail | None:
    """The appeal is decided; None for somebody who cannot be reached."""
    person = session.get_one(Person, attempt.person_id)
    with force_locale(person.language):
        subject = gettext("Решение по вашей апелляции")
        text = gettext(
            "Вашу апелляцию рассмотрел другой проверяющий. Решение с причинами стоит здесь:\n%(url)s",
            url=_address("appeal", attempt.ref),
        )
    return _write(session, person, f"appeal:{appeal.id}", subject, text, now)


def _write(session: Session, person: Person, key: str, subject: str, text: str, now: datetime) -> Mail | None:
    if not person.email and not person.phone:
        return None
    recipient = person.email or f"tel:{person.phone}"
    return write_mail(
        session, key=key, recipient=recipient, language=person.language, subject=subject, text=text, now=now
    )
