"""Check-yourself questions of a lesson: an answer is explained at once, and nothing of it is kept."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from assessments.items import Explanation, WrongShape, explain, field_names, parse_form, read_item, score
from assessments.models import ItemKey
from assessments.queries.result import is_asked
from core.fields import refuse_unknown


@dataclass(frozen=True)
class Answered:
    """What the reader answered to one check, or why it cannot be read as an answer."""

    value: Any = None
    right: bool = False
    explanation: Explanation | None = None
    error: str = ""


def answer(
    session: Session, edition_id: int, form: "MultiDict[str, str]", prefix: str, lang: str, seed: str, *, reader_id: int | None
) -> Answered:  # fmt: skip
    """Score and explain an answer of the item edition that the lesson pins, unless an open attempt of the reader asks the same.

    :param form: as it was sent; a field of no part of the question is refused
    :param prefix: of the form's fields
    :param seed: the id of the lesson, from which the order of options was made
    :param reader_id: None for a guest
    """
    content = session.scalars(select(ItemKey.content).where(ItemKey.item_edition_id == edition_id)).one()
    item = read_item(content)
    refuse_unknown(form, field_names(item, prefix))
    try:
        value = parse_form(item, form, prefix)
    except WrongShape:
        return Answered(error=_("Такой ответ не подходит к этому вопросу. Проверьте и отправьте ещё раз."))
    if value is None:
        return Answered(error=_("Сначала ответьте на вопрос."))
    if reader_id is not None and is_asked(session, reader_id, edition_id):
        return Answered(
            value,
            error=_("Этот вопрос стоит в работе, которую вы сейчас сдаёте. Разбор откроется, когда она закончится."),
        )
    marked = score(item, value, seed)
    return Answered(value, marked.points == marked.max_points, explain(item, value, lang, seed))
