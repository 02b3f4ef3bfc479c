"""A content folder holds its own files: a link that leads out of it is named, and nothing is read through it."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from courses.content.tree import read_curricula
from courses.models import SourceFile
from courses.publishing.load import load
from tests.courses.test_loading import change
from tests.factories.content import make_folder
from wires import connect

WEEK = "small/week-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    connect()
    return make_folder(tmp_path / "content")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of somebody else beside the folder."""
    path = tmp_path / "elsewhere" / "secret.yaml"
    path.parent.mkdir()
    path.write_text("password: SECRET-WORD\n", "utf-8")
    return path


def run(app: Flask, command: str, folder: Path) -> Any:
    return app.test_cli_runner().invoke(args=["curricula", command, str(folder)])


@pytest.mark.parametrize(
    "name",
    [
        f"{WEEK}/items/more.yaml", f"{WEEK}/notes.yaml", "small/notes.md", f"{WEEK}/w1-third.ru.md", "law/extra.yaml",
        "README.md", "law/acts.yaml", "small/programme.yaml",
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_is_a_link_outwards_is_refused_by_name(
    app: Flask, session: Session, folder: Path, secret: Path, command: str, name: str
) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    said = run(app, command, folder)
    assert said.exit_code == 1
    assert f"{name}:1: a link that leads out of the folder" in said.output
    assert "SECRET-WORD" not in said.output
    assert session.scalars(select(SourceFile)).all() == []


@pytest.mark.parametrize("name", ["small/week-2", "other", f"{WEEK}/items"])
def test_so_is_a_whole_folder_behind_a_link(app: Flask, folder: Path, tmp_path: Path, name: str) -> None:
    away = make_folder(tmp_path / "away")
    if (folder / name).exists():
        (folder / name).rename(tmp_path / "moved")
    (folder / name).symlink_to(away / "small", target_is_directory=True)
    for command in ("check", "load"):
        assert f"{name}:1: a link that leads out of the folder" in run(app, command, folder).output


@pytest.mark.parametrize("target", ["nowhere.yaml", "loop.yaml", "../../../../../../../../nowhere"])
def test_a_link_to_nothing_is_named_too(folder: Path, target: str) -> None:
    (folder / WEEK / "items" / "loop.yaml").symlink_to(target)
    problems = read_curricula(folder).problems
    assert [problem.file for problem in problems] == [f"{WEEK}/items/loop.yaml"]


def test_a_link_is_found_although_the_same_files_were_loaded_before(
    app: Flask, session: Session, folder: Path, secret: Path
) -> None:
    assert load(session, folder, now=clock.now()).problems == ()
    session.commit()
    (folder / "small" / "note.txt").symlink_to(secret)
    assert run(app, "load", folder).exit_code == 1


def test_a_link_inside_the_folder_and_a_link_to_the_folder_are_fine(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    path = folder / WEEK / "items" / "first.yaml"
    path.rename(folder / "small" / "kept.yaml")
    path.symlink_to("../../kept.yaml")
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert read_curricula(tmp_path / "link").problems == ()
    assert load(session, tmp_path / "link", now=clock.now()).problems == ()


@pytest.mark.parametrize("command", ["check", "load"])
def test_problems_are_told_in_the_order_of_files_and_lines(app: Flask, folder: Path, command: str) -> None:
    change(folder, "small/programme.yaml", "open_lesson: w1-first", "open_lesson: w1-last")
    for name in ("first", "second"):
        change(folder, f"{WEEK}/w1-{name}.ru.md", "norm:tk-52", "norm:tk-777")
        change(folder, f"{WEEK}/w1-{name}.ru.md", "norm:tk-27", "norm:tk-778")
    change(folder, f"{WEEK}/items/first.yaml", "id: w1-6", "id: w1-1")
    change(folder, f"{WEEK}/items/first.yaml", "norms: [tk-27]", "norms: [tk-779]")
    change(folder, f"{WEEK}/module.yaml", "w1-exam", "w1-exma")
    told = [(file, int(line)) for file, line in re.findall(r"^(\S+?):(\d+): ", run(app, command, folder).output, re.M)]
    assert len(told) > 7
    assert len({file for file, _ in told}) > 4
    assert told == sorted(told)
