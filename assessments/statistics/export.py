"""The figures as a table for spreadsheets: UTF-8 with its mark and semicolons, as people here open them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext

from assessments.statistics.queries import ItemRow
from assessments.statistics.words import flag_words

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[ItemRow]) -> str:
    """One line for each item; an empty cell where there is no figure."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_head())
    words = flag_words()
    for row in rows:
        writer.writerow(_line(row, [words[flag][0] for flag in row.figures.flags]))
    return "\ufeff" + out.getvalue()


def _head() -> Iterable[str]:
    return (
        "№", gettext("Задание"), gettext("Вопрос"), gettext("Баллы"), gettext("Кому досталось"), gettext("Показ"), gettext("Пропуски"),
        gettext("Доля баллов"), gettext("Различение"), gettext("Верхняя группа"), gettext("Нижняя группа"), gettext("Медиана времени, с"),
        gettext("На русском"), gettext("На казахском"), gettext("Дельта"), gettext("Класс"), gettext("Что сделать"),
    )  # fmt: skip


def _line(row: ItemRow, flags: Sequence[str]) -> list[str]:
    f = row.figures
    return [
        str(row.position), _text(row.slug), _text(row.prompt.text), _figure(f.points), str(f.had), _figure(f.exposure),
        _figure(f.omitted), _figure(f.difficulty), _figure(f.discrimination), _figure(f.upper), _figure(f.lower), _figure(f.seconds),
        str(f.had_ru), str(f.had_kk), _figure(f.delta), f.delta_class, _text(", ".join(flags)),
    ]  # fmt: skip


def _figure(value: Any) -> str:
    """A number with a decimal comma, four digits at most."""
    if value is None:
        return ""
    text = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", ",")


def _text(value: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(DANGEROUS) else value
