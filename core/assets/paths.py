"""Where the front-end's sources lie and where its build puts what the browser gets."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
DIST = STATIC / "dist"
MANIFEST = DIST / "manifest.json"
PACKAGES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"

CERTIFICATE_FONTS = DIST / "certificate"
"""Whole TrueType files for the certificate; WeasyPrint must never be given the browser's subsets."""

URL_PREFIX = "/static/"
