"""Where the front-end's sources lie and where its build puts what the browser gets."""

import re
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

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
"""A published name carries twelve hex digits of its content's hash, so it may be kept for ever."""
