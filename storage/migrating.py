"""From an empty or older database to the one this program needs, by Alembic, without a file of settings."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage.triggers import make_triggers

FOLDER: Final = Path(__file__).with_name("migrations")


class DatabaseFromTheFutureError(RuntimeError):
    """A newer version of the program has been here; ``revision`` is one this version does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


class DatabaseOutOfDateError(RuntimeError):
    """The database is empty (``revision`` is None) or older than this program: migrate it first."""

    def __init__(self, revision: str | None) -> None:
        super().__init__(revision)
        self.revision = revision


def settings(connection: Connection | None = None) -> Config:
    """What Alembic wants to know."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """To the newest revision, in the caller's transaction; several processes may try at once.

    Raises:
        DatabaseFromTheFutureError: when the database is newer than this program. Nothing has been touched.

    """
    if connection.dialect.name == "postgresql":
        # Another process may be at it, and all its steps take longer than a person waits for an answer.
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('migrate'))"))
    if current(connection) == newest():
        return
    command.upgrade(settings(connection), "head")
    make_triggers(connection)


def check_revision(connection: Connection) -> str:
    """The revision, when it is the newest. Raises ``DatabaseFromTheFutureError`` or ``DatabaseOutOfDateError``."""
    found = current(connection)
    if found is None or found != newest():
        raise DatabaseOutOfDateError(found)
    return found


def newest() -> str | None:
    return ScriptDirectory.from_config(settings()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision of this database; None for an empty one. Raises ``DatabaseFromTheFutureError``."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None:
        try:
            ScriptDirectory.from_config(settings()).get_revision(found)
        except CommandError as error:
            raise DatabaseFromTheFutureError(found) from error
    return found
