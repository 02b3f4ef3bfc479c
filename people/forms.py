"""Forms of people: shape, limits and messages of what is sent; what may happen now is for the services."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.choices import choice
from core.forms import BaseForm, PlainText, clean
from people.logins import login_keys, phone_key

NAME = (
    DataRequired(_l("Напишите, пожалуйста")),
    Length(max=120, message=_l("Не длиннее 120 знаков")),
    PlainText(name=True),
)
LANGUAGES = [choice(code, name) for code, name in (("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"))]


def reachable(form: Any, field: Any) -> None:
    """The field holds an e-mail address or a phone number that can exist."""
    if not any(login_keys(field.data or "")):
        raise ValidationError(_l("Это не похоже ни на почту, ни на номер телефона"))


class SignInForm(BaseForm):
    """Who and with which password."""

    login = StringField(
        _l("Почта или телефон"),
        [DataRequired(_l("Напишите почту или телефон")), Length(max=200)],
        filters=[clean],
        description=_l("Телефон пишите с +7 или с 8, как привыкли"),
    )
    password = PasswordField(_l("Пароль"), [InputRequired(_l("Введите пароль")), Length(max=1000)])


class CodeForm(BaseForm):
    """The second step: six digits, or a recovery code from paper."""

    code = StringField(_l("Шесть цифр"), [DataRequired(_l("Введите код")), Length(max=20)], filters=[clean])


class ResetForm(BaseForm):
    """Where to send the link."""

    login = StringField(
        _l("Почта или телефон"), [DataRequired(_l("Напишите почту или телефон")), Length(max=200)], filters=[clean]
    )


class NewPasswordForm(BaseForm):
    """A new password, typed once: what is typed can be shown by the browser."""

    password = PasswordField(
        _l("Новый пароль"),
        [InputRequired(_l("Введите пароль")), Length(max=1000)],
        description=_l("Не короче 8 знаков, для сотрудников не короче 12. Можно фразу из трёх слов"),
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password, then the new one."""

    present = PasswordField(_l("Пароль сейчас"), [InputRequired(_l("Введите пароль")), Length(max=1000)])


class JoinCodeForm(BaseForm):
    """The code from the chair."""

    code = StringField(
        _l("Код организации"),
        [DataRequired(_l("Введите код")), Length(max=40)],
        filters=[clean],
        description=_l("Восемь знаков, без букв О и нуля"),
    )


class JoinForm(BaseForm):
    """Who asks to be taken in; a signed-in person fills in the office only."""

    family_name = StringField(_l("Фамилия"), NAME, filters=[clean])
    given_name = StringField(_l("Имя"), NAME, filters=[clean])
    patronymic = StringField(_l("Отчество"), [Length(max=120), PlainText(name=True)], filters=[clean])
    phone = StringField(
        _l("Телефон"),
        [DataRequired(_l("Напишите телефон"))],
        filters=[clean],
        description=_l("По нему вы будете входить"),
    )
    password = PasswordField(
        _l("Пароль"),
        [InputRequired(_l("Придумайте пароль")), Length(max=1000)],
        description=_l("Не короче 8 знаков. Можно фразу из трёх слов"),
    )
    office = SelectField(_l("Должность в профсоюзе"))
    language = RadioField(_l("Язык учёбы"), choices=LANGUAGES, default="ru")
    agreed = BooleanField(
        _l("Согласен на обработку данных об учёбе"),
        [InputRequired(_l("Без согласия заявку отправить нельзя"))],
        description=_l(
            "Организация увидит, что вы пройдёте и что подтвердите. Ответы и ошибки видит только проверяющий."
        ),
    )

    def __init__(self, offices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = [choice(code, title) for code, title in offices]

    def validate_phone(self, field: Any) -> None:
        """A number that can exist."""
        if phone_key(field.data or "") is None:
            raise ValidationError(_l("Такого номера не бывает. Пример: +7 701 123 45 67"))


class JoinAgainForm(BaseForm):
    """A person with an account asks at one more organisation."""

    office = SelectField(_l("Должность в профсоюзе"))

    def __init__(self, offices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = [choice(code, title) for code, title in offices]


class InviteForm(BaseForm):
    """Whom to invite and how to reach them."""

    family_name = StringField(_l("Фамилия"), NAME, filters=[clean])
    given_name = StringField(_l("Имя"), NAME, filters=[clean])
    patronymic = StringField(_l("Отчество"), [Length(max=120), PlainText(name=True)], filters=[clean])
    login = StringField(
        _l("Почта или телефон"), [DataRequired(_l("Напишите почту или телефон")), reachable], filters=[clean]
    )
    office = SelectField(_l("Должность в профсоюзе"))
    language = RadioField(_l("Язык учёбы"), choices=LANGUAGES, default="ru")

    def __init__(self, offices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = [choice(code, title) for code, title in offices]


class DeclineForm(BaseForm):
    """Why a request is refused; the person reads it."""

    reason = TextAreaField(
        _l("Причина"), [DataRequired(_l("Назовите причину")), Length(max=500), PlainText()], filters=[clean]
    )


class PersonForm(BaseForm):
    """What a person may change about themselves."""

    email = StringField(_l("Почта"), [Length(max=200)], filters=[clean])
    latin_name = StringField(
        _l("Имя латиницей"),
        [Length(max=120), PlainText(name=True)],
        filters=[clean],
        description=_l("Как в паспорте; нужно для английской строки сертификата"),
    )
    language = RadioField(_l("Язык страниц и писем"), choices=LANGUAGES)
    password_now = PasswordField(
        _l("Пароль сейчас"), [Length(max=1000)], description=_l("Нужен, только если вы меняете почту")
    )
