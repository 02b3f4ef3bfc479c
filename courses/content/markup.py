"""The frame of each block, in the classes of the lesson reader. Words here are content, in the language of the lesson."""

from __future__ import annotations

import html as escape
from collections.abc import Callable

from courses.content.render import clean

_MONTHS = {
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
}
LABELS = {
    "ru": {
        "key": "Главное",
        "changed": "Норма изменилась",
        "date": "С {day}",
        "not-before": "Не раньше {day}",
        "doubt": "Чего мы не знаем",
        "example": "Разбор",
        "court": "Опубликованное дело",
        "digest": "Обзор судебной практики",
        "deadline": "Сроки",
        "template": "Образец",
        "summary": "Коротко",
        "next": "Что дальше",
    },
    "kk": {
        "key": "Ең бастысы",
        "changed": "Норма өзгерді",
        "date": "{day} бастап",
        "not-before": "{day} ерте емес",
        "doubt": "Біз білмейтін нәрсе",
        "example": "Талдау",
        "court": "Жарияланған іс",
        "digest": "Сот практикасына шолу",
        "deadline": "Мерзімдер",
        "template": "Үлгі",
        "summary": "Қысқаша",
        "next": "Әрі қарай",
    },
}


def wrapped(name: str, arguments: dict[str, str], html: str, lang: str) -> str:
    """The rendered body in the frame of its block; sanitised once more as a whole."""
    return clean(_FRAMES[name](arguments, html, LABELS[lang], lang))


def norm_panel(norm: str) -> str:
    """A place where the page puts the panel of a norm."""
    return clean(f'<div class="norm-here" data-norm="{escape.escape(norm)}"></div>')


def day_in_words(day: str, lang: str) -> str:
    """«7 июня 2026 года», «2026 жылғы 7 маусымнан»."""
    year, month, number = (int(part) for part in day.split("-"))
    name = _MONTHS[lang][month - 1]
    if lang == "kk":
        return f"{year} жылғы {number} {name}{_from(name)}"
    return f"{number} {name} {year} года"


def _from(month: str) -> str:
    """The ending “from” of a Kazakh month; all twelve are listed, none is guessed."""
    return {"қаңтар": "дан", "ақпан": "нан", "наурыз": "дан", "сәуір": "ден", "мамыр": "дан", "маусым": "нан"}.get(
        month
    ) or {"шілде": "ден", "тамыз": "дан", "қыркүйек": "тен", "қазан": "нан", "қараша": "дан", "желтоқсан": "нан"}[month]


Frame = Callable[[dict[str, str], str, dict[str, str], str], str]


def _law_as_of(_: dict[str, str], html: str, __: dict[str, str], ___: str) -> str:
    return f'<aside class="lesson-law small muted">{html}</aside>'


def _aims(_: dict[str, str], html: str, __: dict[str, str], ___: str) -> str:
    return f'<div class="lesson-aims">{html}</div>'


def _key(_: dict[str, str], html: str, words: dict[str, str], __: str) -> str:
    return f'<aside class="keyidea"><p class="keyidea__t">{words["key"]}</p>{html}</aside>'


def _changed(arguments: dict[str, str], html: str, words: dict[str, str], lang: str) -> str:
    kind, day = next(iter(arguments.items()))
    when = words[kind].format(day=day_in_words(day, lang))
    head = f"<strong>{words['changed']}. {when}</strong>"
    return f'<aside class="lesson-changed alert alert-warning"><div class="alert__body">{head}{html}</div></aside>'


def _doubt(_: dict[str, str], html: str, words: dict[str, str], __: str) -> str:
    body = f"<strong>{words['doubt']}</strong>{html}"
    return f'<aside class="lesson-doubt alert alert-info"><div class="alert__body">{body}</div></aside>'


def _table(arguments: dict[str, str], html: str, _: dict[str, str], __: str) -> str:
    words = escape.escape(arguments["caption"])
    return html.replace(_TABLE, f"{_region(words)}{_TABLE}<caption>{words}</caption>", 1) + "</div>"


def _sample(name: str) -> Frame:
    def frame(_: dict[str, str], html: str, words: dict[str, str], __: str) -> str:
        return f'<figure class="sample lesson-{name}"><figcaption>{words[name]}</figcaption>{_wrapped_tables(html, words[name])}</figure>'

    return frame


def _court(arguments: dict[str, str], html: str, words: dict[str, str], _: str) -> str:
    label = words["court" if arguments["basis"] == "real-case" else "digest"]
    return f'<figure class="sample lesson-court"><figcaption>{label}</figcaption>{html}</figure>'


def _template(arguments: dict[str, str], html: str, words: dict[str, str], _: str) -> str:
    head = f"<figcaption>{words['template']}</figcaption>"
    return f'<figure class="sample lesson-template" id="template-{arguments["id"]}">{head}{html}</figure>'


def _summary(_: dict[str, str], html: str, words: dict[str, str], __: str) -> str:
    return f'<aside class="keyidea lesson-summary"><p class="keyidea__t">{words["summary"]}</p>{html}</aside>'


def _next(_: dict[str, str], html: str, words: dict[str, str], __: str) -> str:
    return f'<div class="lesson-next"><p class="strong">{words["next"]}</p>{html}</div>'


_TABLE = '<table class="table">'


def _wrapped_tables(html: str, name: str) -> str:
    return html.replace(_TABLE, f"{_region(name)}{_TABLE}").replace("</table>", "</table></div>")


def _region(name: str) -> str:
    """The head of the part that scrolls sideways on a small screen; it takes the focus, so that a keyboard can scroll it."""
    return f'<div class="table-wrap" tabindex="0" role="group" aria-label="{name}">'


_FRAMES: dict[str, Frame] = {
    "law-as-of": _law_as_of,
    "aims": _aims,
    "key": _key,
    "changed": _changed,
    "doubt": _doubt,
    "table": _table,
    "example": _sample("example"),
    "court": _court,
    "deadline": _sample("deadline"),
    "template": _template,
    "summary": _summary,
    "next": _next,
}
