"""Forms of certificates."""

import wtforms
from flask_babel import lazy_gettext
from wtforms.validators import InputRequired, Length

from certificates.rules import REVOKING, Reason
from core.choices import choice
from core.forms import BaseForm, PlainText, clean

REASONS = {
    Reason.EXAM_VIOLATION: lazy_gettext("Нарушение на экзамене"),
    Reason.WRONG_PERSON: lazy_gettext("Выдан не тому человеку"),
    Reason.ISSUED_IN_ERROR: lazy_gettext("Выдан по ошибке"),
    Reason.HOLDER_ASKED: lazy_gettext("По просьбе владельца"),
    Reason.NAME_CORRECTED: lazy_gettext("Исправлено имя"),
    Reason.RENEWED: lazy_gettext("Выдан новый после продления"),
}
"""The words of a class of reason; the first four can be chosen for a revocation."""


class RevokeForm(BaseForm):
    """Why a certificate is revoked."""

    reason_class = wtforms.RadioField(
        lazy_gettext("Причина, её увидят все"),
        choices=[choice(reason.value, REASONS[reason]) for reason in REVOKING],
        validators=[InputRequired(lazy_gettext("Выберите причину"))],
    )
    reason = wtforms.TextAreaField(
        lazy_gettext("Решение"),
        description=lazy_gettext("Номер и день решения, что установлено. Видят только регистраторы."),
        filters=[clean],
        validators=[
            InputRequired(lazy_gettext("Назовите решение")),
            Length(max=1000, message=lazy_gettext("Не больше 1000 знаков")),
            PlainText(),
        ],
    )
