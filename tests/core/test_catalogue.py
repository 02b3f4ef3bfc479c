"""The catalogues of visible strings: extraction, merging and what counts as a fault."""

import gettext
from pathlib import Path

import pytest

from core.i18n import catalogue, completeness

SOURCES = {
    "courses/views.py": 'title = _("Курсы")\nname = _("Имя: %(name)s", name=name)\n',
    "courses/templates/courses/list.html": (
        '<h1>{{ _("Курсы") }}</h1>{{ ngettext("%(num)d урок", "%(num)d уроков", n) }}{% trans %}\n  Мои\n  дела{% endtrans %}'
    ),
    "law/views.py": 'word = _("Имя: %(name)s", name=1)\nmonth = pgettext("date", "Март")\n',
    "templates/layout.html": '{{ _("Войти") }}',
}
KAZAKH = {
    "Курсы": "Курстар",
    "Имя: %(name)s": "Аты: %(name)s",
    "Мои дела": "Менің істерім",
    "Март": "Наурыз",
    "Войти": "Кіру",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in SOURCES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def translate(root: Path, language: str, texts: dict[str, str], plural: tuple[str, ...]) -> None:
    for package in catalogue.PACKAGES:
        book = catalogue.read(language, package, root)
        for message in catalogue.entries(book):
            first = catalogue.key_of(message)[1]
            message.string = plural if isinstance(message.id, tuple) else texts[first]
        catalogue.write(language, package, book, root)


def complete(root: Path) -> None:
    catalogue.extract(root=root)
    translate(root, "kk", KAZAKH, ("%(num)d сабақ", "%(num)d сабақ"))
    translate(root, "en", {key: key for key in KAZAKH}, ("%(num)d lesson", "%(num)d lessons"))
    translate(root, "ru", {}, ("%(num)d урок", "%(num)d урока", "%(num)d уроков"))


def test_a_text_of_two_packages_lives_in_the_first_by_import_order(tree: Path) -> None:
    texts = catalogue.found(tree)
    assert "Имя: %(name)s" in [text.id for text in texts["law"]]
    assert {text.id for text in texts["courses"]} == {"Мои дела", "%(num)d урок", "Курсы"}
    assert [text.id for text in texts["core"]] == ["Войти"]


def test_russian_catalogues_hold_plural_forms_only(tree: Path) -> None:
    catalogue.extract(root=tree)
    assert [message.id for message in catalogue.entries(catalogue.read("ru", "courses", tree))] == [
        ("%(num)d урок", "%(num)d уроков")
    ]
    assert not catalogue.path("ru", "law", tree).exists()


def test_extraction_keeps_translations_also_when_a_text_changes_its_package(tree: Path) -> None:
    complete(tree)
    (tree / "access").mkdir()
    (tree / "access/views.py").write_text('_("Курсы")', encoding="utf-8")
    assert catalogue.extract(root=tree) == 0
    moved = catalogue.read("kk", "access", tree)["Курсы"]
    assert moved.string == "Курстар"
    assert "Курсы" not in catalogue.read("kk", "courses", tree)


def test_extraction_twice_writes_the_same_bytes(tree: Path) -> None:
    complete(tree)
    before = {file: file.read_bytes() for file in tree.rglob("*.po")}
    catalogue.extract(root=tree)
    assert {file: file.read_bytes() for file in tree.rglob("*.po")} == before


def test_the_merged_catalogue_answers_in_kazakh_and_knows_russian_plurals(tree: Path) -> None:
    complete(tree)
    catalogue.compile_all(tree)
    kazakh = gettext.translation("messages", tree / "translations", ["kk"])
    russian = gettext.translation("messages", tree / "translations", ["ru"])
    assert (kazakh.gettext("Войти"), kazakh.pgettext("date", "Март")) == ("Кіру", "Наурыз")
    forms = [russian.ngettext("%(num)d урок", "%(num)d уроков", n) % {"num": n} for n in (1, 3, 5, 21)]
    assert forms == ["1 урок", "3 урока", "5 уроков", "21 урок"]


def test_a_complete_catalogue_has_no_faults(tree: Path) -> None:
    complete(tree)
    assert completeness.problems(tree) == []
    assert completeness.leftovers(tree) == []


@pytest.mark.parametrize(
    ("text", "flags", "fault"),
    [
        ("", (), "no text"),
        ("Аты", (), "placeholders differ (name)"),
        ("Аты: %(nam)s", (), "placeholders differ (nam, name)"),
        ("Аты: %(name)s", ("fuzzy",), "fuzzy"),
    ],
)
def test_a_faulty_text_is_named_with_its_file(tree: Path, text: str, flags: tuple[str, ...], fault: str) -> None:
    complete(tree)
    book = catalogue.read("kk", "law", tree)
    book["Имя: %(name)s"].string = text
    book["Имя: %(name)s"].flags |= set(flags)
    catalogue.write("kk", "law", book, tree)
    found = completeness.problems(tree)
    assert len(found) == 1
    assert fault in found[0]
    assert "law/views.py" in found[0]


def test_a_place_that_a_script_fills_must_be_kept(tree: Path) -> None:
    (tree / "law/views.py").write_text('_("Осталось минут: {}")', encoding="utf-8")
    catalogue.extract(root=tree)
    book = catalogue.read("kk", "law", tree)
    book["Осталось минут: {}"].string = "Минут қалды"
    catalogue.write("kk", "law", book, tree)
    assert [
        line for line in completeness.problems(tree) if line.startswith("kk/law") and "placeholders differ ({})" in line
    ]


def test_a_missing_plural_form_is_a_fault(tree: Path) -> None:
    complete(tree)
    translate(tree, "ru", {}, ("%(num)d урок", "", "%(num)d уроков"))
    assert ["a plural form is empty" in line for line in completeness.problems(tree)] == [True]


def test_an_entry_that_nothing_shows_is_a_leftover(tree: Path) -> None:
    complete(tree)
    (tree / "law/views.py").write_text("", encoding="utf-8")
    names = [line.split(":")[0] for line in completeness.leftovers(tree)]
    assert sorted(set(names)) == ["en/law.po", "kk/law.po"]


def test_merged_catalogues_are_stale_when_a_source_is_newer(tree: Path) -> None:
    complete(tree)
    assert catalogue.stale(tree)
    catalogue.compile_all(tree)
    assert not catalogue.stale(tree)
