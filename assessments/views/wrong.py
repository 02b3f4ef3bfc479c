"""The words for an answer that was not taken, said beside the question."""

from flask_babel import gettext

from core.errors import DomainError


def words_of(error: DomainError) -> str:
    """What is wrong and what to do, in the reader's language."""
    reason = str(error.facts.get("reason", error.code))
    known: dict[str, str] = {
        "not_a_number": gettext("Впишите число цифрами, например 12,5."),
        "not_a_day": gettext("Впишите день, месяц и год цифрами, например 09.12.2026."),
        "each_place_once": gettext("Дайте каждой строке свой номер: каждый номер один раз."),
        "not_all_placed": gettext("Дайте номер каждой строке."),
        "too_many_marks": gettext("Отмечено больше мест, чем можно. Снимите лишние отметки."),
        "too_long": gettext("Текст длиннее, чем принимает вопрос. Сократите его."),
        "unreadable_characters": gettext("В тексте есть знаки, которые нельзя сохранить. Уберите их."),
        "not_confirmed": gettext("Отметьте, что понимаете: после этого ответы закроются."),
        "already_decided": gettext("Решение уже принято, изменить его нельзя."),
        "answer_stale": gettext(
            "На сервере есть более новый ответ. Ниже то, что прислали вы. Запишите ещё раз, если верно оно."
        ),
    }
    return known.get(reason) or gettext("Такого ответа у этого вопроса нет. Выберите из предложенного.")
