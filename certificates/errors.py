"""Refusals of this package and their words."""

from flask_babel import lazy_gettext

from core.errors import DomainError
from core.messages import add_messages


class NameNotPrintable(DomainError):
    """The name holds signs that the certificate's fonts cannot draw; `facts["signs"]` names them. Nothing was numbered."""

    status, code = 422, "name_not_printable"


class AlreadyRevoked(DomainError):
    """The certificate was revoked before; a revocation is not changed, only followed by a new certificate."""

    status, code = 409, "already_revoked"


class NotInForce(DomainError):
    """The certificate was replaced or revoked: there is nothing to correct on it."""

    status, code = 409, "not_in_force"


add_messages(
    {
        "name_not_printable": (
            lazy_gettext("Имя нельзя напечатать без ошибки"),
            lazy_gettext("В нём есть знак, которого нет в шрифте сертификата. Попросите администратора организации исправить имя: сертификат будет выдан с той же датой квалификации."),
        ),
        "already_revoked": (
            lazy_gettext("Сертификат уже отозван"),
            lazy_gettext("Отзыв не меняют. Если он был ошибкой, выдайте новый сертификат."),
        ),
        "not_in_force": (
            lazy_gettext("Этот сертификат уже заменён или отозван"),
            lazy_gettext("Исправить можно только действующий. Откройте новый сертификат этого человека."),
        ),
    }
)  # fmt: skip
