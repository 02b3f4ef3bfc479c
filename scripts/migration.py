"""Write the one migration anew from the models (`make migration`). Only while nothing has been released."""

import ast
import inspect
import io
import logging
import sys
import tempfile
import textwrap
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import app  # noqa: E402 - the checkout is on the path only now
from core import append_only, full_text  # noqa: E402
from core.db import Base  # noqa: E402

PLAIN = {"core.db.UtcDateTime(timezone=True)": "sa.DateTime(timezone=True)", "core.db.Points()": "sa.Integer()"}
"""A migration imports no application code: our column types are written as what they store."""

HEAD = '''"""Everything the platform stands on, from the first day (design, architecture §1). Locks: none. Rows: none."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None

APPEND_ONLY = {append_only}


def upgrade() -> None:
{tables}
    for statement in guards(op.get_bind().dialect.name):
        op.execute(statement)
    for statement in full_text(op.get_bind().dialect.name):
        op.execute(statement)


'''


def written() -> str:
    """The text of the migration: tables as Alembic renders them, then triggers and the full-text index."""
    _ = app.MODELS  # importing the application is what makes the tables known
    logging.getLogger("alembic").setLevel(logging.WARNING)  # Its plug-ins and the application set it to INFO.
    with create_engine("sqlite://").connect() as connection:
        options = {"render_as_batch": False, "user_module_prefix": None}
        context = MigrationContext.configure(connection, opts=options)
        operations = produce_migrations(context, Base.metadata)
    assert operations.upgrade_ops is not None
    tables = render_python_code(operations.upgrade_ops, render_as_batch=False)
    tables = textwrap.dedent("    " + tables).strip()
    for ours, plain in PLAIN.items():
        tables = tables.replace(ours, plain)
    body = HEAD.format(
        append_only=repr(append_only.APPEND_ONLY),
        tables="\n".join("    " + line if line.strip() else "" for line in tables.splitlines()),
    )
    parts = [inspect.getsource(append_only), inspect.getsource(full_text)]
    out = io.StringIO()
    out.write(body)
    for source in parts:
        tree = ast.parse(source)
        for node in tree.body[1:]:
            if getattr(node, "name", "") == "not_the_full_text_index":
                continue
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "APPEND_ONLY" for t in node.targets):
                continue
            segment = ast.get_source_segment(source, node) or ""
            out.write(segment + "\n\n\n")
    return out.getvalue().rstrip() + "\n"


def main() -> int:
    """Replace the file; with `--check` only say whether it equals the models (exit status 1 when not)."""
    target = ROOT / "migrations" / "0001_first.py"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = written()
    if "--check" in sys.argv:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        print("migrations equal the models" if same else "models changed: run `make migration`")
        return 0 if same else 1
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False, encoding="utf-8", suffix=".tmp") as file:
        file.write(text)
    Path(file.name).replace(target)
    print(f"written: {target.relative_to(ROOT)}, {text.count('create_table')} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
