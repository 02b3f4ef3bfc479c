"""Build what the browser gets into `static/dist/`, every file named by a hash of its content."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from core.assets import bundle, fonts, node
from core.assets.paths import DIST, HASHED, LOCK, MANIFEST, STATIC, URL_PREFIX

COMPRESSED = {".css", ".js", ".svg"}
IMAGES = ("emblem.svg",)
"""Drawings that a page asks for by address; the others stand inside the style sheet or the page."""


def build() -> bool:
    """Build everything and write the manifest. Return False when nothing had changed since the last build."""
    inputs = digest_of_inputs()
    if _is_current(inputs):
        return False
    node.install_packages()
    files = _publish_fonts() | _publish_images()
    files |= _publish_styles(files) | _publish_scripts()
    fonts.copy_certificate_fonts()
    MANIFEST.write_text(json.dumps({"inputs": inputs, "files": files}, indent=1, sort_keys=True) + "\n")
    _remove_what_is_not(set(files.values()))
    return True


def digest_of_inputs() -> str:
    """Return one hash over everything that the result depends on: sources, lock, and the build itself."""
    digest = hashlib.sha256(LOCK.read_bytes())
    for folder in (STATIC / "css", STATIC / "js", STATIC / "img", Path(__file__).parent):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_current(inputs: str) -> bool:
    if not MANIFEST.is_file():
        return False
    known = json.loads(MANIFEST.read_text())
    return known["inputs"] == inputs and all((DIST / name).is_file() for name in known["files"].values())


def _remove_what_is_not(published: set[str]) -> None:
    """Delete files of earlier builds. It comes last, so that a failed build leaves the one before as it was."""
    kept = published | {name + suffix for name in published for suffix in (".br", ".gz")}
    for path in filter(Path.is_file, DIST.rglob("*")):
        name = path.relative_to(DIST).as_posix()
        if name not in kept and HASHED.search(name.removesuffix(".br").removesuffix(".gz")):
            path.unlink()


def _publish_fonts() -> dict[str, str]:
    return dict(_publish(f"fonts/{face.name}.woff2", fonts.screen_font(face)) for face in fonts.SCREEN)


def _publish_images() -> dict[str, str]:
    return dict(_publish(f"img/{name}", (STATIC / "img" / name).read_bytes()) for name in IMAGES)


def _publish_styles(files: dict[str, str]) -> dict[str, str]:
    return dict(_publish(f"css/{name}", _with_hashed_names(bundle.stylesheet(name), files)) for name in bundle.STYLES)


def _publish_scripts() -> dict[str, str]:
    return dict(_publish(f"js/{name}", bundle.script(name)) for name in bundle.SCRIPTS)


def _with_hashed_names(css: bytes, files: dict[str, str]) -> bytes:
    """Replace `/static/fonts/x.woff2` by the published name; a name that was not published stops the build."""
    pattern = re.compile(re.escape(URL_PREFIX) + r"([\w./-]+)")
    return pattern.sub(lambda found: URL_PREFIX + files[found[1]], css.decode()).encode()


def _publish(name: str, content: bytes) -> tuple[str, str]:
    """Write the file under its hashed name, with its compressed twins. Return both names."""
    path = Path(name)
    hashed = path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}")
    target = DIST / hashed
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    if path.suffix in COMPRESSED:
        _write_compressed(target, content)
    return name, hashed.as_posix()


def _write_compressed(target: Path, content: bytes) -> None:
    """Lay `.br` and `.gz` beside the file; the server picks by what the browser accepts."""
    import brotli  # noqa: PLC0415 - only the build needs it

    target.with_name(target.name + ".br").write_bytes(brotli.compress(content, quality=11))
    target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
