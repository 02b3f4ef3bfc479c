"""The full-text index over `search_entries.stems`: FTS5 on SQLite, GIN over a tsvector on PostgreSQL; kept by the engine itself."""

_COLUMNS = "stems, content='search_entries', content_rowid='id', tokenize='unicode61'"
_ADD = "INSERT INTO search_index(rowid, stems) VALUES (new.id, new.stems);"
_TAKE_OUT = "INSERT INTO search_index(search_index, rowid, stems) VALUES ('delete', old.id, old.stems);"
_SQLITE_TRIGGERS = (
    f"CREATE TRIGGER search_entries_ai AFTER INSERT ON search_entries BEGIN {_ADD} END",
    f"CREATE TRIGGER search_entries_ad AFTER DELETE ON search_entries BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER search_entries_au AFTER UPDATE ON search_entries BEGIN {_TAKE_OUT} {_ADD} END",
)


def full_text(dialect: str) -> list[str]:
    """The DDL of the index on the given engine, for the first migration."""
    if dialect == "sqlite":
        return [f"CREATE VIRTUAL TABLE search_index USING fts5({_COLUMNS})", *_SQLITE_TRIGGERS]
    return ["CREATE INDEX ix_search_entries_stems_tsv ON search_entries USING gin (to_tsvector('simple', stems))"]


def not_the_full_text_index(name: str | None, kind: str, parents: object) -> bool:
    """Tell Alembic's comparison to leave alone what only the engine knows: the index and its inner tables."""
    return not (name or "").startswith(("search_index", "ix_search_entries_stems_tsv"))
