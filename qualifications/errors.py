"""Refusals of this package and their words."""

from flask_babel import lazy_gettext

from core.errors import DomainError
from core.messages import add_messages


class EvidenceMissing(DomainError):
    """An award was asked for, and what it must rest on is not stored; `facts` name the missing units and the exam."""

    status, code = 409, "evidence_missing"


class LinkRefused(DomainError):
    """A public link that would show nothing, or that would end before it begins."""

    status, code = 422, "link_refused"


add_messages(
    {
        "evidence_missing": (
            lazy_gettext("Для квалификации пока не хватает оснований"),
            lazy_gettext("Нужны все обязательные шаги модуля и сданный экзамен. Что уже сделано, сохранено."),
        ),
        "link_refused": (
            lazy_gettext("Ссылка не создана"),
            lazy_gettext("Отметьте хотя бы одно поле и день не раньше сегодняшнего. Прежняя ссылка осталась как была."),
        ),
    }
)
