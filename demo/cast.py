"""Who can sign in to the demonstration: one person per role, and two of the other federation."""

from dataclasses import dataclass

from access.actors import Role

DOMAIN = "demo.tirek.example"


@dataclass(frozen=True)
class Part:
    """A person with an account.

    :ivar key: the part of the address before the @
    :ivar home: `top`, `sector`, `primary`, or empty for nobody's: the organisation of the office
    :ivar role: the role over the same organisation; a learner has none
    """

    key: str
    names: tuple[str, str, str, str]
    language: str
    federation: str
    home: str = "primary"
    office: str = "committee-member"
    role: Role = Role.LEARNER
    phone: str = ""

    @property
    def email(self) -> str:
        """The address with which the person signs in."""
        return f"{self.key}@{DOMAIN}"

    @property
    def logins(self) -> str:
        """All that may be typed as the login."""
        return f"{self.email} or {self.phone}" if self.phone else self.email


CAST = (
    Part("learner", ("Климова", "Наталья", "Сергеевна", "Natalya Klimova"), "ru", "first", office="primary-chair"),
    Part(
        "learner-kk", ("Нұрпейісова", "Әйгерім", "Болатқызы", "Aigerim Nurpeissova"), "kk", "first", phone="+77000000101",
    ),
    Part("trainer", ("Сейітов", "Ғалымжан", "Асқарұлы", ""), "kk", "first", "top", "training-lead", Role.TRAINER),
    Part("jurist", ("Гончарова", "Ирина", "Павловна", ""), "ru", "first", "top", "union-lawyer", Role.JURIST),
    Part("marker", ("Өтегенов", "Дәурен", "Қанатұлы", ""), "ru", "first", "top", "union-lawyer", Role.MARKER),
    Part("registrar", ("Жұмабаева", "Меруерт", "Ерланқызы", ""), "ru", "first", "top", "training-lead", Role.REGISTRAR),
    Part("chair", ("Лебедев", "Игорь", "Викторович", ""), "ru", "first", "sector", "branch-chair", Role.ORG_ADMIN),
    Part("federation", ("Сүлейменова", "Сәуле", "Мұратқызы", ""), "kk", "first", "top", "branch-chair", Role.FEDERATION_ADMIN),
    Part("system", ("Вебер", "Андрей", "", ""), "ru", "", "", "", Role.SYSTEM_ADMIN),
    Part("learner2", ("Ыбыраев", "Самат", "Жандосұлы", "Samat Ybyraev"), "ru", "second"),
    Part("federation2", ("Тихонова", "Людмила", "Алексеевна", ""), "ru", "second", "top", "branch-chair", Role.FEDERATION_ADMIN),
)  # fmt: skip
WORDS = {
    Role.LEARNER: "learner", Role.TRAINER: "trainer", Role.JURIST: "jurist", Role.MARKER: "marker", Role.REGISTRAR: "registrar",
    Role.ORG_ADMIN: "organisation administrator", Role.FEDERATION_ADMIN: "federation administrator", Role.SYSTEM_ADMIN: "system administrator",
}  # fmt: skip
PAGES = {
    Role.LEARNER: "/learn", Role.TRAINER: "/learn", Role.JURIST: "/law", Role.MARKER: "/marking", Role.REGISTRAR: "/unions",
    Role.ORG_ADMIN: "/unions", Role.FEDERATION_ADMIN: "/unions", Role.SYSTEM_ADMIN: "/admin/mail",
}  # fmt: skip
"""Where the role's own work begins."""


def described(part: Part) -> str:
    """The role in words, with what tells two holders apart."""
    words = WORDS[part.role]
    if part.language == "kk" and part.role is Role.LEARNER:
        words += ", in Kazakh"
    return f"{words}, second federation" if part.federation == "second" else words
