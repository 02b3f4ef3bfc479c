"""What may go wrong while marking or appealing, with the words for it."""

from flask_babel import lazy_gettext as _l

from core.errors import DomainError
from core.messages import add_messages


class ScriptTaken(DomainError):
    """Another marker has it; `holder` is their code, `since` the moment."""

    status, code = 409, "script_taken"


class ScriptSettled(DomainError):
    """No mark is wanted any more: it was marked meanwhile."""

    status, code = 409, "script_settled"


class MarkedByYou(DomainError):
    """The same person has marked this script before; another round needs another person."""

    status, code = 409, "marked_by_you"


class NotHeld(DomainError):
    """The marker does not hold it, or lost it: it was given back, or had lain for too long and another took it."""

    status, code = 409, "not_held"


class AppealClosed(DomainError):
    """The time for an appeal is over, or the result is not known in whole yet."""

    status, code = 409, "appeal_closed"


class AppealMade(DomainError):
    """There is an appeal about this attempt already."""

    status, code = 409, "appeal_made"


class AppealDecided(DomainError):
    """The appeal is decided; a decision is never changed."""

    status, code = 409, "appeal_decided"


class PreviewStale(DomainError):
    """Attempts came or changed since the dry run was looked at: it has to be looked at again."""

    status, code = 409, "preview_stale"


add_messages(
    {
        "script_taken": (
            _l("Работа уже у другого проверяющего"),
            _l("Её взяли раньше вас. Если за сутки оценка не появится, работу снова можно будет взять. Возьмите пока другую."),
        ),
        "script_settled": (
            _l("Работа уже проверена"),
            _l("Оценка больше не нужна. Ваши отметки не записаны, остальное не изменилось."),
        ),
        "marked_by_you": (
            _l("Вы уже проверили эту работу"),
            _l("Вторую и спорную проверку делает другой человек. Ваша оценка сохранена."),
        ),
        "not_held": (
            _l("Эта работа сейчас не у вас"),
            _l("Её вернули в очередь или отдали другому. Оценка не записана. Откройте список и возьмите работу снова."),
        ),
        "appeal_closed": (
            _l("Апелляцию сейчас не подать"),
            _l("Срок прошёл, или результат ещё не готов целиком. Срок стоит на странице результата."),
        ),
        "appeal_made": (
            _l("Апелляция уже подана"),
            _l("По одной попытке рассматривают одну апелляцию. Её ход виден на её странице."),
        ),
        "preview_stale": (
            _l("Список изменился"),
            _l("После вашего просмотра появились новые попытки или оценки. Посмотрите список ещё раз. Ничего не изменено."),
        ),
        "appeal_decided": (_l("Апелляция уже решена"), _l("Решение не меняют. Оно стоит на странице апелляции.")),
    }
)  # fmt: skip
