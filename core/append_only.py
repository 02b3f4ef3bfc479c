"""Tables whose rows never change: the database itself refuses UPDATE and DELETE (decision 1 of the design, security 7.7)."""

APPEND_ONLY = (
    "audit_events", "stored_files", "norm_editions", "item_editions", "item_keys", "case_editions", "case_keys",
    "exam_editions", "attempt_items", "answers", "attempt_events", "marks", "results", "programme_editions",
    "module_editions", "unit_editions", "unit_texts", "source_files", "qualification_rules", "awards", "award_evidence", "certificate_events",
    "case_steps",
    "scripts", "allocations", "script_marks", "appeals", "appeal_decisions", "rescorings",
    "statistics_runs", "statistics_summaries", "item_figures", "choice_figures", "statistics_reports",
)  # fmt: skip


def guards(dialect: str) -> list[str]:
    """The DDL that guards all append-only tables on the given engine, for the first migration."""
    if dialect == "sqlite":
        return [_sqlite_trigger(table, act) for table in APPEND_ONLY for act in ("UPDATE", "DELETE")]
    return [_POSTGRESQL_FUNCTION, *(_postgresql_trigger(table) for table in APPEND_ONLY)]


def _sqlite_trigger(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_refuse_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql_trigger(table: str) -> str:
    return f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
