"""What may go wrong with an attempt, with the words for it in `messages`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.errors import DomainError
from core.messages import add_messages


class AttemptClosed(DomainError):
    """The attempt is submitted, or its time is over; nothing more counts."""

    status, code = 410, "attempt_closed"


class AnswerLate(DomainError):
    """The answer came after the end: it is kept apart and does not count.

    Raised out of the unit of work, which rolls back; the handler in `views/saving.py` keeps the row in a unit of its own.

    :param place: the `Place` the answer is for
    :param sent: what was `Sent`
    """

    status, code = 410, "answer_late"

    def __init__(self, place: Any, sent: Any) -> None:
        self.place, self.sent = place, sent
        super().__init__()


class AnswerStale(DomainError):
    """A newer answer is stored; `facts` carry its `seq`, `stored_at` and `value`."""

    status, code = 409, "answer_stale"


class TakenOver(DomainError):
    """Another tab of the same person has taken this attempt over."""

    status, code = 409, "taken_over"


class StageNotOpen(DomainError):
    """The stage of the case is not the open one: an earlier one waits, or it is locked already."""

    status, code = 409, "stage_not_open"


class AlreadyDecided(DomainError):
    """A decision is taken once; this one was taken before."""

    status, code = 409, "already_decided"


class DecisionNeeded(DomainError):
    """The stage of a case cannot close before its decision is taken; `question` is the number of the question."""

    status, code = 409, "decision_needed"


class HintsClosed(DomainError):
    """Hints are shown in practice only, and only where a stage has one."""

    status, code = 409, "hints_closed"


class WrongAnswer(DomainError):
    """The value is not an answer to this question; `reason` says how."""

    status, code = 422, "wrong_answer"


class AttemptsUsedUp(DomainError):
    """Every attempt that the exam allows was made."""

    status, code = 409, "attempts_used_up"


class TooEarly(DomainError):
    """The exam asks for a pause between two attempts; `until` is its end."""

    status, code = 409, "too_early"


class DrawImpossible(DomainError):
    """The pool of the exam does not hold what its blueprint asks for: the content is wrong, not the person."""

    status, code = 409, "draw_impossible"


class NotConfirmed(DomainError):
    """The person did not tick that the answers close."""

    status, code = 422, "not_confirmed"


class EnrolmentNeeded(DomainError):
    """It belongs to a programme that the person does not take; `programme` is the slug of the one to enrol in."""

    status, code = 403, "enrolment_needed"


class Overdue(Exception):
    """A page of an attempt was asked for whose time is over but which nobody has submitted yet."""

    def __init__(self, attempt_id: int) -> None:
        self.attempt_id = attempt_id
        super().__init__(attempt_id)


add_messages(
    {
        "attempt_closed": (
            _l("Ответы уже закрыты"),
            _l("Попытка сдана, изменить её нельзя. Всё, что было сохранено, стоит в квитанции."),
        ),
        "answer_late": (
            _l("Время вышло"),
            _l("Ответ пришёл после срока. Он сохранён отдельно, в балл не входит, его увидит экзаменатор."),
        ),
        "answer_stale": (
            _l("Ответ изменён в другом месте"),
            _l("На сервере есть более новый ответ на этот вопрос. Откройте вопрос заново и сравните."),
        ),
        "taken_over": (
            _l("Работа продолжается в другой вкладке"),
            _l("Чтобы отвечать здесь, откройте попытку и нажмите «Продолжить здесь». Сохранённое не потеряно."),
        ),
        "stage_not_open": (
            _l("Этот этап сейчас не открыт"),
            _l("Этапы открываются по порядку и закрываются за вами. Вернитесь к открытому этапу."),
        ),
        "already_decided": (
            _l("Решение уже принято"),
            _l("Принятое решение не меняют: его последствия уже наступили. Откройте этап и продолжайте."),
        ),
        "decision_needed": (
            _l("Сначала примите решение"),
            _l("От этого решения зависит, что будет дальше. Выберите вариант и подтвердите его, потом закройте этап."),
        ),
        "hints_closed": (
            _l("Подсказки здесь нет"),
            _l("Подсказки открыты только в тренировке и только там, где они есть у этапа."),
        ),
        "wrong_answer": (
            _l("Ответ не той формы"),
            _l("Такого ответа у этого вопроса нет. Откройте вопрос и запишите ответ ещё раз."),
        ),
        "attempts_used_up": (
            _l("Попыток больше нет"),
            _l("Все попытки этого экзамена использованы. Результаты остаются в вашем паспорте."),
        ),
        "too_early": (_l("Новая попытка пока закрыта"), _l("Между попытками нужен перерыв. Повторите уроки и вернитесь позже.")),
        "draw_impossible": (
            _l("Экзамен сейчас не собрать"),
            _l("В наборе не хватает вопросов. Попытка не потрачена. Сообщите тренеру программы."),
        ),
        "enrolment_needed": (
            _l("Сначала запишитесь на программу"),
            _l("Дела, проверки и экзамены программы открыты тем, кто на неё записан. Запишитесь на странице программы и начните оттуда. Попытка не потрачена."),
        ),
        "not_confirmed": (
            _l("Нужно подтверждение"),
            _l("Отметьте, что понимаете: после этого ответы закроются. Пока ничего не закрыто."),
        ),
    }
)  # fmt: skip
