"""Print docs/schema.md, made from the models; with --write put it there, with --check say whether it is up to date."""

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from sqlalchemy import CheckConstraint, Column, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import app  # noqa: E402 - the checkout is on the path only now
from core.append_only import APPEND_ONLY  # noqa: E402
from core.db import Base  # noqa: E402

PAGE = ROOT / "docs" / "schema.md"
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
HEAD = """# Tables

Made from the models by `python scripts/schema.py --write`; `make check` compares the two. Types are those of PostgreSQL; SQLite holds the same in
its own. Moments are kept in UTC. *Append-only* tables refuse UPDATE and DELETE by triggers of the database, whoever asks.
"""


def models_of(module: ModuleType) -> list[type[Base]]:
    """The models that a module defines, in the order of its text."""
    classes = (each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__)
    return [each for each in classes if issubclass(each, Base) and "__table__" in vars(each)]


def remarks(module: ModuleType) -> dict[tuple[str, str], str]:
    """What stands in quotes below an attribute, by class and attribute."""
    found = {}
    for each in ast.parse(inspect.getsource(module)).body:
        if not isinstance(each, ast.ClassDef):
            continue
        for attribute, below in zip(each.body, each.body[1:], strict=False):
            if (
                isinstance(attribute, ast.AnnAssign)
                and isinstance(attribute.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                found[each.name, attribute.target.id] = flat(str(below.value.value))
    return found


def flat(text: str) -> str:
    """The text in one line that a cell of a table can hold."""
    return " ".join(text.split()).replace("|", "\\|")


def row(column: Column[object], remark: str) -> str:
    """One column: name, type, whether it may be empty, where it points, what it means."""
    keys = ["key"] if column.primary_key else []
    keys += [f"→ `{key.target_fullname}`" for key in sorted(column.foreign_keys, key=lambda key: key.target_fullname)]
    keys += ["unique"] if column.unique else []
    kind = column.type.compile(dialect=DIALECT).lower()
    return f"| `{column.name}` | {kind} | {'yes' if column.nullable else ''} | {', '.join(keys)} | {remark} |"


def rules(table: Table) -> Iterator[str]:
    """What the database itself refuses beside keys, and what it finds quickly."""
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, CheckConstraint):
            yield f"- holds: `{flat(str(constraint.sqltext))}`"
        elif isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1:
            yield f"- unique together: {names(constraint.columns)}"
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        where = index.dialect_options["postgresql"]["where"]
        condition = f" where `{flat(str(where))}`" if where is not None else ""
        yield f"- {'unique index' if index.unique else 'index'}: {names(index.expressions)}{condition}"


def names(columns: object) -> str:
    """Columns or expressions, each in its marks."""
    assert hasattr(columns, "__iter__")
    return ", ".join(f"`{flat(str(getattr(each, 'name', None) or each))}`" for each in columns)


def section(model: type[Base], said: dict[tuple[str, str], str]) -> Iterator[str]:
    """One table."""
    table = model.__table__
    assert isinstance(table, Table)
    yield f"### {table.name}\n"
    yield flat(model.__doc__ or "") + (" *Append-only.*" if table.name in APPEND_ONLY else "") + "\n"
    yield "| Column | Type | May be empty | Keys | Meaning |\n|---|---|---|---|---|"
    by_column = {attribute.columns[0].name: attribute.key for attribute in model.__mapper__.column_attrs}
    for column in table.columns:
        yield row(column, said.get((model.__name__, by_column[column.name]), ""))
    further = list(rules(table))
    yield "\n" + "\n".join(further) + "\n" if further else ""


def written() -> str:
    """The whole page."""
    lines = [HEAD]
    for module in app.MODELS:
        lines.append(f"## {module.__name__.removesuffix('.models')}\n\n{flat(module.__doc__ or '')}\n")
        said = remarks(module)
        for model in models_of(module):
            lines += section(model, said)
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Print, write or compare; a page that is not up to date gives status 1."""
    text = written()
    if arguments == ["--write"]:
        PAGE.write_text(text, encoding="utf-8")
    elif arguments == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        print("docs/schema.md equals the models" if same else "models changed: run `python scripts/schema.py --write`")
        return 0 if same else 1
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
