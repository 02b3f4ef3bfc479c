"""The words of errors: code → what happened, what is safe, what to do. Packages add their own at import."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext


@dataclass(frozen=True)
class Message:
    """One error in the reader's language."""

    title: str
    text: str


_known: dict[str, tuple[object, object]] = {
    "not_found": (
        lazy_gettext("Такой страницы нет"),
        lazy_gettext("Адрес мог устареть, или страница вам не открыта. Проверьте ссылку или вернитесь на главную."),
    ),
    "http_404": (
        lazy_gettext("Такой страницы нет"),
        lazy_gettext("Адрес мог устареть, или страница вам не открыта. Проверьте ссылку или вернитесь на главную."),
    ),
    "forbidden": (
        lazy_gettext("Это действие вам не открыто"),
        lazy_gettext("Его может открыть администратор вашей организации. Ничего не изменено."),
    ),
    "http_403": (
        lazy_gettext("Это действие вам не открыто"),
        lazy_gettext("Его может открыть администратор вашей организации. Ничего не изменено."),
    ),
    "sign_in_needed": (
        lazy_gettext("Войдите ещё раз"),
        lazy_gettext("Сеанс закончился. То, что вы ввели, осталось на этом устройстве."),
    ),
    "bad_request": (
        lazy_gettext("Запрос не разобран"),
        lazy_gettext("Присланное не той формы, которую ждёт страница. Ничего не изменено."),
    ),
    "http_400": (
        lazy_gettext("Запрос не разобран"),
        lazy_gettext("Присланное не той формы, которую ждёт страница. Ничего не изменено."),
    ),
    "stale_form": (
        lazy_gettext("Форма устарела"),
        lazy_gettext("Вернитесь на страницу, обновите её и отправьте ещё раз. Ничего не изменено."),
    ),
    "too_large": (
        lazy_gettext("Слишком большой текст"),
        lazy_gettext("Сократите его и отправьте ещё раз. Ничего не сохранено."),
    ),
    "http_413": (
        lazy_gettext("Слишком большой запрос"),
        lazy_gettext("Страница принимает до 1 МБ. Ничего не сохранено."),
    ),
    "too_many": (lazy_gettext("Слишком много попыток"), lazy_gettext("Подождите немного и попробуйте ещё раз.")),
    "http_405": (
        lazy_gettext("Так эта страница не открывается"),
        lazy_gettext("Вернитесь назад и откройте её по ссылке или кнопке."),
    ),
    "not_saved_yet": (
        lazy_gettext("Пока не сохранено"),
        lazy_gettext("Хранилище не ответило вовремя. Подождите несколько секунд и отправьте ещё раз."),
    ),
    "http_500": (
        lazy_gettext("Ошибка на нашей стороне"),
        lazy_gettext("Ничего не сохранено и не испорчено. Назовите поддержке номер ниже."),
    ),
}


def add_messages(messages: dict[str, tuple[object, object]]) -> None:
    """Let a package name the words of its own `DomainError` codes; both parts are lazy translations."""
    _known.update(messages)


def message_for(code: str, status: int) -> Message:
    """The title and the text of an error code, in the language of the request."""
    title, text = (
        _known.get(code)
        or _known.get(f"http_{status}")
        or (gettext("Не получилось"), gettext("Вернитесь назад и попробуйте ещё раз."))
    )
    return Message(str(title), str(text))
