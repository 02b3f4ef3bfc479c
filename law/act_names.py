"""How acts are called in short, as a jurist cites them: «ТК РК», «ЕК», "Labour Code".

An act of the register that is not listed here is cited by its full title.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """The short name of an act in one language: standing alone, and after an article («ст. 5 Закона о медиации»)."""

    alone: str
    after: str = ""

    @property
    def of(self) -> str:
        """The form in which an article belongs to the act."""
        return self.after or self.alone


@dataclass(frozen=True)
class ActName:
    """An act in the three languages; `parts`: its articles are divided into parts (часть, бөлік), not points."""

    ru: Cited
    kk: Cited
    en: Cited
    parts: bool = False

    def cited(self, lang: str) -> Cited:
        return {"ru": self.ru, "kk": self.kk, "en": self.en}[lang]


def _named(ru: str, kk: str, en: str, *, ru_of: str = "", kk_of: str = "", parts: bool = False) -> ActName:
    return ActName(Cited(ru, ru_of), Cited(kk, kk_of), Cited(en), parts)


def _convention(number: int) -> ActName:
    return _named(
        f"Конвенция МОТ № {number}",
        f"ХЕҰ № {number} конвенциясы",
        f"ILO Convention No. {number}",
        ru_of=f"Конвенции МОТ № {number}",
        kk_of=f"ХЕҰ № {number} конвенциясының",
    )


NAMES: dict[str, ActName] = {
    "TK": _named("ТК РК", "ЕК", "Labour Code"),
    "GPK": _named("ГПК РК", "АПК", "Civil Procedure Code", parts=True),
    "KOAP": _named("КоАП РК", "ӘҚБтК", "Code on Administrative Offences", parts=True),
    "SK": _named(
        "Социальный кодекс РК",
        "Әлеуметтік кодекс",
        "Social Code",
        ru_of="Социального кодекса РК",
        kk_of="Әлеуметтік кодекстің",
    ),
    "CONST": _named(
        "Конституция РК", "Конституция", "Constitution", ru_of="Конституции РК", kk_of="Конституцияның"
    ),
    "CONST1995": _named(
        "Конституция РК 1995 года",
        "1995 жылғы Конституция",
        "Constitution of 1995",
        ru_of="Конституции РК 1995 года",
        kk_of="1995 жылғы Конституцияның",
    ),
    "TU": _named(
        "Закон о профсоюзах",
        "Кәсіптік одақтар туралы Заң",
        "Law on Trade Unions",
        ru_of="Закона о профсоюзах",
        kk_of="Кәсіптік одақтар туралы Заңның",
    ),
    "MED": _named(
        "Закон о медиации",
        "Медиация туралы Заң",
        "Law on Mediation",
        ru_of="Закона о медиации",
        kk_of="Медиация туралы Заңның",
    ),
    "OO": _named(
        "Закон об общественных объединениях",
        "Қоғамдық бірлестіктер туралы Заң",
        "Law on Public Associations",
        ru_of="Закона об общественных объединениях",
        kk_of="Қоғамдық бірлестіктер туралы Заңның",
    ),
    "NP2024": _named(
        "НП ВС № 1, 2024", "ЖС 2024 жылғы № 1 НҚ", "Supreme Court Resolution No. 1 of 2024", kk_of="ЖС 2024 жылғы № 1 НҚ-ның"
    ),
    "NP2017": _named(
        "НП ВС № 9, 2017", "ЖС 2017 жылғы № 9 НҚ", "Supreme Court Resolution No. 9 of 2017", kk_of="ЖС 2017 жылғы № 9 НҚ-ның"
    ),
    "CC": _named("КС", "КС", "Constitutional Court"),
    "BUD26": _named(
        "Закон о бюджете на 2026–2028 годы",
        "2026–2028 жылдарға арналған бюджет туралы Заң",
        "Law on the Budget for 2026–2028",
    ),
    "INS": _named(
        "Закон № 30-III о страховании работника",
        "Жұмыскерді сақтандыру туралы № 30-III Заң",
        "Law No. 30-III on Insurance of Employees",
    ),
    "GA2021": _named(
        "Генеральное соглашение на 2021–2023 годы",
        "2021–2023 жылдарға арналған Бас келісім",
        "General Agreement for 2021–2023",
    ),
    "ILO-R129": _named("Рекомендация МОТ № 129", "ХЕҰ № 129 ұсынымы", "ILO Recommendation No. 129"),
    "ILO-OTHER": _named(
        "Другие ратифицированные конвенции МОТ", "ХЕҰ-ның ратификацияланған басқа конвенциялары", "Other ratified ILO conventions"
    ),
} | {f"ILO-C{number}": _convention(number) for number in (87, 98, 135, 144, 154, 155)}  # fmt: skip
