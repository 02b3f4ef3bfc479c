"""Numbers with a unit in Russian and Kazakh texts, in one form that can be compared: 15 calendar days, 3 months, 50 %."""

import re
from dataclasses import dataclass

_RU = {
    "од(?:ин|на|ного|ной|ну|ному|ним)": "1", "дв(?:а|е|ух|ум|умя)": "2", "тр(?:и|[её]х|[её]м|емя)": "3",
    "четыр(?:е|[её]х|[её]м)": "4", "пят(?:ь|и|ью)": "5", "шест(?:ь|и)": "6", "сем(?:ь|и)": "7",
    "вос(?:емь|ьми)": "8", "девят(?:ь|и)": "9", "десят(?:ь|и)": "10", "двенадцат(?:ь|и)": "12",
    "пятнадцат(?:ь|и)": "15", "двадцат(?:ь|и)": "20", "тридцат(?:ь|и)": "30", "полутор(?:а|ном|ного)": "1.5", "полтора": "1.5",
}  # fmt: skip
_KK = {
    "он бес": "15", "он екі": "12", "бір": "1", "екі": "2", "үш": "3", "төрт": "4", "бес": "5", "алты": "6", "жеті": "7", "сегіз": "8", "тоғыз": "9",
    "он": "10", "жиырма": "20", "отыз": "30",
}  # fmt: skip
_RU_UNITS = {
    "day": r"(?:дн(?:я|ей|ям|ями|ях)|день)", "week": r"недел[а-яё]+", "month": r"месяц[а-яё]*",
    "year": r"(?:год(?:а|у|ом|ов)?|лет)", "hour": r"час(?:а|ов|ам|ами|ах)?", "minute": r"минут[а-яё]*",
    "percent": r"(?:%|процент[а-яё]*)", "mci": r"МРП",
}  # fmt: skip
_KK_UNITS = {
    "day": r"күн(?!тізбе|і-?делікті)[а-яәғқңөұүһі]*", "week": r"апта[а-яәғқңөұүһі]*", "month": r"ай(?:дан|дың|ға|да|ы|ын|ына|ында|ынан|ының|лық)?",
    "year": r"(?:жыл(?!ғы)[а-яәғқңөұүһі]*|жас[а-яәғқңөұүһі]*)", "hour": r"сағат[а-яәғқңөұүһі]*", "minute": r"минут[а-яәғқңөұүһі]*",
    "percent": r"(?:%|пайыз[а-яәғқңөұүһі]*)", "mci": r"АЕК",
}  # fmt: skip
_RU_ONE = (
    r"(?<![\w])(?:в течение|чем за|за|через|до|—|в|свыше|более|менее|лишь|только)\s+"
    r"(?:месяц(?:а|ем)?|год(?:а)?|недел[юи]|час(?:а)?)(?![\w-])"
    r"|(?:^|[.;:,(]\s)(?:месяц|год)(?=\s(?:со дня|с момента))"
)
"""«В течение месяца» is one month, without a number."""
_NUMBER = r"(?<![\w.,№/-])(?P<n>\d{1,3}(?:[   ]\d{3})+|\d+(?:,\d+)?)"
_SPACE = r"[   ]*"


@dataclass(frozen=True, order=True)
class Figure:
    """A value and its unit; days may be `calendar` or `working`, or said without a kind."""

    value: str
    unit: str
    kind: str = ""

    def agrees(self, other: "Figure") -> bool:
        """Whether both say the same; a day without a kind agrees with either kind."""
        same = (self.value, self.unit) == (other.value, other.unit)
        return same and (not self.kind or not other.kind or self.kind == other.kind)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.value, self.kind, self.unit)))


def figures(text: str, lang: str) -> set[Figure]:
    """All figures of a text; a date («7 декабря 2026 года») and an address («ст. 52») are none."""
    plain = _spelled(_without_dates(text), lang)
    if lang == "ru":
        plain = re.sub(_RU_ONE, lambda match: re.sub(r"(\w+\s*)$", r" 1 \1", match[0]), plain, flags=re.IGNORECASE)
    found = set()
    if lang == "kk":
        between, units, flags = r"(?:жұмыс\s)?", _KK_UNITS, r"(?P<before>күнтізбелік\s+|жұмыс\s+)?"
        kinds = {"күнтізбелік": "calendar", "жұмыс": "working"}
    else:
        between, units, flags = r"(?:полн[а-яё]+\s|календарн[а-яё]+\s|рабоч[а-яё]+\s)*", _RU_UNITS, ""
        kinds = {"календарн": "calendar", "рабоч": "working"}
    for unit, words in units.items():
        for match in re.finditer(rf"{flags}{_NUMBER}{_SPACE}(?P<kind>{between}){words}(?![\w-])", plain, re.IGNORECASE):
            said = (match.group("kind") + " " + (match.groupdict().get("before") or "")).casefold()
            kind = next((name for word, name in kinds.items() if word in said), "") if unit == "day" else ""
            found.add(Figure(re.sub(r"\s", "", match["n"]).replace(",", "."), unit, kind))
    return found


_MONTHS = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]*"


def _without_dates(text: str) -> str:
    text = re.sub(rf"\d{{1,2}}[   ]+{_MONTHS}(?:[   ]+\d{{4}}[   ]*(?:года?|г\.)?)?", " ", text)
    text = re.sub(r"\b(?:19|20)\d\d[   –-]*(?:году|года|годом|год|годы|годов|г\.|жыл[а-яәғқңөұүһі]*)", " ", text)
    return re.sub(r"(?:ст\.|стать[а-яё]+|п\.|пункт[а-яё]*|№)[   ]*[\d–-]+", " ", text)


def _spelled(text: str, lang: str) -> str:
    """The text with number words as digits."""
    for word, value in (_KK if lang == "kk" else _RU).items():
        text = re.sub(rf"(?<![\w-]){word}(?![\w-])", value.replace(".", ","), text, flags=re.IGNORECASE)
    return text
