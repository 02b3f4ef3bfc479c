"""Forms of qualifications."""

import wtforms
from flask_babel import lazy_gettext
from wtforms.validators import Optional

from core.choices import choice
from core.forms import BaseForm
from qualifications.links import Field

WORDS = {
    Field.NAME: lazy_gettext("Имя"),
    Field.PROGRAMME: lazy_gettext("Действующие квалификации"),
    Field.DATES: lazy_gettext("Даты и срок"),
    Field.COMPETENCIES: lazy_gettext("Уровни компетенций"),
    Field.NUMBER: lazy_gettext("Номер и ссылка на проверку"),
    Field.EXPIRED: lazy_gettext("Истёкшие квалификации"),
    Field.ORGANISATION: lazy_gettext("Организация и должность"),
}
NOTES = {
    Field.NUMBER: lazy_gettext("на странице проверки видно имя"),
    Field.ORGANISATION: lazy_gettext("раскрывает членство в профсоюзе"),
}


class LinkForm(BaseForm):
    """What the public link shows, and until when."""

    fields = wtforms.SelectMultipleField(
        lazy_gettext("Показывать"), choices=[choice(field.value, word) for field, word in WORDS.items()]
    )
    until = wtforms.DateField(lazy_gettext("Действует до"), validators=[Optional()])
