"""House rules that a line of text shows: what may not stand in templates, program or documents."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Rule:
    """A pattern that may not be found in files whose path matches `where`, unless the line matches `unless`."""

    name: str
    where: re.Pattern[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


TEMPLATE = re.compile(r"templates/.*\.html$")
PROGRAM = re.compile(r"^(?!tests/|bench/|scripts/).*\.py$")
WRITTEN = re.compile(r"\.(py|html|css|js|md|yaml|toml|txt|in|json|sh)$|^(Makefile|\.ci/run|scripts/[a-z-]+)$")

RULES = (
    Rule(
        "markup is marked safe without naming its sanitiser",
        TEMPLATE, re.compile(r"\|\s*safe\b"), re.compile(r"\{#\s*sanitised:"),
    ),
    Rule("inline style", TEMPLATE, re.compile(r"<[^>]*\sstyle\s*=|<style\b")),
    Rule("inline script", TEMPLATE, re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son[a-z]+=\"")),
    Rule("link of another host", TEMPLATE, re.compile(r"(?:src|srcset|action)=\"(?:https?:)?//|<link[^>]*href=\"(?:https?:)?//")),
    Rule("SQL built from an f-string", PROGRAM, re.compile(r"\btext\(\s*f[\"']|\.execute\(\s*f[\"']|exec_driver_sql\(\s*f[\"']"), re.compile(r"# fixed names:")),
    Rule("escaping switched off", PROGRAM, re.compile(r"\bMarkup\((?![\"'])"), re.compile(r"# sanitised:")),
    Rule("pickled data", PROGRAM, re.compile(r"\bpickle\.loads?\(|\byaml\.load\(")),
    Rule("a path of one machine", WRITTEN, re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/[a-z]")),
)  # fmt: skip
SELF = {"scripts/rules.py", "tests/architecture/test_rules.py"}
CERTIFICATE = re.compile(r"^certificates/templates/.*document|/mail/")
"""A certificate is drawn as a PDF from one self-contained page, and mail carries its style with it."""


def faults(name: str, text: str) -> list[str]:
    """The breaches of one file, each with its line."""
    result = []
    for rule in RULES:
        if not rule.where.search(name) or (rule.name == "inline style" and CERTIFICATE.search(name)):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if rule.pattern.search(line) and not (rule.unless and rule.unless.search(line)):
                result.append(f"{name}:{number}: {rule.name}: {line.strip()[:120]}")
    return result


def tracked() -> list[str]:
    """The project's files as git knows them, the new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        name
        for name in listed.stdout.splitlines()
        if name not in SELF and WRITTEN.search(name) and (ROOT / name).is_file()
    ]


def main() -> int:
    """Print every breach; the status says whether there was one."""
    found = [fault for name in tracked() for fault in faults(name, (ROOT / name).read_text(encoding="utf-8"))]
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
