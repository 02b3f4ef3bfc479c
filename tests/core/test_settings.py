"""Settings come from the environment once; what is wrong is named, what is missing on one machine is made and kept."""

from pathlib import Path

import pytest

from core import settings as module
from core.settings import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIREK_SECRET_KEY", "short"),
        ("TIREK_DEMO", "perhaps"),
        ("TIREK_PROXIES", "-1"),
        ("TIREK_DEFAULT_LANGUAGE", "de"),
        ("TIREK_PUBLIC_URL", "tirek.example"),
        ("TIREK_SECOND_FACTOR", "0"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_secrets_are_made_once_for_the_owner_only_and_kept(empty_place: Path) -> None:
    first = read_settings({"TIREK_DEMO": "1"})
    assert len(first.secret_key) >= 32
    assert len(first.demo_password) == 17
    assert (empty_place / "var").stat().st_mode & 0o777 == 0o700
    for name in ("secret_key", "demo_password"):
        assert (empty_place / "var" / name).stat().st_mode & 0o777 == 0o600
    assert read_settings({"TIREK_DEMO": "1"}) == first
    assert sorted(file.name for file in (empty_place / "var").iterdir()) == ["demo_password", "secret_key"]


def test_a_given_demo_password_is_honoured_and_not_stored(empty_place: Path) -> None:
    assert read_settings({"TIREK_DEMO": "1", "TIREK_DEMO_PASSWORD": "given-by-hand"}).demo_password == "given-by-hand"
    assert not (empty_place / "var" / "demo_password").exists()


def test_outside_the_demonstration_there_is_no_demo_password() -> None:
    assert read_settings({}).demo_password == ""


def test_a_given_database_and_folder_are_honoured() -> None:
    settings = read_settings({"TIREK_DATABASE_URL": "postgresql+psycopg://db/tirek", "TIREK_FILES_URL": "/srv/files"})
    assert (settings.database_url, settings.files_url) == ("postgresql+psycopg://db/tirek", "/srv/files")


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        Settings().demo = True  # type: ignore[misc]
