"""Pure decisions about norms: how one is cited, which caution stands beside it, what counts as recently changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from law.act_names import NAMES, Cited

RECENT = timedelta(days=365)
"""A norm whose amending act is younger than this is "changed recently"."""

_ONE = re.compile(r"^\d+(?:-\d+)?$")
_SUBPOINT = re.compile(r"(\d+(?:-\d+)?)\(([\d-]+)\)")
_SUBPOINTS = re.compile(r"^(\d+(?:-\d+)?)\((\d+)\)–\((\d+)\)$")
_GUESSED = re.compile(r"^предположительно (?=\d)")
_OF_IT = "ның"
_LAST = "последний"
"""How the register writes a point without a number of its own."""


@dataclass(frozen=True)
class Place:
    """Where a norm stands: the code of the act, the article and the point as the register writes them."""

    act: str
    article: str
    point: str = ""
    act_title: str = ""
    """Used when the act has no short name."""


@dataclass(frozen=True)
class Change:
    """A known amendment of a norm: day of the amending act, by what, what changed."""

    on: date | None
    by: str
    what: str


@dataclass(frozen=True)
class _Point:
    """A point taken apart: `top` is its number or numbers, `subs` those of its subpoints."""

    top: str
    subs: str = ""
    guessed: bool = False


def _parsed(point: str) -> _Point:
    text = _GUESSED.sub("", point)
    if point.endswith(")") and point[:-1].isdigit():
        return _Point("", point[:-1])
    if found := _SUBPOINTS.match(text):
        return _Point(found[1], f"{found[2]}–{found[3]}")
    several = _SUBPOINT.findall(text)
    if several and len({top for top, _ in several}) == 1:
        return _Point(several[0][0], ", ".join(sub for _, sub in several))
    return _Point(re.sub(r",(?=\S)", ", ", text), guessed=text != point)


def label(place: Place, lang: str) -> str:
    """The short citation for a chip: «пп. 2 п. 1 ст. 52 ТК РК», «ЕК 27-бабы», "Labour Code, art. 52(1)(2)"."""
    name = NAMES.get(place.act)
    act = name.cited(lang) if name else Cited(place.act_title or place.act)
    if place.article and not place.article[0].isdigit():  # A ruling is known by its own number, not by an article.
        return f"{act.alone} {place.article.replace('№', 'No.') if lang == 'en' else place.article}"
    write = {"kk": _kazakh, "en": _english}.get(lang, _russian)
    return write(act, place.article, _parsed(place.point), name.parts if name else False)


def _russian(act: Cited, article: str, point: _Point, parts: bool) -> str:
    words = [f"пп. {point.subs}"] if point.subs else []
    if point.top == _LAST:
        words.append("последний пункт")
    elif point.top:
        words.append(f"{'ч.' if parts else 'п.'} {point.top}{' (предположительно)' if point.guessed else ''}")
    words += [f"ст. {article}"] if article else []
    return " ".join([*words, act.of]) if words else act.alone


def _kazakh(act: Cited, article: str, point: _Point, parts: bool) -> str:
    """Of a chain of belonging, only the last but one word takes the ending: «52-бабы 1-тармағының 2) тармақшасы»."""
    words = []
    if article:
        chapter = "бабы" if _ONE.match(article) else "баптары"
        words.append(f"{article}-{chapter}{_OF_IT if point.top or point.subs else ''}")
    if point.top == _LAST:
        words.append("соңғы тармағы")
    elif point.top:
        words.append(f"{point.top}-{_kazakh_unit(parts, many=not _ONE.match(point.top))}")
    if point.subs:
        many = not _ONE.match(point.subs)
        if point.top:
            words[0] = words[0].removesuffix(_OF_IT)
            words[-1] += "нің" if parts else _OF_IT
        words.append(", ".join(f"{each})" for each in point.subs.split(", ")).replace("–", ")–"))
        words.append("тармақшалары" if many else "тармақшасы")
    text = " ".join([act.of, *words]) if words else act.alone
    return f"{text} (болжам бойынша)" if point.guessed else text


def _kazakh_unit(parts: bool, *, many: bool) -> str:
    if parts:
        return "бөліктері" if many else "бөлігі"
    return "тармақтары" if many else "тармағы"


def _english(act: Cited, article: str, point: _Point, parts: bool) -> str:
    inside = f"({point.top})" if point.top else ""
    inside += f"({point.subs})" if point.subs else ""
    if article:
        return f"{act.alone}, {'art.' if _ONE.match(article) else 'arts.'} {article}{inside}"
    if not point.top:
        return act.alone
    if point.top == _LAST:
        return f"{act.alone}, last paragraph"
    many = "" if _ONE.match(point.top) else "s"
    return f"{act.alone}, para{many}. {point.top}{' (presumably)' if point.guessed else ''}"


def act_short(code: str, title: str, lang: str) -> str:
    """The short name of an act standing alone, or its title when it has none."""
    return NAMES[code].cited(lang).alone if code in NAMES else title


def changes_of(stored: Iterable[dict[str, Any]]) -> tuple[Change, ...]:
    """The amendments of an edition as the register keeps them, newest first; a year without a day has no day."""
    rows = [Change(day_of(each["date"]), each["by"], each["what"]) for each in stored]
    return tuple(sorted(rows, key=lambda change: change.on or date.min, reverse=True))


def day_of(text: str) -> date | None:
    """The day, when the text is one: the register never guesses the rest of a date."""
    return date.fromisoformat(text) if len(text) == len("2026-07-01") else None


def changed_recently(on: date | None, today: date) -> bool:
    """Whether the newest amendment is less than a year old."""
    return on is not None and today - on < RECENT


def cautious(checked: bool, note: str) -> bool:
    """Whether the norm must not be shown without its caution: nobody read its text, or the register has a doubt."""
    return not checked or bool(note)


def newest_day(stored: Iterable[dict[str, Any]]) -> date | None:
    """The day of the newest amending act among the changes of an edition."""
    return max((on for each in stored if (on := day_of(each["date"]))), default=None)


_TOKEN = re.compile(r"\d+(?:-\d+)*|[^\W\d_]+")
_SAME = {
    "статья": "ст", "статьи": "ст", "статье": "ст", "статью": "ст", "пункт": "п", "пункта": "п", "подпункт": "пп",
    "подпункта": "пп", "часть": "ч", "части": "ч", "кодекс": "тк", "кодекса": "тк", "рк": "", "бап": "бабы",
    "бабының": "бабы", "тармақ": "тармағы", "тармағының": "тармағы", "бөлік": "бөлігі", "article": "art", "қр": "",
}  # fmt: skip


def names_place(query: str, place: Place) -> bool:
    """Whether a query names the place of a norm: «160», «ст. 160 ТК», «пп. 2 п. 1 ст. 52», «ЕК 52-бап», "art. 52"."""
    asked = _tokens(query)
    numbers = {token for token in asked if token[0].isdigit()}
    own = re.findall(r"\d+(?:-\d+)?", f"{place.article} {place.point}")
    article = re.findall(r"\d+(?:-\d+)?", place.article)[:1]
    if not numbers or not numbers <= set(own) or not numbers & set(article or own):
        return False
    words = asked - numbers
    return any(words <= _tokens(label(place, lang)) for lang in ("ru", "kk", "en"))


def _tokens(text: str) -> set[str]:
    found = (_SAME.get(token, token) for token in _TOKEN.findall(text.casefold()))
    return {token for token in found if token}
