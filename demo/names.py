"""Names of people who do not exist: Kazakh, Russian and other names as they stand in documents in Kazakhstan."""

from dataclasses import dataclass

from demo.chance import number, pick
from people.services import Names

KAZAKH_FAMILIES = (
    "Әбдірахманов", "Айтбаев", "Алтынбеков", "Асанов", "Байжанов", "Бекмұратов", "Ғабдуллин", "Дүйсенов", "Елеусізов", "Ермеков",
    "Жақыпов", "Жұмабаев", "Іскендіров", "Қалиев", "Қасымов", "Қожахметов", "Құлбаев", "Мұқанов", "Нұрпейісов", "Омаров",
    "Өтегенов", "Рахымов", "Сағындықов", "Сейітов", "Сүлейменов", "Тәжібаев", "Төлегенов", "Ұзақов", "Үсенов", "Хамитов", "Шәріпов", "Ыбыраев",
)  # fmt: skip
OTHER_FAMILIES = (
    "Абрамов", "Белов", "Власов", "Гончаров", "Демидов", "Ефимов", "Захаров", "Климов", "Лебедев", "Морозов", "Никитин", "Орлов",
    "Савельев", "Тихонов", "Юсупов",
)  # fmt: skip
UNCHANGING = ("Ким", "Шевченко", "Вебер", "Цой")
KAZAKH_MEN = (
    "Айдос", "Әлихан", "Арман", "Асқар", "Бауыржан", "Бекзат", "Болат", "Ғалымжан", "Данияр", "Дәурен", "Ерлан", "Жандос", "Ілияс",
    "Қайрат", "Қанат", "Мұрат", "Нұрлан", "Олжас", "Рүстем", "Самат", "Серік", "Темірлан",
)  # fmt: skip
KAZAKH_WOMEN = (
    "Айгүл", "Айжан", "Әйгерім", "Әсел", "Ботагөз", "Гүлнар", "Дана", "Жанар", "Зәуре", "Індира", "Қарлығаш", "Ләззат", "Мәдина",
    "Меруерт", "Назгүл", "Перизат", "Райхан", "Салтанат", "Сәуле", "Ұлжан", "Шынар",
)  # fmt: skip
OTHER_MEN = ("Алексей", "Андрей", "Виктор", "Дмитрий", "Игорь", "Максим", "Олег", "Павел", "Сергей", "Юрий")
OTHER_WOMEN = ("Анна", "Вера", "Галина", "Елена", "Ирина", "Людмила", "Марина", "Наталья", "Ольга", "Светлана")
FATHERS = {
    "Алексей": ("Алексеевич", "Алексеевна"), "Андрей": ("Андреевич", "Андреевна"), "Виктор": ("Викторович", "Викторовна"),
    "Игорь": ("Игоревич", "Игоревна"), "Олег": ("Олегович", "Олеговна"), "Павел": ("Павлович", "Павловна"), "Юрий": ("Юрьевич", "Юрьевна"),
}  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """A made-up human being: the names and the language of their letters."""

    names: Names
    language: str


def identity(about: str) -> Identity:
    """The human being that the words stand for; two thirds have Kazakh names, every ninth has no patronymic."""
    woman = number(f"{about} woman", 100) < 55
    return _kazakh(about, woman) if number(f"{about} names", 3) else _other(about, woman)


def _kazakh(about: str, woman: bool) -> Identity:
    family = pick(f"{about} family", KAZAKH_FAMILIES) + ("а" if woman else "")
    given = pick(f"{about} given", KAZAKH_WOMEN if woman else KAZAKH_MEN)
    father = pick(f"{about} father", KAZAKH_MEN) + ("қызы" if woman else "ұлы")
    language = "kk" if number(f"{about} language", 4) else "ru"
    return Identity(Names(family, given, _or_none(about, father)), language)


def _other(about: str, woman: bool) -> Identity:
    family = pick(f"{about} family", (*OTHER_FAMILIES, *UNCHANGING))
    family += "а" if woman and family not in UNCHANGING else ""
    given = pick(f"{about} given", OTHER_WOMEN if woman else OTHER_MEN)
    father = FATHERS[pick(f"{about} father", sorted(FATHERS))][woman]
    return Identity(Names(family, given, _or_none(about, father)), "ru")


def _or_none(about: str, father: str) -> str:
    return father if number(f"{about} patronymic", 9) else ""
