"""The framework as the other packages read it; the one of the product itself is what is loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from competencies.framework import FrameworkFile, read_framework
from competencies.models import Framework
from competencies.publishing import publish_framework
from competencies.queries import behaviour, groups, levels, offices, required, titles
from core.content.yaml_file import read_yaml
from tests.factories.law import NOW

FILE = Path(__file__).resolve().parents[2] / "curricula" / "competencies.yaml"
Taken = Callable[[], list[str]]


def read() -> FrameworkFile:
    framework, problems = read_framework(read_yaml(FILE.read_text("utf-8"), FILE.name))
    assert problems == []
    return framework


@pytest.fixture
def file(session: Session) -> FrameworkFile:
    framework = read()
    publish_framework(session, framework, now=NOW)
    session.flush()
    return framework


def test_all_competencies_have_their_names_in_the_order_of_the_framework(session: Session, file: FrameworkFile) -> None:
    assert {code: str(title) for code, title in titles(session, "ru").items()} == {
        code: entry.title for code, entry in file.competencies().items()
    }
    assert list(titles(session, "ru")) == list(file.competencies())


def test_only_the_codes_asked_for_are_named_and_unknown_ones_are_left_out(
    session: Session, file: FrameworkFile
) -> None:
    assert list(titles(session, "ru", ["law-sources", "no-such"])) == ["law-sources"]


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_a_name_without_a_translation_is_given_in_russian_and_says_so(
    session: Session, file: FrameworkFile, lang: str
) -> None:
    for code, entry in file.competencies().items():
        own = {"kk": entry.title_kk, "en": entry.title_en}[lang]
        title = titles(session, lang, [code])[code]
        assert (title.text, title.lang) == ((own, lang) if own else (entry.title, "ru"))


def test_groups_hold_every_competency_once(session: Session, file: FrameworkFile) -> None:
    found = groups(session, "ru")
    assert [group.code for group in found] == [group.id for group in file.groups]
    assert [each.code for group in found for each in group.competencies] == list(file.competencies())


def test_offices_levels_and_requirements_are_those_of_the_file(session: Session, file: FrameworkFile) -> None:
    assert list(offices(session, "ru")) == list(file.offices())
    assert set(levels(session)) == set(file.meta.levels) == {1, 2, 3, 4}
    for office in file.offices():
        assert required(session, office) == {
            code: entry.target_levels[office] for code, entry in file.competencies().items()
        }
    assert required(session, "no-such") == {}


def test_a_competency_says_what_is_seen_at_each_level(session: Session, file: FrameworkFile) -> None:
    assert behaviour(session, "law-sources") == dict(file.competencies()["law-sources"].levels)
    assert behaviour(session, "no-such") == {}


def test_a_newer_framework_is_the_one_in_force(session: Session, file: FrameworkFile) -> None:
    session.add(Framework(number=2, version="2", hash="2", levels={"1": "новое"}, loaded_at=NOW))
    session.flush()
    assert titles(session, "ru") == {}
    assert levels(session) == {1: "новое"}


def test_each_read_costs_one_statement(session: Session, file: FrameworkFile, count_queries: Taken) -> None:
    count_queries()
    for read_once in (lambda: titles(session, "kk"), lambda: groups(session, "kk"), lambda: required(session, "x")):
        read_once()
        assert len(count_queries()) == 1
