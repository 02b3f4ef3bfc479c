"""The fixed words of the paper in its three languages at once: a certificate does not follow the reader's language."""

from certificates.paper.sheet import Sheet, in_language

LEVELS = {1: "бастау · начало · beginning", 2: "көмекпен · с подсказкой · guided",
          3: "дербес · самостоятельно · independent", 4: "сенімді · уверенно · proficient"}  # fmt: skip
COUNTED = {
    "kk": {"lesson": "{} сабақ", "case": "{} іс", "check": "{} тест", "exam": "{} емтихан"},
    "en": {"lesson": "{} lessons", "case": "{} cases", "check": "{} tests", "exam": "{} examinations"},
    "en-one": {"lesson": "one lesson", "case": "one case", "check": "one test", "exam": "one examination"},
}
RUSSIAN = {
    "lesson": ("{} урок", "{} урока", "{} уроков"), "case": ("{} дело", "{} дела", "{} дел"),
    "check": ("{} тест", "{} теста", "{} тестов"), "exam": ("{} экзамен", "{} экзамена", "{} экзаменов"),
}  # fmt: skip


def counted(sheet: Sheet, lang: str) -> str:
    """What was done, in numbers: «5 уроков, 3 дела, 1 тест, 1 экзамен»."""
    return ", ".join(_count(kind, count, lang) for kind, count in sheet.counts.items() if count)


def _count(kind: str, count: int, lang: str) -> str:
    if lang == "ru":
        return RUSSIAN[kind][_russian_form(count)].format(count)
    forms = COUNTED["en-one"] if lang == "en" and count == 1 else COUNTED[lang]
    return forms[kind].format(count)


def _russian_form(count: int) -> int:
    """0 for 1 урок, 1 for 2 урока, 2 for 5 уроков."""
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else 2


def contents(sheet: Sheet, lang: str) -> str:
    """What was taught, as one sentence: the titles of the lessons without what follows their colon."""
    titles = [title.split(": ")[0] for title in sheet.units.get(lang) or ()]
    return "; ".join([*titles[:1], *(_small(title) for title in titles[1:])])


def _small(title: str) -> str:
    """The title inside a sentence: an abbreviation keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def first_of(sheet: Sheet, part: str, lang: str) -> tuple[str, str]:
    """One of the sheet's texts in a language, with the language it is really in."""
    return in_language(getattr(sheet, part), lang)


def hours_ru(hours: int) -> str:
    """«6 академических часов», «1 академический час»."""
    return ("{} академический час", "{} академических часа", "{} академических часов")[_russian_form(hours)].format(
        hours
    )
