"""The words of refusals in people."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from core.messages import add_messages
from people.passwords import PasswordRefused

add_messages(
    {
        "login_taken": (
            _l("Такая учётная запись уже есть"),
            _l("Войдите с этим телефоном или почтой, а затем введите код организации."),
        ),
        "ticket_spent": (
            _l("Ссылка больше не действует"),
            _l("Она уже использована или её срок вышел. Запросите новую."),
        ),
        "join_code_unknown": (_l("Такого кода нет"), _l("Проверьте знаки или попросите у председателя новый код.")),
        "already_asked": (_l("Заявка уже отправлена"), _l("Председатель её видит. Вторая заявка не нужна.")),
        "other_federation": (
            _l("Вас ведёт другая федерация"),
            _l(
                "Одного человека ведёт одна федерация. Если вы перешли, попросите прежнего администратора закрыть запись."
            ),
        ),
        "already_decided": (_l("Заявка уже решена"), _l("Её решил другой сотрудник. Обновите страницу.")),
        "affiliation_refused": (_l("Так подчинить нельзя"), _l("Получился бы круг или выход за пределы федерации.")),
        "self_service_refused": (
            _l("Свои права меняет другой человек"),
            _l("Попросите второго администратора. Ничего не изменено."),
        ),
    }
)


def why_refused(error: PasswordRefused) -> str:
    """The sentence beside the password field."""
    why, facts = error.facts["why"], error.facts
    words = {
        "short": gettext("Не короче %(n)s знаков", n=facts.get("least", "")),
        "long": gettext("Не длиннее %(n)s знаков", n=facts.get("most", "")),
        "common": gettext("Этот пароль из списка самых частых. Возьмите фразу из трёх слов"),
        "personal": gettext("В пароле есть ваше имя, телефон, почта или название программы. Возьмите другой"),
    }
    return str(words[why])
