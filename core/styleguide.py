"""The catalogue of components as pages of the running application: every macro with sample values, in demonstration mode only."""

from datetime import date
from types import SimpleNamespace

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Regexp

from core.assets.icons import icon_names
from core.choices import choice
from core.errors import NotFound


class SampleForm(Form):
    """A form with each kind of field. Filled with two mistakes, so that the page shows how they look."""

    full_name = StringField("Фамилия, имя, отчество", description="Как в удостоверении")
    iin = StringField("ИИН", [Regexp(r"^\d{12}$", message="Нужно 12 цифр, сейчас 11")])
    office = SelectField(
        "Должность",
        [DataRequired("Выберите должность")],
        choices=[choice("", "Не выбрано"), choice("chair", "Председатель")],
    )
    answer = RadioField("Один ответ", choices=[choice("a", "Выбрано"), choice("b", "Не выбрано")], default="a")
    sources = SelectMultipleField(
        "Несколько ответов",
        choices=[choice("ka", "Коллективный договор"), choice("act", "Акт работодателя")],
        default=["ka"],
    )
    position = TextAreaField("Позиция", default="Факт, норма, вывод, требование.")
    stay = BooleanField("Остаться в системе на этом устройстве", description="На общем компьютере не отмечайте")


class Sample(SimpleNamespace):
    """One row of a sample: only what the macros read; what is not given counts as empty."""


def first() -> ResponseReturnValue:
    """Show the base: colours, type, buttons, forms, messages, progress, norm and court."""
    _only_in_demonstration()
    form = SampleForm(full_name="Оспанова Жанар", iin="85021430041", office="")
    form.validate()
    return render_template("styleguide/first.html", form=form, sample=Sample, icons=icon_names())


def second() -> ResponseReturnValue:
    """Show what the working screens are made of: programme, case, exam, register, record."""
    _only_in_demonstration()
    return render_template("styleguide/second.html", sample=Sample, date=date, samples_url="?page={}".format)


def _only_in_demonstration() -> None:
    """Answer 404 in a real installation: learners have nothing to do here."""
    if not current_app.config["DEMO"]:
        raise NotFound
