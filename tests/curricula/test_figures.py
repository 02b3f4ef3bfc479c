"""No lesson, item or case states a figure that its pinned norm does not have.

Only what stands beside a pin is compared, and only where the norm has a figure in the same unit; the rest is listed by
`python -m tests.curricula.test_figures` for a jurist to read.
"""

import re
from collections import Counter

import pytest

from tests.curricula.figures import Figure, figures
from tests.curricula.statements import Judged, Statement, Verdict, all_statements, judged, register_figures

REVIEWED = {
    ("04-probation.ru.md", "1 month", "tk-36"): "«через месяц работы» is an example of a late moment, not a time limit",
    ("probation.yaml", "6 month", "tk-36"): "the register says «до 3 месяцев, для руководителей … до 6», the second unit is left out",
}  # fmt: skip
"""Figures that differ for a program and not for a reader: file, figure, first norm → why."""


def key(each: Judged) -> tuple[str, str, str]:
    return each.statement.place.split(":")[0], str(each.figure), each.statement.norms[0]


@pytest.fixture(scope="module")
def everything() -> list[Judged]:
    register = register_figures()
    return [each for statement in all_statements() for each in judged(statement, register)]


def test_no_figure_beside_a_pin_differs_from_the_pinned_norm(everything: list[Judged]) -> None:
    differing = [each for each in everything if each.verdict is Verdict.DIFFERS]
    assert [str(each) for each in differing if key(each) not in REVIEWED] == []
    assert {key(each) for each in differing} == set(REVIEWED)


def test_lessons_items_and_cases_of_both_languages_are_compared(everything: list[Judged]) -> None:
    agreed = [each.statement for each in everything if each.verdict is Verdict.AGREES]
    assert {statement.lang for statement in agreed} == {"ru", "kk"}
    assert {"md", "yaml"} <= {re.split(r"[.:]", statement.place.split(":")[0])[-1] for statement in agreed}
    assert any(statement.place.startswith("w1-") for statement in agreed)
    assert len(agreed) > 100


def test_a_wrong_figure_would_be_seen(everything: list[Judged]) -> None:
    """Every figure that agrees today is found out when the register says another."""
    register: dict[str, set[Figure]] = {norm: set() for norm in register_figures()}
    for each in everything:
        if each.verdict is Verdict.AGREES:
            own = register | dict.fromkeys(each.statement.norms, figures("999 дней, 999 месяцев, 999 лет, 999 %", "ru"))
            again = {one.figure: one.verdict for one in judged(each.statement, own)}
            if each.figure.unit in {"day", "month", "year", "percent"}:
                assert again[each.figure] in {Verdict.DIFFERS, Verdict.STORY}, str(each)


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("не позднее 15 календарных дней", "ru", {"15 calendar day"}),
        ("не позднее трёх рабочих дней", "ru", {"3 working day"}),
        ("кемінде күнтізбелік 24 күн", "kk", {"24 calendar day"}),
        ("3 жұмыс күні ішінде", "kk", {"3 working day"}),
        ("он бес жұмыс күні", "kk", {"15 working day"}),
        ("в течение месяца", "ru", {"1 month"}),
        ("бір ай және үш жыл", "kk", {"1 month", "3 year"}),
        ("доплата не ниже 50 % и 1,25 процента", "ru", {"50 percent", "1.25 percent"}),
        ("штраф 30 МРП", "ru", {"30 mci"}),
        ("7 декабря 2026 года по ст. 52 на объект № 3", "ru", set()),
        ("2026 жылғы 22 қараша", "kk", set()),
        ("в 2025 и 2026 годах", "ru", set()),
    ],
)
def test_figures_are_read_from_both_languages(text: str, lang: str, found: set[str]) -> None:
    assert {str(figure) for figure in figures(text, lang)} == found


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("не меньше 24 календарных дней", Verdict.AGREES),
        ("не меньше 24 дней", Verdict.AGREES),
        ("не меньше 24 рабочих дней", Verdict.DIFFERS),
        ("не меньше 25 календарных дней", Verdict.DIFFERS),
        ("в приказе 20 дней", Verdict.STORY),
        ("не меньше 3 месяцев", Verdict.OPEN),
    ],
)
def test_a_figure_is_judged_by_value_unit_and_kind_of_day(said: str, verdict: Verdict) -> None:
    story = frozenset(figures("20 дней", "ru"))
    statement = Statement("here", said, "ru", ("tk-88",), story)
    assert [each.verdict for each in judged(statement, register_figures())] == [verdict]


def report() -> str:
    """How many figures agree, and every one that only a reader can decide."""
    register = register_figures()
    rows = [each for statement in all_statements() for each in judged(statement, register)]
    counted = Counter(each.verdict for each in rows)
    lines = [f"{counted[verdict]:4} {verdict.name}: {verdict.value}" for verdict in Verdict]
    return "\n".join([*lines, *(f"{each.verdict.name}: {each}" for each in rows if each.verdict is not Verdict.AGREES)])


if __name__ == "__main__":
    print(report())  # the list is what the command is for
