"""The content folder into the database and back: once, twice, changed, broken."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.models import CaseEdition, CaseEditionItem, CaseKey, ExamPoolItem, Item, ItemEdition, ItemKey
from competencies.models import Competency, Framework
from core import search
from core.db import Base
from core.models import InstallationFact
from courses.models import (
    ModuleEdition,
    ProgrammeEdition,
    ProgrammeEditionModule,
    SourceFile,
    Unit,
    UnitEdition,
    UnitText,
)  # fmt: skip
from courses.publishing.load import Loaded, load
from courses.publishing.sources import read_folder, stored_hashes, write_back
from law.calendar_store import current_calendar
from law.models import Act, NormEdition, Pin, PinHolder
from qualifications.models import Qualification, QualificationRule
from tests.architecture.sources import ROOT
from tests.factories.content import make_folder
from wires import connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
WEEK = "small/week-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    connect()
    return make_folder(tmp_path / "content")


@pytest.fixture
def loaded(session: Session, folder: Path) -> Loaded:
    return load(session, folder, now=NOW)


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` and return its line."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def counts(session: Session) -> dict[str, int]:
    """Rows of every table that holds published content."""
    session.flush()
    tables = [table for name, table in Base.metadata.tables.items() if name not in {"jobs", "mails"}]
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def edition(session: Session, slug: str) -> UnitEdition:
    newest = select(UnitEdition).join(Unit, Unit.id == UnitEdition.unit_id).where(Unit.slug == slug)
    found = session.scalars(newest.order_by(UnitEdition.number.desc())).first()
    assert found is not None
    return found


def test_a_folder_becomes_editions_of_everything_in_it(session: Session, loaded: Loaded) -> None:
    assert (loaded.problems, loaded.norms, loaded.published) == ((), 3, ("small",))
    found = counts(session)
    assert {name: found[name] for name in ("acts", "norm_editions", "items", "exam_editions", "unit_editions")} == {
        "acts": 1, "norm_editions": 3, "items": 8, "exam_editions": 2, "unit_editions": 4,
    }  # fmt: skip
    assert (found["module_editions"], found["programme_editions"], found["frameworks"]) == (2, 1, 1)
    assert session.scalar(select(func.count()).select_from(Competency)) or 0 > 20
    assert current_calendar(session) is not None


def test_an_item_for_learners_holds_no_key_and_the_key_row_holds_it(session: Session, loaded: Loaded) -> None:
    row = session.execute(
        select(ItemEdition.public, ItemKey.content, ItemEdition.languages)
        .join(Item, Item.id == ItemEdition.item_id)
        .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
        .where(Item.slug == "w1-1")
    ).one()
    assert "right" not in str(row.public)
    assert "feedback" not in str(row.public)
    assert row.content["options"][0]["right"] is True
    assert row.languages == ["ru", "kk"]


def test_a_check_of_a_lesson_is_an_item_under_the_name_of_the_lesson(session: Session, loaded: Loaded) -> None:
    assert session.scalar(select(Item.id).where(Item.slug == "w1-first/w1-c1"))
    assert session.scalars(select(func.count()).select_from(ExamPoolItem)).one() == 6


def texts(session: Session, slug: str) -> dict[str, UnitText]:
    rows = session.scalars(select(UnitText).where(UnitText.unit_edition_id == edition(session, slug).id))
    return {row.lang: row for row in rows}


def test_a_lesson_is_stored_ready_to_show_in_both_languages(session: Session, loaded: Loaded) -> None:
    found = texts(session, "w1-first")
    assert (found["ru"].part, found["kk"].part) == ("full", "summary")
    kinds = [segment["kind"] for segment in found["ru"].segments]
    assert kinds == ["html", "check", "decision", "template", "html"]
    assert found["ru"].norms == ["tk-27", "tk-52"]
    assert found["ru"].toc == [["s1", "Слесарь без договора"]]
    check = found["ru"].segments[1]
    assert check["view"]["prompt"] == "Что проверить сначала?"
    assert "feedback" not in str(check)


def test_a_link_to_a_lesson_leads_there_and_one_to_a_coming_lesson_is_plain_text(
    session: Session, loaded: Loaded
) -> None:
    html = texts(session, "w1-first")["ru"].segments[0]["html"]
    assert 'href="/learn/small/w1-second"' in html
    assert "<span>урок шестой недели</span>" in html
    assert "lesson:" not in html


def test_what_rests_on_a_norm_pins_its_edition(session: Session, loaded: Loaded) -> None:
    rows = session.execute(select(Pin.holder_kind, Pin.holder_slug, Pin.address).order_by(Pin.holder_slug)).all()
    lessons = [row for row in rows if row.holder_kind == PinHolder.LESSON]
    assert {row.address for row in lessons} == {"/learn/small/w1-first", "/learn/small/w1-second"}
    assert len([row for row in rows if row.holder_kind == PinHolder.ITEM]) == 8


def test_norms_and_lessons_can_be_found(session: Session, loaded: Loaded) -> None:
    assert {(found.kind, found.ref) for found in search.find(session, "увольнение", lang="ru")} == {
        ("norm", "tk-52"), ("lesson", "/learn/small/w1-first"), ("lesson", "/learn/small/w1-second"),
    }  # fmt: skip
    assert [found.address for found in search.find(session, "признаки договора", "ru", ["norm"])] == ["/law/tk-27"]


def test_the_rule_of_the_qualification_says_what_the_programme_file_says(session: Session, loaded: Loaded) -> None:
    rule = session.execute(
        select(QualificationRule.hours, QualificationRule.validity_months, QualificationRule.content)
        .join(Qualification, Qualification.id == QualificationRule.qualification_id)
        .where(Qualification.slug == "small-1")
    ).one()
    assert (rule.hours, rule.validity_months, rule.content["requires"]) == (1, 36, {"weeks": [1], "exam": "w1-exam"})


def test_loading_twice_changes_nothing(session: Session, folder: Path, loaded: Loaded) -> None:
    before = counts(session)
    assert load(session, folder, now=LATER).unchanged
    assert counts(session) == before


def test_the_same_content_read_by_a_newer_program_adds_no_edition(
    session: Session, folder: Path, loaded: Loaded
) -> None:
    """The shortcut over file hashes is not what keeps a second load from writing."""
    before = counts(session)
    fact = session.get(InstallationFact, "content_reader")
    assert fact is not None
    fact.value = "an older program"
    again = load(session, folder, now=LATER)
    assert (again.unchanged, again.norms, again.same) == (False, 0, ("small",))
    assert counts(session) == before


def test_a_changed_lesson_is_a_new_edition_and_its_old_pins_are_superseded(
    session: Session, folder: Path, loaded: Loaded
) -> None:
    old = edition(session, "w1-first")
    change(folder, f"{WEEK}/w1-first.ru.md", "Слесарь приходит", "Сварщик приходит")
    assert load(session, folder, now=LATER).published == ("small",)
    new = edition(session, "w1-first")
    assert (old.number, new.number, edition(session, "w1-second").number) == (1, 2, 1)
    pins = session.execute(select(Pin.holder_id, Pin.superseded_at).where(Pin.holder_slug == "/learn/small/w1-first"))
    assert {(row.holder_id, row.superseded_at is None) for row in pins} == {(old.id, False), (new.id, True)}
    numbers = session.scalars(select(ProgrammeEdition.number).order_by(ProgrammeEdition.number)).all()
    assert numbers == [1, 2]


def test_a_text_set_back_to_what_it_was_is_a_third_edition(session: Session, folder: Path, loaded: Loaded) -> None:
    name = f"{WEEK}/w1-first.ru.md"
    change(folder, name, "Слесарь приходит", "Сварщик приходит")
    load(session, folder, now=LATER)
    change(folder, name, "Сварщик приходит", "Слесарь приходит")
    load(session, folder, now=LATER)
    hashes = select(UnitEdition.hash).join(Unit, Unit.id == UnitEdition.unit_id).where(Unit.slug == "w1-first")
    first, second, third = session.scalars(hashes.order_by(UnitEdition.number))
    assert first == third != second


def test_a_changed_item_gives_its_exam_a_new_edition_and_leaves_the_other_alone(
    session: Session, folder: Path, loaded: Loaded
) -> None:
    change(folder, f"{WEEK}/items/first.yaml", "Вопрос w1-4", "Вопрос 4")
    load(session, folder, now=LATER)
    assert (edition(session, "w1-exam").number, edition(session, "w1-test").number) == (2, 1)


def test_an_amended_norm_is_a_new_edition_and_lessons_stay_pinned_to_the_old_one(
    session: Session, folder: Path, loaded: Loaded
) -> None:
    change(folder, "law/norms.yaml", "Основания увольнения.", "Основания увольнения изменены.")
    again = load(session, folder, now=LATER)
    assert (again.norms, again.published) == (1, ())
    newest = select(func.max(NormEdition.id)).scalar_subquery()
    assert session.scalar(select(NormEdition.number).where(NormEdition.id == newest)) == 2
    assert not session.scalar(select(func.count()).select_from(Pin).where(Pin.norm_edition_id == newest))


def test_a_unit_taken_out_is_no_longer_found_and_its_rows_stay(session: Session, folder: Path, loaded: Loaded) -> None:
    for side in ("ru", "kk"):
        (folder / f"{WEEK}/w1-second.{side}.md").unlink()
    change(folder, f"{WEEK}/module.yaml", "- {kind: lesson, id: w1-second}\n", "")
    change(folder, f"{WEEK}/w1-first.ru.md", "[второй урок](lesson:w1-second)", "второй урок")
    change(folder, f"{WEEK}/exams/exam.yaml", "minutes: 35", "minutes: 37")
    assert load(session, folder, now=LATER).problems == ()
    assert edition(session, "w1-second").number == 1
    refs = {found.ref for found in search.find(session, "признаки", kinds=["lesson"])}
    assert refs == {"/learn/small/w1-first"}
    assert f"{WEEK}/w1-second.ru.md" not in stored_hashes(session)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (f"{WEEK}/w1-first.ru.md", "norm:tk-52", "norm:tk-777", "the norm “tk-777” is not in the register"),
        (f"{WEEK}/w1-first.ru.md", ":::key", ":::kee", "unknown block “kee”"),
        (f"{WEEK}/items/first.yaml", "difficulty: 2", "difficulty: 9", "less than or equal to 5"),
        (f"{WEEK}/module.yaml", "w1-exam", "w1-exma", "there is no exam “w1-exma”"),
        ("small/programme.yaml", "open_lesson: w1-first", "open_lesson: w1-last", "there is no lesson “w1-last”"),
        (f"{WEEK}/exams/exam.yaml", "minutes: 35", "minutes: soon", "whole number"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_its_line_and_loads_nothing_of_its_programme(
    session: Session, folder: Path, name: str, old: str, new: str, said: str
) -> None:
    line = change(folder, name, old, new)
    refused = load(session, folder, now=NOW)
    assert [(p.file, p.line) for p in refused.problems if said in p.what] == [(name, line)], refused.problems
    found = counts(session)
    assert (found["programmes"], found["units"], found["items"], found["norms"]) == (0, 0, 0, 3)
    assert not [path for path in stored_hashes(session) if path.startswith("small/")]


def test_a_wrong_programme_leaves_its_loaded_edition_and_the_others(
    session: Session, folder: Path, loaded: Loaded
) -> None:
    change(folder, f"{WEEK}/w1-first.ru.md", "norm:tk-52", "norm:tk-777")
    change(folder, "law/norms.yaml", "Три признака", "Ровно три признака")
    again = load(session, folder, now=LATER)
    assert (bool(again.problems), again.norms, edition(session, "w1-first").number) == (True, 1, 1)


def test_a_wrong_register_loads_nothing_at_all(session: Session, folder: Path) -> None:
    change(folder, "law/norms.yaml", "act: TK", "act: XX")
    refused = load(session, folder, now=NOW)
    assert str(refused.problems[0]) == "law/norms.yaml:2: unknown act “XX” (a code of acts.yaml)"
    assert sum(counts(session)[name] for name in ("acts", "norms", "programmes", "frameworks")) == 0


def test_export_writes_the_same_bytes_and_loading_them_gives_the_same_hashes(
    session: Session, folder: Path, loaded: Loaded, tmp_path: Path
) -> None:
    assert write_back(session, tmp_path / "out") == len(read_folder(folder).texts)
    assert read_folder(tmp_path / "out") == read_folder(folder)
    assert load(session, tmp_path / "out", now=LATER).unchanged


def hashes(session: Session) -> dict[str, list[Any]]:
    kinds = (NormEdition, ItemEdition, CaseEdition, UnitEdition, ModuleEdition, ProgrammeEdition, Framework)
    return {kind.__tablename__: sorted(session.scalars(select(kind.hash))) for kind in kinds}


def test_the_real_content_loads_whole_and_comes_back_the_same(session: Session, tmp_path: Path) -> None:
    connect()
    done = load(session, ROOT / "curricula", now=NOW)
    assert done.problems == ()
    session.flush()
    found = counts(session)
    assert found["norms"] == 367
    assert found["programme_edition_modules"] == 7
    assert found["case_editions"] >= 6
    before = hashes(session)
    write_back(session, tmp_path / "out")
    for path in ("law/norms.yaml", "hr-and-law/programme.yaml"):
        assert (tmp_path / "out" / path).read_bytes() == (ROOT / "curricula" / path).read_bytes()
    fact = session.get(InstallationFact, "content_reader")
    assert fact is not None
    fact.value = ""
    load(session, tmp_path / "out", now=LATER)
    assert hashes(session) == before
    keys = session.execute(select(CaseEdition.public, CaseKey.content).join(CaseKey)).all()
    for public, key in keys:
        assert "court" in key
        assert not {"court", "author", "scoring"} & set(public)
    stages = select(CaseEditionItem.case_edition_id, func.count()).group_by(CaseEditionItem.case_edition_id)
    assert all(number > 3 for _, number in session.execute(stages))
    assert session.scalar(select(func.count()).select_from(ProgrammeEditionModule)) == 7
    assert session.scalar(select(func.count()).select_from(Act)) or 0 > 20


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["curricula", *arguments])


def test_the_commands_check_load_and_export(app: Flask, folder: Path, tmp_path: Path) -> None:
    assert (
        run(app, "check", str(folder)).output
        == "clean; small: 2 lessons, 6 items, 0 cases, 2 exams; week 1: 44.0 min\n"
    )
    assert "small: new edition" in run(app, "load", str(folder)).output
    assert "unchanged" in run(app, "load", str(folder)).output
    assert "files written" in run(app, "export", str(tmp_path / "out")).output
    refused = run(app, "export", str(tmp_path / "out"))
    assert (refused.exit_code, "not empty" in refused.output) == (1, True)


def test_the_commands_fail_on_a_broken_file_and_name_it(app: Flask, folder: Path) -> None:
    change(folder, f"{WEEK}/module.yaml", "format: 1", "format: 2")
    for command in ("check", "load"):
        result = run(app, command, str(folder))
        assert result.exit_code == 1
        assert f"{WEEK}/module.yaml:1: " in result.output


def test_a_file_kept_twice_counts_by_its_highest_number(session: Session, folder: Path, loaded: Loaded) -> None:
    change(folder, "patterns.yaml", "Монтажник", "Сварщик")
    load(session, folder, now=LATER)
    rows = session.scalars(select(SourceFile.number).where(SourceFile.path == "patterns.yaml"))
    assert sorted(rows) == [1, 2]
    assert stored_hashes(session) == read_folder(folder).hashes()


def test_a_programme_without_its_file_and_one_in_another_encoding_are_named(folder: Path) -> None:
    from courses.content.tree import read_curricula

    path = next(folder.glob("*/programme.yaml"))
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert [problem.what for problem in read_curricula(folder).problems if problem.file.endswith("programme.yaml")] == [
        "not UTF-8"
    ]
    path.unlink()
    read = read_curricula(folder)
    assert [problem.what for problem in read.problems if problem.file.endswith("programme.yaml")] == [
        "the file is missing"
    ]
    assert path.parent.name not in read.programmes
