"""Append-only by trigger: lines of the trail, and tries at saying a notice, are added and nothing else (P-24).

On SQLite a forged ``INSERT OR REPLACE`` runs no delete trigger, so the insert itself is guarded: the next number only,
and no id that is there. Migrations that rebuild a table drop its triggers in silence, so they are made anew after
every migration, and start-up refuses to go on without them.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from storage.audit_adding import AUDIT_ENDS, audit_ends_is_there, make_audit_ends


class TriggersMissingError(RuntimeError):
    """The database would let the record be rewritten: these triggers are gone, switched off or not ours."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """``function`` is PostgreSQL's alone; its body is what ``check`` compares."""

    name: str
    table: str
    when: str
    body: str
    each: str = "FOR EACH ROW"


_REFUSE: Final = "SELECT RAISE(ABORT, 'append-only');"
_NEXT: Final = "(SELECT coalesce(max(seq), 0) + 1 FROM audit WHERE workspace = NEW.workspace)"

ON_SQLITE: Final = (
    Trigger(name="audit_no_update", table="audit", when="BEFORE UPDATE", body=_REFUSE),
    Trigger(name="audit_no_delete", table="audit", when="BEFORE DELETE", body=_REFUSE),
    Trigger(
        name="audit_next_line_only",
        table="audit",
        when="BEFORE INSERT",
        body=f"SELECT RAISE(ABORT, 'append-only') WHERE NEW.seq IS NOT {_NEXT}"  # noqa: S608 - constants of this file
        " OR EXISTS (SELECT 1 FROM audit WHERE id = NEW.id);",
    ),
    Trigger(name="notice_attempt_no_update", table="notice_attempt", when="BEFORE UPDATE", body=_REFUSE),
    Trigger(name="notice_attempt_no_delete", table="notice_attempt", when="BEFORE DELETE", body=_REFUSE),
    Trigger(
        name="notice_attempt_new_only",
        table="notice_attempt",
        when="BEFORE INSERT",
        body="SELECT RAISE(ABORT, 'append-only') WHERE EXISTS (SELECT 1 FROM notice_attempt WHERE id = NEW.id);",
    ),
)

_RAISE: Final = "BEGIN RAISE EXCEPTION 'append-only'; END"
_RAISE_UNLESS_NEXT: Final = (
    f"BEGIN IF NEW.seq IS DISTINCT FROM {_NEXT} THEN RAISE EXCEPTION 'append-only'; END IF; RETURN NEW; END"
)

ON_POSTGRESQL: Final = (
    Trigger(name="audit_no_rewrite", table="audit", when="BEFORE UPDATE OR DELETE", body=_RAISE),
    Trigger(name="audit_no_truncate", table="audit", when="BEFORE TRUNCATE", body=_RAISE, each="FOR EACH STATEMENT"),
    Trigger(name="audit_next_line_only", table="audit", when="BEFORE INSERT", body=_RAISE_UNLESS_NEXT),
    Trigger(name="notice_attempt_no_rewrite", table="notice_attempt", when="BEFORE UPDATE OR DELETE", body=_RAISE),
    Trigger(
        name="notice_attempt_no_truncate",
        table="notice_attempt",
        when="BEFORE TRUNCATE",
        body=_RAISE,
        each="FOR EACH STATEMENT",
    ),
)


def make_triggers(connection: Connection) -> None:
    """Make them all, over whatever is there by their names."""
    if connection.dialect.name == "sqlite":
        for trigger in ON_SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}")
            connection.exec_driver_sql(_sqlite(trigger))
        return
    make_audit_ends(connection)
    for trigger in ON_POSTGRESQL:
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger"
            f" LANGUAGE plpgsql AS $body${trigger.body}$body$"
        )
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {trigger.name} {trigger.when} ON {trigger.table} {trigger.each}"
            f" EXECUTE FUNCTION {trigger.name}()"
        )
        # Always: so that a session that plays replica is held to it too.
        connection.exec_driver_sql(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}")


def check_triggers(connection: Connection) -> None:
    """Raises ``TriggersMissingError`` unless each one is there, switched on, and says what it should."""
    if connection.dialect.name == "sqlite":
        found = {row.name: row.sql for row in connection.execute(text(_SQLITE_TRIGGERS))}
        wanted = {trigger.name: _sqlite(trigger) for trigger in ON_SQLITE}
    else:
        found = {row.name: row.body for row in connection.execute(text(_POSTGRESQL_TRIGGERS))}
        wanted = {trigger.name: trigger.body for trigger in ON_POSTGRESQL}
        if not audit_ends_is_there(connection):
            wanted[AUDIT_ENDS] = ""
    missing = tuple(sorted(name for name, body in wanted.items() if found.get(name) != body))
    if missing:
        raise TriggersMissingError(missing)


def _sqlite(trigger: Trigger) -> str:
    return f"CREATE TRIGGER {trigger.name} {trigger.when} ON {trigger.table} BEGIN {trigger.body} END"


_SQLITE_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL_TRIGGERS: Final = """
    SELECT t.tgname AS name, p.prosrc AS body
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgenabled = 'A' AND c.relnamespace = current_schema()::regnamespace AND t.tgname = p.proname
"""
