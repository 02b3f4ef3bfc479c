"""The letters of this package: each in the language of its reader, with links from the configured address."""

from datetime import datetime

from flask import url_for
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from core.mail import write_mail
from core.models import Mail
from people.models import Account, JoinRequest, Person


def write_invitation(session: Session, person: Person, link: str, now: datetime) -> Mail:
    """The letter of invitation; for a person with a phone only it waits for the administrator."""
    with force_locale(person.language):
        return write_mail(
            session,
            key=f"invite:{person.id}:{now.timestamp()}",
            recipient=person.email or f"tel:{person.phone}",
            language=person.language,
            subject=gettext("Приглашение в Тірек"),
            text=gettext(
                "Вас пригласили учиться. Откройте ссылку и придумайте пароль, она действует 24 часа:\n%(url)s", url=link
            ),
            now=now,
        )


def write_reset(session: Session, account: Account, link: str, now: datetime) -> Mail:
    """The letter with the link to a new password."""
    with force_locale(account.language):
        return write_mail(
            session,
            key=f"reset:{account.id}:{now.timestamp()}",
            recipient=account.email_key or f"tel:{account.phone_key}",
            language=account.language,
            subject=gettext("Новый пароль для Тірек"),
            text=gettext(
                "Кто-то, вероятно вы, попросил новый пароль.\n\nСсылка действует 30 минут и один раз:\n%(url)s\n\n"
                "Если это были не вы, ничего не делайте: пароль останется прежним.",
                url=link,
            ),
            now=now,
        )


def write_decision(session: Session, asked: JoinRequest, person: Person, public_url: str, now: datetime) -> Mail:
    """The request is decided; the letter does not say where or how, it may lie open."""
    with force_locale(person.language):
        return write_mail(
            session,
            key=f"join:{asked.id}:{asked.state}",
            recipient=person.email or f"tel:{person.phone}",
            language=person.language,
            subject=gettext("Ваша заявка рассмотрена"),
            text=gettext(
                "Решение по вашей заявке готово. Войдите и посмотрите: %(url)s",
                url=public_url + url_for("people.pending"),
            ),
            now=now,
        )
