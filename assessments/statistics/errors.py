"""What may stop a reader of statistics."""

from flask_babel import lazy_gettext

from core.errors import DomainError
from core.messages import add_messages


class SittingNow(DomainError):
    """The reader has an open attempt with one of these items: figures tell its key."""

    status, code = 403, "sitting_now"


add_messages(
    {
        "sitting_now": (
            lazy_gettext("Показатели откроются после вашей попытки"),
            lazy_gettext("Вы сдаёте работу, в которой есть эти задания, а здесь видны ключи. Завершите попытку и вернитесь."),
        ),
    }
)  # fmt: skip
