"""Adding a line to the trail on PostgreSQL, where others may add theirs at the same time.

Whoever adds a line keeps all others of the workspace waiting until the commit. So nothing is asked of us in between:
one statement waits for its turn, looks where the chains end and adds the line with its hashes, which are
``plans.chain``'s. A function looks, because what it reads is read after its lock was given; a statement by itself sees
the chains as they were when it began to wait.
"""

from typing import Final

from sqlalchemy import ColumnElement, Connection, Insert, String, bindparam, func, insert, literal, select

from plans.chain import BEGINNING, HEAD_MARK, LINE_MARK
from storage.tables import AuditRow, table_of

_AUDIT: Final = table_of(AuditRow)
AUDIT_ENDS: Final = "audit_ends"
_GIVEN: Final = ("workspace", "id", "kind", "plan", "by", "at", "subject", "facts", "apart", "words")
_WORKED_OUT: Final = ("seq", "before", "hash", "head")
_BODY: Final = f"""
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit'), hashtext(whose));
    SELECT a.seq, a.head INTO count, head FROM audit a WHERE a.workspace = whose ORDER BY a.seq DESC LIMIT 1;
    IF about IS NULL THEN
        SELECT a.hash INTO line FROM audit a
        WHERE a.workspace = whose AND a.plan IS NULL AND a.apart = is_apart ORDER BY a.seq DESC LIMIT 1;
    ELSE
        SELECT a.hash INTO line FROM audit a
        WHERE a.workspace || '' = whose AND a.plan = about AND a.apart = is_apart ORDER BY a.seq DESC LIMIT 1;
    END IF;
    count := coalesce(count, 0);
    head := coalesce(head, '{BEGINNING}');
    line := coalesce(line, '{BEGINNING}');
    RETURN NEXT;
END
"""  # noqa: S608 - a constant of ours


def make_audit_ends(connection: Connection) -> None:
    """The function, over whatever is there by its name."""
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {AUDIT_ENDS}(whose text, about text, is_apart boolean,"
        " OUT count integer, OUT head text, OUT line text)"
        f" RETURNS SETOF record LANGUAGE plpgsql VOLATILE AS $body${_BODY}$body$"
    )


def audit_ends_is_there(connection: Connection) -> bool:
    """Whether it is there and is ours."""
    asked = "SELECT prosrc FROM pg_proc WHERE proname = %s AND pronamespace = current_schema()::regnamespace"
    return [row[0] for row in connection.exec_driver_sql(asked, (AUDIT_ENDS,))] == [_BODY]


def may_add(connection: Connection) -> bool:
    """Whether our role may ask it: on some servers nobody may call a function that was not granted to them."""
    if connection.dialect.name == "sqlite":
        return True
    asked = f"SELECT has_function_privilege('{AUDIT_ENDS}(text, text, boolean)', 'EXECUTE')"
    return bool(connection.exec_driver_sql(asked).scalar())


def _adding() -> Insert:
    """To be given the columns of a line as they are known before its turn, and its ``digest``."""
    given = [bindparam(name, type_=_AUDIT.c[name].type).label(name) for name in _GIVEN]
    whose, about, apart = (bindparam(name, type_=_AUDIT.c[name].type) for name in ("workspace", "plan", "apart"))
    ends = func.audit_ends(whose, about, apart).table_valued("count", "head", "line", name="ends")
    line = _sha256(literal(LINE_MARK, String) + ends.c.line + "\n" + bindparam("digest", type_=String))
    head = _sha256(literal(HEAD_MARK, String) + ends.c.head + "\n" + line)
    return insert(_AUDIT).from_select(
        [*_GIVEN, *_WORKED_OUT], select(*given, ends.c.count + 1, ends.c.line, line, head)
    )


def _sha256(written: ColumnElement[str]) -> ColumnElement[str]:
    return func.encode(func.sha256(func.convert_to(written, "UTF8")), "hex", type_=String)


ADDING: Final = _adding()
