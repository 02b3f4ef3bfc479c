"""What flags, methods and refusals say to a reader, in the language of the request or of the report."""

from flask_babel import gettext


def flag_words() -> dict[str, tuple[str, str]]:
    """Flag → its name and what to do."""
    return {
        "key": (gettext("Проверить ключ"), gettext("Сильные чаще выбирают не то, что назначено верным, или верно отвечают слабые. Сверьте ключ и формулировку до следующего экзамена.")),
        "language": (gettext("Сверить перевод"), gettext("При равной подготовке казахская и русская версии решаются заметно по-разному. Сравните оба текста слово за словом.")),
        "weak": (gettext("Слабо различает"), gettext("Сильные и слабые отвечают почти одинаково. Перепишите задание или замените его.")),
        "hard": (gettext("Очень трудное"), gettext("Набирают меньше пятой части баллов. Проверьте, учит ли этому программа, и нет ли второго верного ответа.")),
        "easy": (gettext("Очень лёгкое"), gettext("Решают почти все. Оставьте, если это обязательный минимум, иначе замените.")),
        "omitted": (gettext("Часто пропускают"), gettext("Посмотрите, понятно ли, что надо сделать, и хватает ли времени.")),
        "idle": (gettext("Вариант не работает"), gettext("Неверный вариант почти никто не выбирает. Замените его настоящей ошибкой.")),
        "slow": (gettext("Занимает много времени"), gettext("Уходит в разы больше времени, чем приходится на задание. Сократите текст или дайте больше времени.")),
        "seen": (gettext("Показывают слишком часто"), gettext("Задание достаётся почти каждому. Добавьте в банк задания по этой строке плана.")),
    }  # fmt: skip


def method_words() -> dict[str, str]:
    """How reliability was found."""
    return {
        "alpha": gettext("альфа Кронбаха"),
        "kr20": gettext("Кьюдер — Ричардсон 20"),
        "drawn": gettext("однофакторная модель: у каждого свои задания"),
    }


def why_not_words(fewest: int) -> dict[str, str]:
    """Why there is no reliability."""
    return {
        "few": gettext("меньше %(n)s попыток: показатели не считаются", n=fewest),
        "constant": gettext("результаты не различаются: считать нечего"),
        "uneven": gettext("у попыток разное число заданий: честной оценки нет"),
    }


def delta_words() -> dict[str, str]:
    """Classes of the difference between the languages."""
    return {
        "A": gettext("A: различия нет или оно ничтожно"),
        "B": gettext("B: умеренное различие"),
        "C": gettext("C: большое различие"),
    }
