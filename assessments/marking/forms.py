"""The sheets that markers fill in, as a form sends them; names of fields begin with the prefix of their question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from flask_babel import gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from assessments.items.base import FormData
from assessments.marking.queries.script import Rubric
from assessments.marking.services.mark import Remark, Sheet
from core.forms import BaseForm, PlainText, clean

SHEET = re.compile(r"(q\d{1,4}-)?((level|remark|norm)-[\w.-]{1,80}|comment|way|points)")
"""Names of the fields of a sheet."""
LONGEST_COMMENT, LONGEST_REMARK, LONGEST_REASON = 3000, 600, 2000


@dataclass
class Filled:
    """A sheet as it was sent: what is right of it, and what is wrong by the name of its field."""

    sheet: Sheet | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_sheet(form: FormData, rubric: Rubric, prefix: str = "", *, extra: Sequence[str] = ()) -> Filled:
    """Read a sheet; `sheet` is there only if nothing is wrong.

    :param extra: remarks from the marker's own store that are put behind the comment
    """
    filled = Filled()
    levels = _levels(form, rubric, prefix, filled.errors)
    comment = "\n\n".join(filter(None, [_text(form, f"{prefix}comment", LONGEST_COMMENT, filled.errors), *extra]))
    if not comment:
        filled.errors.setdefault(f"{prefix}comment", gettext("Напишите отзыв: одно сильное место, одно к исправлению"))
    way = form.get(f"{prefix}way") or ""
    if way and way not in {each.id for each in rubric.ways}:
        filled.errors[f"{prefix}way"] = gettext("Такого пути у этого задания нет. Выберите из предложенного")
    remarks = _remarks(form, rubric, prefix, filled.errors)
    if not filled.errors:
        filled.sheet = Sheet(levels, comment, way, remarks, asks_second=form.get("second") == "y")
    return filled


def _levels(form: FormData, rubric: Rubric, prefix: str, errors: dict[str, str]) -> dict[str, int]:
    levels = {}
    for each in rubric.criteria:
        name = f"{prefix}level-{each.id}"
        sent = form.get(name) or ""
        if sent in {str(level.number) for level in each.levels}:
            levels[each.id] = int(sent)
        else:
            errors[name] = gettext("Выберите уровень")
    return levels


def _remarks(form: FormData, rubric: Rubric, prefix: str, errors: dict[str, str]) -> list[Remark]:
    known = {slug for slug, _ in rubric.norms}
    remarks = []
    for part in rubric.parts:
        text = _text(form, f"{prefix}remark-{part.id}", LONGEST_REMARK, errors)
        norm = form.get(f"{prefix}norm-{part.id}") or ""
        if norm and norm not in known:
            errors[f"{prefix}norm-{part.id}"] = gettext("Такой нормы в списке нет. Выберите из предложенного")
        elif norm and not text:
            errors[f"{prefix}remark-{part.id}"] = gettext("Напишите, что именно показывает эта норма")
        elif text:
            remarks.append(Remark(part.id, text, norm))
    return remarks


def _text(form: FormData, name: str, longest: int, errors: dict[str, str]) -> str:
    text = clean(form.get(name) or "")
    if len(text) > longest:
        errors[name] = gettext("Не длиннее %(n)s знаков", n=longest)
    elif not _plain(text):
        errors[name] = gettext("Здесь есть знак, который нельзя сохранить. Наберите текст заново")
    return text


def _plain(text: str) -> bool:
    try:
        PlainText()(None, _Typed(text))
    except ValidationError:
        return False
    return True


@dataclass(frozen=True)
class _Typed:
    data: str


def read_points(form: FormData, name: str, most: Decimal, errors: dict[str, str]) -> Decimal:
    """Points of a question that no rubric marks: a number with at most two places, 0 to the most."""
    sent = (form.get(name) or "").strip().replace(",", ".")
    try:
        points = Decimal(sent) if re.fullmatch(r"\d{1,4}(\.\d{1,2})?", sent) else Decimal(-1)
    except InvalidOperation:
        points = Decimal(-1)
    if not 0 <= points <= most:
        errors[name] = gettext("Впишите число от 0 до %(most)s", most=most)
    return points


class AppealForm(BaseForm):
    """Why the learner does not agree; which questions stands beside it."""

    reason = TextAreaField(
        filters=[clean],
        validators=[DataRequired(), Length(min=20, max=LONGEST_REASON), PlainText()],
    )


def numbers(sent: Sequence[str], known: Mapping[int, object]) -> list[int]:
    """The questions that were ticked, those that exist."""
    found = {int(each) for each in sent if each.isdecimal() and len(each) < 5}
    return sorted(found & set(known))
