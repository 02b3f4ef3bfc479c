"""What the demonstration consists of, as plain values: federations, their unions and associations, and the work places."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sector:
    """A sectoral union and the kinds of work places its primary organisations are at.

    :ivar places: each as (Russian genitive, Kazakh genitive)
    """

    code: str
    name_ru: str
    name_kk: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Territory:
    """A territorial association of an invented region."""

    code: str
    name_ru: str
    name_kk: str


@dataclass(frozen=True)
class Federation:
    """A tenant: nothing of it may be seen by another."""

    code: str
    name_ru: str
    name_kk: str
    name_en: str
    sectors: tuple[Sector, ...]
    territories: tuple[Territory, ...]
    primaries: int
    people: int


PROPER = (
    "Ақжол", "Алтынтас", "Арай", "Береке", "Бірлік", "Болашақ", "Дария", "Еңбек", "Жезтөбе", "Ізгілік", "Көктас", "Қайнар", "Қарабұлақ",
    "Мерей", "Мұрагер", "Өркен", "Самғау", "Сұңқар", "Табыс", "Тұлпар", "Ұшқын", "Үміт", "Шаңырақ", "Шұғыла",
)  # fmt: skip
"""Invented names of enterprises; none of them means a real one."""

MINING = Sector(
    "mining", "Учебный профсоюз горняков и металлургов", "Кеншілер мен металлургтердің оқу кәсіподағы",
    (("рудника", "кенішінің"), ("шахты", "шахтасының"), ("обогатительной фабрики", "байыту фабрикасының"), ("металлургического завода", "металлургия зауытының")),
)  # fmt: skip
EDUCATION = Sector(
    "education", "Учебный профсоюз работников образования", "Білім беру жұмыскерлерінің оқу кәсіподағы",
    (("школы-гимназии", "мектеп-гимназиясының"), ("колледжа", "колледжінің"), ("детского сада", "балабақшасының"), ("лицея", "лицейінің")),
)  # fmt: skip
HEALTH = Sector(
    "health", "Учебный профсоюз работников здравоохранения", "Денсаулық сақтау жұмыскерлерінің оқу кәсіподағы",
    (("городской больницы", "қалалық ауруханасының"), ("поликлиники", "емханасының"), ("станции скорой помощи", "жедел жәрдем станциясының"), ("санатория", "шипажайының")),
)  # fmt: skip
TRANSPORT = Sector(
    "transport", "Учебный профсоюз транспортников", "Көлік жұмыскерлерінің оқу кәсіподағы",
    (("автобусного парка", "автобус паркінің"), ("локомотивного депо", "локомотив депосының"), ("автобазы", "автобазасының"), ("аэропорта", "әуежайының")),
)  # fmt: skip
UTILITIES = Sector(
    "utilities", "Учебный профсоюз коммунального хозяйства", "Коммуналдық шаруашылық жұмыскерлерінің оқу кәсіподағы",
    (("водоканала", "су арнасы кәсіпорнының"), ("тепловых сетей", "жылу желілері кәсіпорнының"), ("электросетей", "электр желілері кәсіпорнының"), ("горсвета", "қала жарығы кәсіпорнының")),
)  # fmt: skip
FOOD = Sector(
    "food", "Учебный профсоюз пищевиков", "Тамақ өнеркәсібі жұмыскерлерінің оқу кәсіподағы",
    (("хлебозавода", "нан зауытының"), ("молочного завода", "сүт зауытының"), ("мясокомбината", "ет комбинатының")),
)  # fmt: skip
TRADE = Sector(
    "trade", "Учебный профсоюз торговли и связи", "Сауда және байланыс жұмыскерлерінің оқу кәсіподағы",
    (("торгового дома", "сауда үйінің"), ("узла связи", "байланыс торабының"), ("центрального рынка", "орталық базарының")),
)  # fmt: skip

FIRST = Federation(
    "first", "Учебная федерация профсоюзов «Тірек»", "«Тірек» кәсіподақтарының оқу федерациясы", "Tirek Training Federation of Trade Unions",
    (HEALTH, EDUCATION, MINING, TRANSPORT, UTILITIES),
    (
        Territory("alatau", "Учебное объединение профсоюзов «Алатау»", "«Алатау» кәсіподақтарының оқу бірлестігі"),
        Territory("saryarqa", "Учебное объединение профсоюзов «Сарыарқа»", "«Сарыарқа» кәсіподақтарының оқу бірлестігі"),
        Territory("ertis", "Учебное объединение профсоюзов «Ертіс»", "«Ертіс» кәсіподақтарының оқу бірлестігі"),
        Territory("syrdariya", "Учебное объединение профсоюзов «Сырдария»", "«Сырдария» кәсіподақтарының оқу бірлестігі"),
    ),
    primaries=48, people=330,
)  # fmt: skip
SECOND = Federation(
    "second", "Учебная конфедерация труда «Қанат»", "«Қанат» оқу еңбек конфедерациясы", "Qanat Training Confederation of Labour",
    (FOOD, TRADE),
    (
        Territory("kaspiy", "Учебное объединение профсоюзов «Каспий»", "«Каспий» кәсіподақтарының оқу бірлестігі"),
        Territory("altay", "Учебное объединение профсоюзов «Алтай»", "«Алтай» кәсіподақтарының оқу бірлестігі"),
    ),
    primaries=12, people=70,
)  # fmt: skip
