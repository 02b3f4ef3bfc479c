"""What the browser gets is built once, named by its content, and small enough for a weak line."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.assets import build as front_end
from core.assets.build import build
from core.assets.fonts import CERTIFICATE, KAZAKH, SCREEN, Face
from core.assets.icons import icon, icon_names
from core.assets.lookup import asset_url, published
from core.assets.paths import CERTIFICATE_FONTS, DIST, HASHED, MANIFEST

COLD_VISIT = 120 * 1024
COLD_VISIT_WITH_READING_FACE = 200 * 1024
LONGEST_DOCUMENT = 12 * 1024


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    build()
    published.cache_clear()


def files() -> dict[str, str]:
    names: dict[str, str] = json.loads(MANIFEST.read_text())["files"]
    return names


def test_every_name_carries_the_hash_of_its_content() -> None:
    for logical, name in files().items():
        content = (DIST / name).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:12] in name
        assert name.startswith(logical.rpartition(".")[0])


def test_a_second_build_changes_nothing() -> None:
    before = {path: path.stat().st_mtime_ns for path in DIST.rglob("*")}
    assert build() is False
    assert {path: path.stat().st_mtime_ns for path in DIST.rglob("*")} == before


def test_a_changed_source_asks_for_a_new_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(front_end, "STATIC", tmp_path)
    source = tmp_path / "css" / "app.css"
    source.parent.mkdir()
    source.write_text("body { margin: 0 }")
    before = front_end.digest_of_inputs()
    assert front_end.digest_of_inputs() == before
    source.write_text("body { margin: 1px }")
    assert front_end.digest_of_inputs() != before


def test_text_files_have_compressed_twins_of_the_same_content() -> None:
    for name in files().values():
        if name.endswith((".css", ".js", ".svg")):
            content = (DIST / name).read_bytes()
            assert gzip.decompress((DIST / (name + ".gz")).read_bytes()) == content
            assert (DIST / (name + ".br")).stat().st_size <= len(content)


def test_the_style_sheet_names_published_fonts_and_no_other_host() -> None:
    css = (DIST / files()["css/app.css"]).read_text()
    fonts = re.findall(r"url\(/static/(fonts/[^)\"']+)", css)
    assert sorted(fonts) == sorted(name for name in files().values() if name.startswith("fonts/"))
    assert not re.search(r"url\([\"']?(?:https?:)?//", css)


def test_a_cold_visit_stays_within_its_weight() -> None:
    weight = {logical: _sent(name) for logical, name in files().items()}
    interface = sum(weight[name] for name in ("css/app.css", "js/app.js")) + LONGEST_DOCUMENT
    interface += sum(size for name, size in weight.items() if name.startswith("fonts/golos"))
    reading = interface + sum(size for name, size in weight.items() if name.startswith("fonts/literata"))
    assert interface <= COLD_VISIT
    assert reading <= COLD_VISIT_WITH_READING_FACE
    requests = 1 + sum(name.startswith(("css/", "js/", "fonts/")) for name in files())
    assert requests <= 8


def _sent(name: str) -> int:
    """Octets of the file as a browser that accepts gzip alone would get it."""
    twin = DIST / (name + ".gz")
    return (twin if twin.exists() else DIST / name).stat().st_size


@pytest.mark.parametrize("face", SCREEN, ids=lambda face: face.name)
def test_each_screen_font_holds_every_kazakh_letter(face: Face) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(DIST / files()[f"fonts/{face.name}.woff2"]) as font:
        known = font.getBestCmap()
    assert [letter for letter in KAZAKH + "абвАБВabc№—« »" if ord(letter) not in known] == []


@pytest.mark.parametrize("face", CERTIFICATE, ids=lambda face: face.name)
def test_each_certificate_font_is_the_whole_file_of_its_package(face: Face) -> None:
    copied = CERTIFICATE_FONTS / f"{face.name}.ttf"
    assert copied.read_bytes() == face.source.read_bytes()


def test_a_built_file_is_kept_for_ever_and_comes_compressed(client: FlaskClient) -> None:
    with client.get(asset_url("css/app.css"), headers={"Accept-Encoding": "br, gzip"}) as reply:
        assert reply.status_code == 200
        assert reply.headers["Content-Encoding"] == "br"
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_name_is_an_error_not_a_dead_link() -> None:
    with pytest.raises(KeyError):
        asset_url("css/none.css")
    assert HASHED.search(asset_url("js/app.js"))


def test_an_icon_is_silent_unless_it_has_a_word_of_its_own() -> None:
    assert 'aria-hidden="true"' in icon("check")
    assert 'aria-label="&lt;Готово&gt;"' in icon("check", label="<Готово>")
    assert len(icon_names()) > 30
    with pytest.raises(KeyError):
        icon("no-such-icon")
